/** Removes a directory with everything in it. Accounts in applications are left alone: nobody is told. */
import { sql } from 'kysely'
import { listDirectories, oneAtATime } from './directories.ts'
import { Wrong, type Db } from './directory.ts'

/** How many of each would be lost. */
export type Lost = {
  readonly people: number
  readonly groups: number
  readonly applications: number
  readonly jobs: number
  /** Accounts in applications that Usher knows to be somebody's; they stay there, and nobody looks after them any more. */
  readonly accounts: number
  readonly logLines: number
  readonly acts: number
}

const live = sql`deleted_at is null`
const counted = {
  people: { table: 'directory_user', where: live },
  groups: { table: 'directory_group', where: live },
  // What comes with every directory is nobody's loss.
  applications: { table: 'application', where: sql`deleted_at is null and template_id is not null` },
  jobs: { table: 'job', where: sql`true` },
  accounts: { table: 'link', where: sql`target_id is not null` },
  logLines: { table: 'provisioning_log', where: sql`true` },
  acts: { table: 'audit_log', where: sql`true` },
} as const satisfies Record<keyof Lost, object>

/** Nothing is removed. */
export async function whatIsLost(db: Db, tenant: string): Promise<Lost> {
  const counts = Object.entries(counted).map(([, { table, where }]) => sql`(select count(*)::int from ${sql.table(table)} where tenant_id = ${tenant} and ${where})`) // prettier-ignore
  const { rows } = await sql<{ counts: readonly number[] }>`select array[${sql.join(counts)}] as counts`.execute(db)
  const found = rows[0]?.counts ?? []
  return Object.fromEntries(Object.keys(counted).map((of, at) => [of, found[at] ?? 0])) as Lost
}

/** Throws `Wrong` (conflict) when it is the last one. */
export async function refuseLast(db: Db, tenant: string): Promise<void> {
  const left = (await listDirectories(db)).filter(({ id }) => id !== tenant)
  if (left.length === 0)
    throw new Wrong('conflict', 'This is the last directory, and a service has one. Add another first.')
}

/**
 * Ends all work on it: no job runs, nobody signs in, no process serves it. What is left is `dropDirectory`.
 *
 * Throws `Wrong` (conflict) when it is the last one.
 */
export async function endDirectory(db: Db, tenant: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await oneAtATime(trx)
    await refuseLast(trx, tenant)
    await sql`update tenant set removed_at = now() where tenant_id = ${tenant}`.execute(trx)
    // Whoever runs a cycle of it, in whichever process, ends it after the objects in flight.
    await sql`update job set state = 'Paused' where tenant_id = ${tenant}`.execute(trx)
  })
}

/** Every table that has rows of directories. */
export async function tablesOfDirectories(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ table: string }>`
    select c.relname as table from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and not a.attisdropped order by c.relname = 'tenant', c.relname`.execute(db)
  return rows.map(({ table }) => table)
}

/** Takes every row of it, all or nothing. Its people who are guests elsewhere cannot sign in there any more. */
export async function dropDirectory(db: Db, tenant: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const table of await tablesOfDirectories(trx))
      await sql`delete from ${sql.table(table)} where tenant_id = ${tenant}`.execute(trx)
  })
}

/** Those that were removed so many seconds ago, and that nobody works on any more: no cycle of theirs, no part of one. */
export async function endedDirectories(db: Db, seconds: number): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select t.tenant_id as id from tenant t where t.removed_at <= now() - ${seconds} * interval '1 second' and not exists (
      select from job j where j.tenant_id = t.tenant_id and j.lease_until > now() union all
      select from shard s where s.tenant_id = t.tenant_id and s.lease_until > now())`.execute(db)
  return rows.map(({ id }) => id)
}
