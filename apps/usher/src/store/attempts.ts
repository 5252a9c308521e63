/** Attempts to sign in: each is counted before it is looked at, and after so many that failed the next has to wait longer. */
import { sql } from 'kysely'
import type { Db, Store } from './directory.ts'

/** So many may fail before anybody waits; then one, two, four… seconds, at most so many. Forgotten after a quarter of an hour. */
const limits = {
  account: { free: 5, most: 60 },
  address: { free: 50, most: 60 },
  /** A browser with which the account was signed in to before: guessing elsewhere does not hold it up. */
  browser: { free: 5, most: 60 },
} as const
export type Of = keyof typeof limits

type Reading = Pick<Store, 'db' | 'tenant'>

/** Seconds until the next attempt may be made; 0: this one may, and is counted. */
export async function attempt({ db, tenant }: Reading, of: Of, name: string): Promise<number> {
  const { free, most } = limits[of]
  const key = keyOf(of, name)
  const wait = sql`(case when f.count < ${free}::int then 0
    else least(power(2, least(f.count - ${free}::int, 20)), ${most}::int) end - extract(epoch from clock_timestamp() - f.last_at))`
  const counted = await sql`
    insert into sign_in_failure as f (tenant_id, key, count, last_at) values (${tenant}::uuid, ${key}, 1, clock_timestamp())
    on conflict (tenant_id, key) do update set last_at = excluded.last_at,
      count = case when f.last_at < excluded.last_at - interval '15 minutes' then 1 else f.count + 1 end
    where ${wait} <= 0 returning 1`.execute(db)
  if (counted.rows.length > 0) return 0
  const { rows } = await sql<{ wait: number }>`select ceil(${wait})::int as wait from sign_in_failure f
    where tenant_id = ${tenant} and key = ${key}`.execute(db)
  return Math.max(1, rows[0]?.wait ?? 1)
}

/** It was no failure. */
export async function succeeded({ db, tenant }: Reading, of: Of, name: string): Promise<void> {
  const its = sql`tenant_id = ${tenant} and key = ${keyOf(of, name)}`
  // Of an address many sign in, so one who may says nothing of the others.
  if (of === 'address') await sql`update sign_in_failure set count = greatest(count - 1, 0) where ${its}`.execute(db)
  else await sql`delete from sign_in_failure where ${its}`.execute(db)
}

const keyOf = (of: Of, name: string): string => `${of}:${name.toLowerCase().slice(0, 300)}`

export async function dropOldAttempts(db: Db): Promise<void> {
  await sql`delete from sign_in_failure where last_at < now() - interval '1 hour'`.execute(db)
}
