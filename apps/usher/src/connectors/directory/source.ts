/** The directory as a source: entries as they are now, and a feed that cannot lose a change. */
import type { Assignment, Entry, Page, Source, Watermark } from '@usher/engine'
import type { Ref } from '@usher/scim'
import { sql } from 'kysely'
import { uuids } from '../../store/bulk.ts'
import { isUuid, type Store } from '../../store/directory.ts'
import { toUser } from '../../store/users.ts'
import { toObject } from './attributes.ts'
import { computed, isOfManager, nothingComputed, type Wanted } from './computed.ts'

const pageSize = 500

/**
 * Where the feed stands: every transaction before `xmin` is over, and its changes were read.
 *
 * Only good for the database that made it: transaction numbers mean nothing elsewhere.
 */
type Mark = { readonly system: string; readonly database: string; readonly xmin: string }

/** The people of a directory, as one application sees them; `wanted` says which computed attributes are read. */
export function directorySource(store: Store, application: string, wanted: Wanted = nothingComputed): Source {
  const reading = { store, application, wanted }
  return {
    async *changes({ after }) {
      const mark = await currentMark(store)
      const from = after === null ? null : readMark(after)
      yield* from === null ? everything(reading, mark) : since(reading, from.xmin, mark)
    },
    read: (refs) => read(reading, refs),
  }
}

type Reading = { readonly store: Store; readonly application: string; readonly wanted: Wanted }

/** Whether a watermark was made by this database; another one means that an initial cycle is needed. */
export async function isOurs(store: Store, watermark: Watermark): Promise<boolean> {
  const mark = await currentMark(store)
  const other = readMark(watermark)
  return mark.system === other.system && mark.database === other.database
}

async function* everything(reading: Reading, mark: Mark): AsyncGenerator<Page> {
  const { store } = reading
  const counted = await sql<{ total: number }>`
    select count(*)::int as total from directory_change where tenant_id = ${store.tenant} and object_type = 'User'`.execute(
    store.db,
  )
  const total = counted.rows[0]?.total ?? 0
  let last = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      select object_id as id from directory_change
      where tenant_id = ${store.tenant} and object_type = 'User' and object_id > ${last}
      order by object_id limit ${pageSize}`.execute(store.db)
    yield {
      entries: await readUsers(
        reading,
        rows.map((row) => row.id),
      ),
      watermark: toWatermark(mark),
      total,
    }
    const end = rows.at(-1)
    if (end === undefined || rows.length < pageSize) return
    last = end.id
  }
}

async function* since(reading: Reading, xmin: string, mark: Mark): AsyncGenerator<Page> {
  const { store, wanted } = reading
  const withReports = [...wanted.reads].some(isOfManager)
  let last = { xid: xmin, id: '00000000-0000-0000-0000-000000000000' }
  for (;;) {
    // Everything visible is read; the mark moves only to the oldest transaction still open anywhere on the server,
    // so that what commits late is seen next time, and nobody waits for a stranger's transaction.
    const { rows } = await sql<{ xid: string; id: string }>`
      select xid::text as xid, object_id as id from directory_change
      where tenant_id = ${store.tenant} and object_type = 'User'
        and xid >= ${last.xid}::text::xid8 and (xid > ${last.xid}::text::xid8 or object_id > ${last.id})
      order by xid, object_id limit ${pageSize}`.execute(store.db)
    const changed = rows.map((row) => row.id)
    const ids = withReports ? [...changed, ...(await reportsOf(store, changed, xmin))] : changed
    for (let start = 0; start < Math.max(1, ids.length); start += pageSize) {
      const entries = await readUsers(reading, ids.slice(start, start + pageSize))
      yield { entries, watermark: toWatermark(mark) }
    }
    const end = rows.at(-1)
    if (end === undefined || rows.length < pageSize) return
    last = end
  }
}

/**
 * Whoever has one of these as a manager: a scoping expression may ask about the manager.
 *
 * Without those who changed themselves since then, who come by themselves: pages are planned ahead of each other, so
 * that nobody may stand on two of them.
 */
async function reportsOf(store: Store, managers: readonly string[], xmin: string): Promise<readonly string[]> {
  if (managers.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    select id from directory_user u where tenant_id = ${store.tenant} and manager_id in ${uuids(managers)}
      and not exists (select from directory_change c where c.tenant_id = u.tenant_id and c.object_type = 'User'
        and c.object_id = u.id and c.xid >= ${xmin}::text::xid8)`.execute(store.db)
  return rows.map(({ id }) => id)
}

async function read(reading: Reading, refs: readonly Ref[]): Promise<readonly Entry[]> {
  const wanted = [...new Set(refs.map((ref) => ref.id))]
  const known = await readUsers(reading, wanted.filter(isUuid))
  const others = wanted.filter((id) => !isUuid(id))
  const unknown = others.map((id) => ({ ref: { type: 'User', id }, object: null, assignments: [] }))
  return [...known, ...unknown]
}

async function readUsers({ store, application, wanted }: Reading, ids: readonly string[]): Promise<readonly Entry[]> {
  if (ids.length === 0) return []
  const [users, assignments] = await Promise.all([
    store.db
      .selectFrom('directory_user')
      .selectAll()
      .where('tenant_id', '=', store.tenant)
      .where(sql<boolean>`id in ${uuids(ids)}`)
      .execute(),
    assignmentsOf(store, application, ids),
  ])
  const byId = new Map(users.map((row) => [row.id, toUser(row)]))
  const more = await computed(store, wanted, { users: [...byId.values()], assignments })
  return ids.map((id) => {
    const user = byId.get(id)
    const object = user === undefined ? null : more === null ? toObject(user) : { ...toObject(user), ...more(user) }
    return { ref: { type: 'User', id }, object, assignments: assignments.get(id) ?? [] }
  })
}

async function assignmentsOf(
  store: Store,
  application: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly Assignment[]>> {
  const { rows } = await sql<{ id: string; role: string; type: string; via: string }>`
    select a.principal_id as id, a.app_role_id as role, 'User' as type, a.principal_id as via
    from app_role_assignment a
    where a.tenant_id = ${store.tenant} and a.application_id = ${application} and a.principal_type = 'User'
      and a.principal_id in ${uuids(ids)}
    union all
    select m.member_id, a.app_role_id, 'Group', a.principal_id
    from app_role_assignment a
    join directory_group g on g.tenant_id = a.tenant_id and g.id = a.principal_id and g.security_enabled and g.deleted_at is null
    join group_member m on m.tenant_id = a.tenant_id and m.group_id = g.id
    where a.tenant_id = ${store.tenant} and a.application_id = ${application} and a.principal_type = 'Group'
      and m.member_id in ${uuids(ids)}
    order by 1, 4, 2`.execute(store.db)
  const result = new Map<string, Assignment[]>()
  for (const { id, role, type, via } of rows) {
    const assignment = { appRoleId: role, via: { type, id: via } }
    const list = result.get(id)
    if (list === undefined) result.set(id, [assignment])
    else list.push(assignment)
  }
  return result
}

async function currentMark(store: Store): Promise<Mark> {
  const { rows } = await sql<Mark>`
    select (select system_identifier::text from pg_control_system()) as system,
      (select oid::text from pg_database where datname = current_database()) as database,
      pg_snapshot_xmin(pg_current_snapshot())::text as xmin`.execute(store.db)
  return rows[0] as Mark
}

function toWatermark(mark: Mark): Watermark {
  return JSON.stringify(mark) as Watermark
}

function readMark(watermark: Watermark): Mark {
  return JSON.parse(watermark) as Mark
}
