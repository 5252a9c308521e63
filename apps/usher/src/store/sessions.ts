/** Sessions of browsers, by the hash of what their cookie holds. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Store } from './directory.ts'
import { hashOf } from './oidc-entities.ts'

type Reading = Pick<Store, 'db' | 'tenant'>

/** Hours after which somebody signs in again, whatever they did meanwhile. */
const hours = 12

/** What the cookie is to hold. */
export async function beginSession({ db, tenant }: Reading, user: string): Promise<string> {
  const id = randomBytes(32).toString('base64url')
  await sql`insert into sign_in_session (tenant_id, hash, user_id, expires_at)
    values (${tenant}::uuid, ${hashOf(id)}, ${user}::uuid, now() + ${hours} * interval '1 hour')`.execute(db)
  return id
}

/** Whose it is; null when it has ended, or began before what they sign in with was changed. */
export async function sessionUser({ db, tenant }: Reading, id: string): Promise<string | null> {
  const { rows } = await sql<{ user: string }>`
    select s.user_id as user from sign_in_session s
    left join local_account l on l.tenant_id = s.tenant_id and l.user_id = s.user_id
    where s.tenant_id = ${tenant} and s.hash = ${hashOf(id)} and s.expires_at > now()
      and (l.valid_from is null or s.created_at >= l.valid_from)`.execute(db)
  return rows[0]?.user ?? null
}

export async function endSession({ db, tenant }: Reading, id: string): Promise<void> {
  await sql`delete from sign_in_session where tenant_id = ${tenant} and hash = ${hashOf(id)}`.execute(db)
}

export async function dropEndedSessions(db: Db): Promise<void> {
  await sql`delete from sign_in_session where expires_at < now()`.execute(db)
}
