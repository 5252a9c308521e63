/** Links by which somebody chooses their password, once. */
import { sql, type RawBuilder } from 'kysely'
import type { Db, Store } from './directory.ts'
import { secretOf } from './named-secret.ts'
import { hashOf } from './oidc-entities.ts'

type Reading = Pick<Store, 'db' | 'tenant'>
/**
 * For whom: somebody who is there (`userId`), one who will be made by that name, or whoever opens the link and says who they
 * are (both null). By id, since a name can be given to somebody else. `roleId`: a directory role that they get.
 */
export type Invitation = {
  readonly userId: string | null
  readonly userPrincipalName: string | null
  readonly roleId: string | null
}

const hours = 24

/** What is to stand in the link; it replaces links that the same person has. */
export async function invite(
  { db, tenant }: Reading,
  { userId, userPrincipalName, roleId }: Invitation,
): Promise<string> {
  const secret = secretOf(tenant)
  await sql`delete from sign_in_invitation where tenant_id = ${tenant} and (user_id = ${userId}::uuid
    or lower(user_principal_name) is not distinct from ${userPrincipalName?.toLowerCase() ?? null})`.execute(db)
  await sql`insert into sign_in_invitation (tenant_id, hash, user_id, user_principal_name, role_id, expires_at, roles)
    values (${tenant}::uuid, ${hashOf(secret)}, ${userId}::uuid, ${userPrincipalName}, ${roleId}::uuid,
      now() + ${hours} * interval '1 hour', (select array_agg(r.role_id) from (${rolesOf(tenant, sql`${userId}::uuid`)}) r))`.execute(
    db,
  )
  return secret
}

/** What somebody has, by groups too. */
const rolesOf = (tenant: string, user: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select a.role_id from role_assignment a where a.tenant_id = ${tenant} and (a.principal_id = ${user}
    or a.principal_id in (select m.group_id from group_member m where m.tenant_id = ${tenant} and m.member_id = ${user}))`

/** Of a person who came to a directory role since, it ends: whoever made it may not do what they may now. */
const live = (tenant: string): RawBuilder<boolean> => sql<boolean>`(i.expires_at > now() and not exists (
  select from (${rolesOf(tenant, sql`i.user_id`)}) now where now.role_id <> all(coalesce(i.roles, '{}'))))`

/** Null when there is none, it has ended, or it was used. The name is as it is now. */
export async function invitation({ db, tenant }: Reading, secret: string): Promise<Invitation | null> {
  const { rows } = await sql<Invitation>`
    select i.user_id as "userId", coalesce(u.user_principal_name, i.user_principal_name) as "userPrincipalName", i.role_id as "roleId"
    from sign_in_invitation i left join directory_user u on u.tenant_id = i.tenant_id and u.id = i.user_id
    where i.tenant_id = ${tenant} and i.hash = ${hashOf(secret)} and ${live(tenant)}`.execute(db)
  return rows[0] ?? null
}

/** True for one of those who use it at the same time. */
export async function useInvitation(trx: Db, tenant: string, secret: string): Promise<boolean> {
  const { rows } = await sql`delete from sign_in_invitation i
    where i.tenant_id = ${tenant} and i.hash = ${hashOf(secret)} and ${live(tenant)} returning 1`.execute(trx)
  return rows.length > 0
}

export async function dropEndedInvitations(db: Db): Promise<void> {
  await sql`delete from sign_in_invitation where expires_at < now()`.execute(db)
}
