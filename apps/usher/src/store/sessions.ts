/** Sessions of browsers, by the hash of what their cookie holds. */
import { sql } from 'kysely'
import type { Db, Store } from './directory.ts'
import { secretOf } from './named-secret.ts'
import { hashOf } from './oidc-entities.ts'

type Reading = Pick<Store, 'db' | 'tenant'>

/** Hours after which somebody signs in again, whatever they did meanwhile. */
const hours = 12

/** What the cookie is to hold. */
export async function beginSession({ db, tenant }: Reading, user: string): Promise<string> {
  const id = secretOf(tenant)
  await sql`insert into sign_in_session (tenant_id, hash, user_id, expires_at)
    values (${tenant}::uuid, ${hashOf(id)}, ${user}::uuid, now() + ${hours} * interval '1 hour')`.execute(db)
  return id
}

/** Whose it is; null when it has ended, or began before what they sign in with was changed. */
export async function sessionUser({ db, tenant }: Reading, id: string): Promise<string | null> {
  const { rows } = await sql<{ user: string }>`
    select s.user_id as user from sign_in_session s
    left join local_account l on l.tenant_id = s.tenant_id and l.user_id = s.user_id
    left join guest g on g.tenant_id = s.tenant_id and g.user_id = s.user_id
    left join local_account h on h.tenant_id = g.home_tenant_id and h.user_id = g.home_user_id
    where s.tenant_id = ${tenant} and s.hash = ${hashOf(id)} and s.expires_at > now()
      and s.created_at >= coalesce(greatest(l.valid_from, h.valid_from), s.created_at)`.execute(db)
  return rows[0]?.user ?? null
}

export async function endSession({ db, tenant }: Reading, id: string): Promise<void> {
  await sql`delete from sign_in_session where tenant_id = ${tenant} and hash = ${hashOf(id)}`.execute(db)
}

export async function dropEndedSessions(db: Db): Promise<void> {
  await sql`delete from sign_in_session where expires_at < now()`.execute(db)
}
