/** Staged rows of a file, which become people page by page (inbound-people.ts). */
import type { GuardLimits, Instant } from '@usher/engine'
import { sql, type RawBuilder } from 'kysely'
import type { AppliedRow, ImportStore, SettledManager, SupersededRow } from '../import/import-store.ts'
import { rows } from './bulk.ts'
import { change, changeSome, type Db, type Store } from './directory.ts'
import { knownManagers, setManagers, settleWaiting } from './inbound-managers.ts'
import { decidePeople, knownPeople, lockPeople, writePeople } from './inbound-people.ts'
import { settleRemovals } from './inbound-removals.ts'
import { grown } from './statistics.ts'

const pageSize = 1000

/** As of a job for which nothing else is said. Null: a person has looked at the file, and agrees. */
export const usualLimits: GuardLimits = { threshold: 500, percent: 10 }
export const window = 40

export type ImportOptions = {
  readonly managers: boolean
  readonly limits?: GuardLimits | null
  readonly complete?: boolean
}

/**
 * `managers`: the mapping says who the manager is, so that an empty field takes the manager away. `complete`: whoever has an employeeId
 * and is not in the file is disabled, as far as the guard lets them be.
 */
export function importStore(
  store: Store,
  { managers, limits = usualLimits, complete = false }: ImportOptions,
): ImportStore {
  const { db, tenant } = store
  return {
    async begin(name) {
      const row = await db
        .insertInto('import')
        .values({ tenant_id: tenant, name })
        .returning('id')
        .executeTakeFirstOrThrow()
      return row.id
    },
    async stage(id, staged) {
      if (staged.length === 0) return
      const list = staged.map(({ row, line, key, attributes, onCreate, managerKey }) => ({
        row,
        line,
        key,
        attributes,
        created: onCreate ?? null,
        manager: managerKey ?? (managers ? '' : null),
      }))
      await sql`
        insert into import_row (tenant_id, import_id, row_number, line, key, attributes, on_create, manager_key)
        select ${tenant}::uuid, ${id}::uuid, r.row, r.line, r.key, r.attributes, r.created, r.manager
        from ${rows('"row" int, line int, key text, attributes jsonb, created jsonb, manager text', list)}`.execute(db)
      await grown(db, 'import_row', list.length)
    },
    superseded: (id) => superseded(store, id),
    apply: (id) => apply(store, id),
    removals: async (id) => {
      const at = new Date().toISOString() as Instant
      const of = { tenant, job: id }
      return change(store, async (trx) => {
        if (complete) await gatherAbsent(trx, of, at)
        return settleRemovals(trx, of, { limits, window, gathers: false, at })
      })
    },
    managers: (id) => settleManagers(store, id),
    async absent(id) {
      const { rows: found } = await sql<{ absent: number }>`
        select count(*)::int as absent from directory_user u
        where u.tenant_id = ${tenant} and u.deleted_at is null and u.employee_id is not null
          and not exists (select from import_row r where r.tenant_id = u.tenant_id and r.import_id = ${id} and r.key = u.employee_id)`.execute(
        db,
      )
      return found[0]?.absent ?? 0
    },
    async end(id) {
      await sql`delete from import_row where tenant_id = ${tenant} and import_id = ${id}`.execute(db)
      await sql`delete from look where tenant_id = ${tenant} and job_id = ${id}`.execute(db)
      await sql`update import set ended_at = now() where tenant_id = ${tenant} and id = ${id}`.execute(db)
    },
  }
}

export async function gatherAbsent(
  trx: Db,
  { tenant, job: id }: { tenant: string; job: string },
  at: Instant,
): Promise<void> {
  await sql`
    insert into look (tenant_id, job_id, object_type, object_id, why, since, next)
    select ${tenant}::uuid, ${id}, 'User', u.id::text, 'gathered', ${at}::timestamptz, ${at}::timestamptz from directory_user u
    where u.tenant_id = ${tenant} and u.deleted_at is null and u.account_enabled and u.employee_id is not null
      and not exists (select from import_row r where r.tenant_id = u.tenant_id and r.import_id = ${id}::uuid and r.key = u.employee_id)
    on conflict do nothing`.execute(trx)
}

/** Drops what an import left behind whose process died. Call it while no import can run. */
export async function dropStaged({ db, tenant }: Store): Promise<void> {
  await sql`delete from import_row where tenant_id = ${tenant}`.execute(db)
  await sql`delete from look where tenant_id = ${tenant}
    and job_id in (select id::text from import where tenant_id = ${tenant} and ended_at is null)`.execute(db)
}

async function* superseded({ db, tenant }: Store, id: string): AsyncGenerator<readonly SupersededRow[]> {
  let last = 0
  for (;;) {
    const { rows: page } = await sql<SupersededRow>`
      select r.row_number as "row", r.key, later.row_number as "byRow" from import_row r
      join lateral (select max(l.row_number) as row_number from import_row l
        where l.tenant_id = r.tenant_id and l.import_id = r.import_id and l.key = r.key) later on later.row_number > r.row_number
      where r.tenant_id = ${tenant} and r.import_id = ${id} and r.row_number > ${last}
      order by r.row_number limit ${pageSize}`.execute(db)
    if (page.length > 0) yield page
    const end = page.at(-1)
    if (end === undefined) return
    last = end.row
  }
}

/** A page of rows behind a key, of each key the last row. */
export function lastRows(tenant: string, id: string, key: string): RawBuilder<unknown> {
  return sql`select distinct on (key) key, attributes, on_create from import_row
    where tenant_id = ${tenant} and import_id = ${id} and key > ${key} order by key, row_number desc limit ${pageSize}`
}

async function* apply(store: Store, id: string): AsyncGenerator<readonly AppliedRow[]> {
  const { db, tenant } = store
  const at = new Date().toISOString()
  let last = ''
  for (;;) {
    const one = async (trx: Db) => {
      await lockPeople(trx, tenant)
      const known = await knownPeople(trx, tenant, lastRows(tenant, id, last))
      const decided = await decidePeople(trx, tenant, known)
      const written = await writePeople(trx, { tenant, job: id, at }, decided)
      return { end: known.at(-1), results: decided.results, written }
    }
    const page = await changeSome(store, one, ({ written }) => written.length > 0)
    if (page.end === undefined) return
    await grown(db, 'directory_user', page.written.length)
    await grown(db, 'directory_change', page.written.length)
    yield [...page.results, ...page.written]
    last = page.end.key
  }
}

async function* settleManagers(store: Store, id: string): AsyncGenerator<readonly SettledManager[]> {
  const { db, tenant } = store
  let last = ''
  for (;;) {
    const page = await knownManagers(
      db,
      tenant,
      sql`select distinct on (key) key, manager_key from import_row
        where tenant_id = ${tenant} and import_id = ${id} and key > ${last} order by key, row_number desc limit ${pageSize}`,
    )
    const end = page.at(-1)
    if (end === undefined) break
    if (page.some((one) => one.changed)) await change(store, (trx) => setManagers(trx, tenant, page))
    yield page.flatMap(({ key, userId, managerKey, managerId }) =>
      userId === null || managerKey === null || managerKey === ''
        ? []
        : [{ key, userId, managerKey, found: managerId !== null }],
    )
    last = end.key
  }
  await change(store, (trx) => settleWaiting(trx, tenant))
}
