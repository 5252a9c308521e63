/** Links by which somebody chooses their password, once. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Store } from './directory.ts'
import { hashOf } from './oidc-entities.ts'

type Reading = Pick<Store, 'db' | 'tenant'>
/** `userPrincipalName` null: whoever opens the link says who they are. `roleId`: a directory role that they get. */
export type Invitation = { readonly userPrincipalName: string | null; readonly roleId: string | null }

const hours = 24

/** What is to stand in the link; it replaces links that the same person has. */
export async function invite({ db, tenant }: Reading, { userPrincipalName, roleId }: Invitation): Promise<string> {
  const secret = randomBytes(32).toString('base64url')
  await sql`delete from sign_in_invitation where tenant_id = ${tenant}
    and lower(user_principal_name) is not distinct from ${userPrincipalName?.toLowerCase() ?? null}`.execute(db)
  await sql`insert into sign_in_invitation (tenant_id, hash, user_principal_name, role_id, expires_at)
    values (${tenant}::uuid, ${hashOf(secret)}, ${userPrincipalName}, ${roleId}::uuid, now() + ${hours} * interval '1 hour')`.execute(
    db,
  )
  return secret
}

/** Null when there is none, it has ended, or it was used. */
export async function invitation({ db, tenant }: Reading, secret: string): Promise<Invitation | null> {
  const { rows } = await sql<Invitation>`
    select user_principal_name as "userPrincipalName", role_id as "roleId" from sign_in_invitation
    where tenant_id = ${tenant} and hash = ${hashOf(secret)} and expires_at > now()`.execute(db)
  return rows[0] ?? null
}

/** True for one of those who use it at the same time. */
export async function useInvitation(trx: Db, tenant: string, secret: string): Promise<boolean> {
  const { rows } = await sql`delete from sign_in_invitation
    where tenant_id = ${tenant} and hash = ${hashOf(secret)} and expires_at > now() returning 1`.execute(trx)
  return rows.length > 0
}

export async function dropEndedInvitations(db: Db): Promise<void> {
  await sql`delete from sign_in_invitation where expires_at < now()`.execute(db)
}
