/** What people of the directory sign in with here: a password, a second factor; and since when that counts. */
import { sql } from 'kysely'
import { isUuid, type Db, type Store } from './directory.ts'

type Reading = Pick<Store, 'db' | 'tenant'>
export type LocalAccount = {
  readonly userId: string
  readonly userPrincipalName: string
  readonly passwordHash: string | null
  /** Encrypted; null: no second factor. */
  readonly totp: string | null
}

/** By userPrincipalName or id, of somebody who is not deleted nor disabled; null: there is nobody, or they have no account here, as guests. */
export async function localAccount({ db, tenant }: Reading, who: string): Promise<LocalAccount | null> {
  const is = isUuid(who) ? sql`u.id = ${who}` : sql`lower(u.user_principal_name) = ${who.toLowerCase()}`
  const { rows } = await sql<LocalAccount>`
    select u.id as "userId", u.user_principal_name as "userPrincipalName", l.password_hash as "passwordHash", l.totp
    from directory_user u join local_account l on l.tenant_id = u.tenant_id and l.user_id = u.id
    where u.tenant_id = ${tenant} and ${is} and u.deleted_at is null and u.account_enabled
      and not exists (select from guest g where g.tenant_id = u.tenant_id and g.user_id = u.id)`.execute(db)
  return rows[0] ?? null
}

/** A new password ends what was signed in with the old one. */
export async function savePassword(trx: Db, tenant: string, userId: string, hash: string): Promise<void> {
  const { rows } = await sql<{ had: boolean }>`select password_hash is not null as had from local_account
    where tenant_id = ${tenant} and user_id = ${userId}`.execute(trx)
  await sql`
    insert into local_account (tenant_id, user_id, password_hash) values (${tenant}::uuid, ${userId}::uuid, ${hash})
    on conflict (tenant_id, user_id) do update set password_hash = excluded.password_hash, changed_at = now()`.execute(
    trx,
  )
  if (rows[0]?.had === true) await revokeSignIns({ db: trx, tenant }, userId)
}

/** Whoever has their tokens, sessions and refresh tokens is asked to sign in again. */
export async function revokeSignIns({ db, tenant }: Reading, userId: string): Promise<void> {
  await sql`insert into local_account (tenant_id, user_id, valid_from) values (${tenant}::uuid, ${userId}::uuid, now())
    on conflict (tenant_id, user_id) do update set valid_from = now()`.execute(db)
  // What they signed in to as a guest, too.
  const theirs = sql`(select ${tenant}::uuid, ${userId}::uuid union all
    select tenant_id, user_id from guest where home_tenant_id = ${tenant} and home_user_id = ${userId})`
  await sql`delete from oidc_entity where (tenant_id, account_id) in ${theirs}`.execute(db)
  await sql`delete from sign_in_session where (tenant_id, user_id) in ${theirs}`.execute(db)
}

/** `sealed` null: none any more. */
export async function saveSecondFactor({ db, tenant }: Reading, userId: string, sealed: string | null): Promise<void> {
  await sql`
    insert into local_account (tenant_id, user_id, totp) values (${tenant}::uuid, ${userId}::uuid, ${sealed})
    on conflict (tenant_id, user_id) do update set totp = excluded.totp, totp_step = null, changed_at = now()`.execute(
    db,
  )
}

/** A code counts once: false when this step, or a later one, was used already. */
export async function useStep({ db, tenant }: Reading, userId: string, step: number): Promise<boolean> {
  const { rows } =
    await sql`update local_account set totp_step = ${step} where tenant_id = ${tenant} and user_id = ${userId}
    and (totp_step is null or totp_step < ${step}) returning 1`.execute(db)
  return rows.length > 0
}

/** Forgets accounts of people who are gone for good. */
export async function dropOrphans(db: Db): Promise<void> {
  for (const table of ['local_account', 'sign_in_link', 'sign_in_session'] as const)
    await sql`delete from ${sql.table(table)} l where not exists (select from directory_user u
      where u.tenant_id = l.tenant_id and u.id = l.user_id)`.execute(db)
}
