/** Staged rows of an import, and how they become people. Everything in batches of one statement each. */
import type { Attributes, Json } from '@usher/scim'
import { sql } from 'kysely'
import type { AppliedRow, ImportStore, SettledManager, StagedRow, SupersededRow } from '../import/import-store.ts'
import { rows, texts, uuids } from './bulk.ts'
import { change, touch, type Db, type Store } from './directory.ts'
import { grown } from './statistics.ts'

const pageSize = 1000

/** `managers`: the mapping says who the manager is, so that an empty field takes the manager away. */
export function importStore(store: Store, { managers }: { readonly managers: boolean }): ImportStore {
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
      const list = staged.map(({ row, line, key, attributes, managerKey }) => ({
        row,
        line,
        key,
        attributes,
        manager: managerKey ?? (managers ? '' : null),
      }))
      await sql`
        insert into import_row (tenant_id, import_id, row_number, line, key, attributes, manager_key)
        select ${tenant}::uuid, ${id}::uuid, r.row, r.line, r.key, r.attributes, r.manager
        from ${rows('"row" int, line int, key text, attributes jsonb, manager text', list)}`.execute(db)
      await grown(db, 'import_row', list.length)
    },
    superseded: (id) => superseded(store, id),
    apply: (id) => apply(store, id),
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
      await sql`update import set ended_at = now() where tenant_id = ${tenant} and id = ${id}`.execute(db)
    },
  }
}

/** Drops what an import left behind whose process died. Call it while no import can run. */
export async function dropStaged({ db, tenant }: Store): Promise<void> {
  await sql`delete from import_row where tenant_id = ${tenant}`.execute(db)
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

type Staged = Pick<StagedRow, 'key' | 'attributes'> & {
  readonly id: string | null
  readonly upn: string | null
  readonly enabled: boolean | null
  readonly known: Attributes | null
}

async function* apply(store: Store, id: string): AsyncGenerator<readonly AppliedRow[]> {
  let last = ''
  for (;;) {
    const { rows: page } = await sql<Staged>`
      with batch as (
        select distinct on (key) key, attributes from import_row
        where tenant_id = ${store.tenant} and import_id = ${id} and key > ${last} order by key, row_number desc limit ${pageSize})
      select b.key, b.attributes, u.id, u.user_principal_name as upn, u.account_enabled as enabled, u.attributes as known
      from batch b left join lateral (
        select * from directory_user u where u.tenant_id = ${store.tenant} and u.employee_id = b.key and u.deleted_at is null
        order by u.created_at limit 1) u on true
      order by b.key`.execute(store.db)
    const end = page.at(-1)
    if (end === undefined) return
    yield await applyPage(store, page)
    last = end.key
  }
}

type Wanted = {
  readonly key: string
  readonly id: string | null
  readonly upn: string
  readonly enabled: boolean
  readonly attributes: Attributes
}

async function applyPage(store: Store, page: readonly Staged[]): Promise<readonly AppliedRow[]> {
  const results: AppliedRow[] = []
  const writes: Wanted[] = []
  const holders = await holdersOf(
    store.db,
    store.tenant,
    page.flatMap(({ attributes }) => textOf(attributes['userPrincipalName']) ?? []),
  )
  for (const row of page) {
    const wanted = want(row)
    if (wanted === null) {
      results.push({
        key: row.key,
        result: 'refused',
        reason: 'There is no userPrincipalName, and a new person needs one.',
      })
      continue
    }
    const holder = holders.get(wanted.upn.toLowerCase())
    if (holder !== undefined && holder !== (row.id ?? row.key)) {
      results.push({
        key: row.key,
        result: 'refused',
        reason: `The userPrincipalName ${wanted.upn} belongs to another person.`,
      })
      continue
    }
    holders.set(wanted.upn.toLowerCase(), row.id ?? row.key)
    if (row.id !== null && isEqual(row, wanted)) results.push({ key: row.key, result: 'unchanged', userId: row.id })
    else writes.push(wanted)
  }
  return writes.length === 0 ? results : [...results, ...(await write(store, writes))]
}

function want({ key, id, upn, enabled, attributes, known }: Staged): Wanted | null {
  const { userPrincipalName, accountEnabled, employeeId: _key, ...others } = attributes
  const name = textOf(userPrincipalName) ?? upn
  if (name === null) return null
  const merged = Object.entries({ ...known, ...others }).filter(([, value]) => value !== null && value !== '')
  return {
    key,
    id,
    upn: name,
    enabled: typeof accountEnabled === 'boolean' ? accountEnabled : (enabled ?? true),
    attributes: Object.fromEntries(merged),
  }
}

function isEqual(row: Staged, wanted: Wanted): boolean {
  return (
    row.upn === wanted.upn && row.enabled === wanted.enabled && sorted(row.known ?? {}) === sorted(wanted.attributes)
  )
}

const sorted = (attributes: Attributes): string =>
  JSON.stringify(Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1)))

async function holdersOf(db: Db, tenant: string, names: readonly string[]): Promise<Map<string, string>> {
  const { rows: found } = await sql<{ name: string; id: string }>`
    select lower(user_principal_name) as name, id from directory_user
    where tenant_id = ${tenant} and deleted_at is null and lower(user_principal_name) in ${texts(names.map((name) => name.toLowerCase()))}`.execute(
    db,
  )
  return new Map(found.map((row) => [row.name, row.id]))
}

async function write(store: Store, writes: readonly Wanted[]): Promise<readonly AppliedRow[]> {
  const columns = 'key text, id uuid, upn text, enabled boolean, attributes jsonb'
  const applied = await change(store, async (trx) => {
    const made = await sql<{ id: string; key: string }>`
      insert into directory_user (tenant_id, user_principal_name, employee_id, account_enabled, attributes)
      select ${store.tenant}::uuid, r.upn, r.key, r.enabled, r.attributes
      from ${rows(
        columns,
        writes.filter((one) => one.id === null),
      )}
      returning id, employee_id as key`.execute(trx)
    const changed = writes.filter((one) => one.id !== null)
    await sql`
      update directory_user u set user_principal_name = r.upn, account_enabled = r.enabled, attributes = r.attributes
      from ${rows(columns, changed)} where u.tenant_id = ${store.tenant} and u.id = r.id`.execute(trx)
    const ids = [...made.rows.map((row) => row.id), ...changed.map((one) => one.id ?? '')]
    await touch(trx, store.tenant, uuids(ids))
    return [
      ...made.rows.map(({ key, id }) => ({ key, result: 'created' as const, userId: id })),
      ...changed.map(({ key, id }) => ({ key, result: 'updated' as const, userId: id ?? '' })),
    ]
  })
  await grown(store.db, 'directory_user', writes.length)
  await grown(store.db, 'directory_change', writes.length)
  return applied
}

type Settling = { key: string; userId: string; managerKey: string; managerId: string | null; changed: boolean }

async function* settleManagers(store: Store, id: string): AsyncGenerator<readonly SettledManager[]> {
  const { tenant } = store
  let last = ''
  for (;;) {
    const { rows: page } = await sql<Settling>`
      with batch as (
        select distinct on (key) key, manager_key from import_row
        where tenant_id = ${tenant} and import_id = ${id} and key > ${last} order by key, row_number desc limit ${pageSize})
      select b.key, u.id as "userId", b.manager_key as "managerKey", m.id as "managerId",
        u.id is not null and b.manager_key is not null and (u.manager_id is distinct from m.id
          or u.manager_key is distinct from case when m.id is null then nullif(b.manager_key, '') end) as changed
      from batch b
      left join lateral (select * from directory_user u where u.tenant_id = ${tenant} and u.employee_id = b.key
        and u.deleted_at is null order by u.created_at limit 1) u on true
      left join lateral (select * from directory_user m where m.tenant_id = ${tenant} and m.employee_id = b.manager_key
        and m.deleted_at is null and m.id is distinct from u.id order by m.created_at limit 1) m on true
      order by b.key`.execute(store.db)
    const end = page.at(-1)
    if (end === undefined) break
    const changed = page.filter((one) => one.changed)
    if (changed.length > 0) await setManagers(store, changed)
    yield page
      .filter((one) => one.userId !== null && one.managerKey !== null && one.managerKey !== '')
      .map(({ key, userId, managerKey, managerId }) => ({ key, userId, managerKey, found: managerId !== null }))
    last = end.key
  }
  await settleWaiting(store)
}

async function setManagers(store: Store, changed: readonly Settling[]): Promise<void> {
  await change(store, async (trx) => {
    await sql`
      update directory_user u set manager_id = r."managerId",
        manager_key = case when r."managerId" is null then nullif(r."managerKey", '') end
      from ${rows('"userId" uuid, "managerId" uuid, "managerKey" text', changed)}
      where u.tenant_id = ${store.tenant} and u.id = r."userId"`.execute(trx)
    await touch(trx, store.tenant, uuids(changed.map((one) => one.userId)))
  })
}

/** People whose manager was not known when they came, and is now. */
async function settleWaiting(store: Store): Promise<void> {
  await change(store, async (trx) => {
    const settled = await sql<{ id: string }>`
      update directory_user u set manager_id = m.id, manager_key = null from directory_user m
      where u.tenant_id = ${store.tenant} and m.tenant_id = u.tenant_id and m.employee_id = u.manager_key
        and m.deleted_at is null and m.id <> u.id returning u.id`.execute(trx)
    if (settled.rows.length > 0) await touch(trx, store.tenant, uuids(settled.rows.map((row) => row.id)))
  })
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
