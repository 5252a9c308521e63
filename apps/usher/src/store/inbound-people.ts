/**
 * How rows of an import, and people who were sent, become people of the directory: found by employeeId, made or changed in batches of
 * one statement each. Whoever would be disabled is gathered, and the guard decides (inbound-removals.ts).
 */
import type { Attributes, Json } from '@usher/scim'
import { sql, type RawBuilder } from 'kysely'
import type { AppliedRow, Written } from '../import/import-store.ts'
import { rows, texts, uuids } from './bulk.ts'
import { touch, type Db } from './directory.ts'
import { forgetRemovals, gatherRemovals } from './inbound-removals.ts'

/** `batch`: rows of key, attributes and on_create, each key once. */
export type Known = {
  readonly key: string
  readonly attributes: Attributes
  readonly onCreate: Attributes | null
  readonly id: string | null
  readonly upn: string | null
  readonly enabled: boolean | null
  readonly known: Attributes | null
}

/** Who in the directory each row of a batch is about, by key. */
export async function knownPeople(db: Db, tenant: string, batch: RawBuilder<unknown>): Promise<readonly Known[]> {
  const { rows: page } = await sql<Known>`
    with batch as (${batch})
    select b.key, b.attributes, b.on_create as "onCreate", u.id, u.user_principal_name as upn, u.account_enabled as enabled, u.attributes as known
    from batch b left join lateral (
      select * from directory_user u where u.tenant_id = ${tenant} and u.employee_id = b.key and u.deleted_at is null
      order by u.created_at limit 1) u on true
    order by b.key`.execute(db)
  return page
}

type Wanted = {
  readonly key: string
  readonly id: string | null
  readonly upn: string
  readonly enabled: boolean
  readonly attributes: Attributes
  readonly removes: boolean
  readonly written: readonly Written[]
}
export type Decided = {
  readonly results: readonly AppliedRow[]
  readonly writes: readonly Wanted[]
  readonly enabled: readonly string[]
}

/** What becomes of each; nothing is written. */
export async function decidePeople(db: Db, tenant: string, page: readonly Known[]): Promise<Decided> {
  const results: AppliedRow[] = []
  const writes: Wanted[] = []
  const names = page.flatMap(({ attributes, onCreate }) => textOf(nameIn(attributes, onCreate)) ?? [])
  const holders = await holdersOf(db, tenant, names)
  for (const row of page) {
    const wanted = want(row)
    if (wanted === null) {
      const reason = 'There is no userPrincipalName, and a new person needs one.'
      results.push({ key: row.key, result: 'refused', reason })
      continue
    }
    const holder = holders.get(wanted.upn.toLowerCase())
    if (holder !== undefined && holder !== (row.id ?? row.key)) {
      const reason = `The userPrincipalName ${wanted.upn} belongs to another person.`
      results.push({ key: row.key, result: 'refused', reason })
      continue
    }
    holders.set(wanted.upn.toLowerCase(), row.id ?? row.key)
    if (row.id !== null && wanted.written.length === 0 && !wanted.removes)
      results.push({ key: row.key, result: 'unchanged', userId: row.id })
    else writes.push(wanted)
  }
  const enabled = page.flatMap(({ id, attributes }) =>
    id !== null && attributes['accountEnabled'] === true ? [id] : [],
  )
  return { results, writes, enabled }
}

const nameIn = (attributes: Attributes, onCreate: Attributes | null): Json | undefined =>
  attributes['userPrincipalName'] ?? onCreate?.['userPrincipalName']

function want(row: Known): Wanted | null {
  const { key, id, upn, known } = row
  const given = id === null ? { ...row.onCreate, ...row.attributes } : row.attributes
  const { userPrincipalName, accountEnabled, employeeId: _key, ...others } = given
  const name = textOf(userPrincipalName) ?? upn
  if (name === null) return null
  const merged = Object.entries({ ...known, ...others }).filter(([, value]) => value !== null && value !== '')
  const said = typeof accountEnabled === 'boolean' ? accountEnabled : (row.enabled ?? true)
  // Whoever is there and enabled is disabled when the guard lets it.
  const removes = row.enabled === true && !said
  const wanted = { key, id, upn: name, enabled: removes || said, attributes: Object.fromEntries(merged), removes }
  return { ...wanted, written: writtenOf(row, wanted) }
}

function writtenOf({ key, id, upn, enabled, known }: Known, wanted: Omit<Wanted, 'written'>): readonly Written[] {
  const before: Attributes = { ...known, ...(upn !== null && { userPrincipalName: upn }), ...(enabled !== null && { accountEnabled: enabled }) } // prettier-ignore
  const after: Attributes = { ...wanted.attributes, userPrincipalName: wanted.upn, accountEnabled: wanted.enabled }
  const news: readonly Written[] = id === null ? [['employeeId', null, key]] : []
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted()
  return [
    ...news,
    ...paths.flatMap((path): readonly Written[] => {
      const [from, to] = [shown(before[path]), shown(after[path])]
      return from === to ? [] : [[path, from, to]]
    }),
  ]
}

function shown(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

async function holdersOf(db: Db, tenant: string, names: readonly string[]): Promise<Map<string, string>> {
  const { rows: found } = await sql<{ name: string; id: string }>`
    select lower(user_principal_name) as name, id from directory_user
    where tenant_id = ${tenant} and deleted_at is null and lower(user_principal_name) in ${texts(names.map((name) => name.toLowerCase()))}`.execute(
    db,
  )
  return new Map(found.map((row) => [row.name, row.id]))
}

/** Of whose import; what it disables is looked for under this job. */
type Of = { readonly tenant: string; readonly job: string; readonly at: string }

/** Writes what was decided, in the transaction. */
export async function writePeople(
  trx: Db,
  of: Of,
  { writes, enabled }: Pick<Decided, 'writes' | 'enabled'>,
): Promise<readonly AppliedRow[]> {
  const { tenant } = of
  await forgetRemovals(trx, of, enabled)
  if (writes.length === 0) return []
  const columns = 'key text, id uuid, upn text, enabled boolean, attributes jsonb'
  const plain = (list: readonly Wanted[]) =>
    rows(columns, list.map(({ key, id, upn, enabled: on, attributes }) => ({ key, id, upn, enabled: on, attributes }))) // prettier-ignore
  const made = await sql<{ id: string; key: string }>`
    insert into directory_user (tenant_id, user_principal_name, employee_id, account_enabled, attributes)
    select ${tenant}::uuid, r.upn, r.key, r.enabled, r.attributes
    from ${plain(writes.filter((one) => one.id === null))}
    returning id, employee_id as key`.execute(trx)
  const changed = writes.filter((one) => one.id !== null && one.written.length > 0)
  await sql`
    update directory_user u set user_principal_name = r.upn, account_enabled = r.enabled, attributes = r.attributes
    from ${plain(changed)} where u.tenant_id = ${tenant} and u.id = r.id`.execute(trx)
  const ids = [...made.rows.map((row) => row.id), ...changed.map((one) => one.id ?? '')]
  if (ids.length > 0) await touch(trx, tenant, uuids(ids))
  const removed = writes.flatMap(({ id, removes }) => (id !== null && removes ? [id] : []))
  await gatherRemovals(trx, of, removed)
  const newcomers = new Map(made.rows.map(({ key, id }) => [key, id]))
  return writes.map(({ key, id, removes, written }) => ({
    key,
    result: id === null ? ('created' as const) : ('updated' as const),
    userId: id ?? newcomers.get(key) ?? '',
    written,
    ...(removes && { removes }),
  }))
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
