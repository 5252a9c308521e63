import { PGlite } from '@electric-sql/pglite'
import { Pool } from 'pg'
import { gatherOne } from './gather-one.ts'

export type Row = { readonly id: string; readonly resource: string; readonly version: number }
export type NewRow = {
  readonly id: string
  readonly userName: string
  readonly externalId: string
  readonly resource: string
}

export type LimitStore = {
  create(row: NewRow): Promise<unknown>
  read(id: string): Promise<readonly Row[]>
  byUserName(userName: string): Promise<readonly Row[]>
  byExternalId(externalId: string): Promise<readonly Row[]>
  merge(id: string, attributes: string): Promise<readonly Row[]>
  replaceMail(id: string, value: string): Promise<readonly Row[]>
  list(offset: number, limit: number): Promise<readonly Row[]>
  /** The only process that writes can count by itself, so the limit does. */
  total(): number
}

const table = `
  create table people (id text primary key, user_name text not null, external_id text not null, resource text not null, version integer not null default 1);
  create unique index people_user_name on people (user_name);
  create index people_external_id on people (external_id);`

const statements = {
  create: 'insert into people (id, user_name, external_id, resource) values ($1, $2, $3, $4)',
  createAll:
    'insert into people (id, user_name, external_id, resource) select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])',
  read: 'select id, resource, version from people where id = $1',
  readAll: 'select id as key, id, resource, version from people where id = any($1::text[])',
  byUserName: 'select id, resource, version from people where user_name = $1',
  byUserNames: 'select user_name as key, id, resource, version from people where user_name = any($1::text[])',
  byExternalId: 'select id, resource, version from people where external_id = $1',
  byExternalIds: 'select external_id as key, id, resource, version from people where external_id = any($1::text[])',
  merge:
    'update people set resource = (resource::jsonb || $2::jsonb)::text, version = version + 1 where id = $1 returning id, resource, version',
  replaceMail: `update people set resource = jsonb_set(resource::jsonb, '{emails,0,value}', $2::jsonb)::text, version = version + 1 where id = $1 returning id, resource, version`,
  mergeAll:
    'update people p set resource = (resource::jsonb || v.value)::text, version = version + 1 from unnest($1::text[], $2::jsonb[]) as v (key, value) where id = v.key returning v.key, id, resource, version',
  replaceMails: `update people p set resource = jsonb_set(resource::jsonb, '{emails,0,value}', v.value)::text, version = version + 1 from unnest($1::text[], $2::jsonb[]) as v (key, value) where id = v.key returning v.key, id, resource, version`,
  list: 'select id, resource, version from people order by id limit $1 offset $2',
} as const

type Statement = keyof typeof statements
type Run = <R>(name: Statement, values: readonly unknown[]) => Promise<readonly R[]>

export async function openLimitStore(options: {
  url?: string | undefined
  folder?: string | undefined
  gathers: boolean
}): Promise<LimitStore> {
  const run = options.url === undefined ? await onPglite(options.folder) : await onPostgres(options.url)
  let total = 0
  const counted = (): void => void total++
  const single: LimitStore = {
    create: (row) => run('create', [row.id, row.userName, row.externalId, row.resource]).then(counted),
    read: (id) => run('read', [id]),
    byUserName: (userName) => run('byUserName', [userName]),
    byExternalId: (externalId) => run('byExternalId', [externalId]),
    merge: (id, attributes) => run('merge', [id, attributes]),
    replaceMail: (id, value) => run('replaceMail', [id, value]),
    list: (offset, limit) => run('list', [limit, offset]),
    total: () => total,
  }
  if (!options.gathers) return single
  const create = gatherOne(async (rows: readonly NewRow[]) => {
    await run(
      'createAll',
      (['id', 'userName', 'externalId', 'resource'] as const).map((name) => rows.map((row) => row[name])),
    )
    return rows
  })
  return {
    ...single,
    create: (row) => create(row).then(counted),
    read: gatherOne((ids) => keyed(run, 'readAll', ids)),
    byUserName: gatherOne((names) => keyed(run, 'byUserNames', names)),
    byExternalId: gatherOne((externalIds) => keyed(run, 'byExternalIds', externalIds)),
    merge: changes(run, 'mergeAll'),
    replaceMail: changes(run, 'replaceMails'),
  }
}

function changes(run: Run, name: Statement): (id: string, value: string) => Promise<readonly Row[]> {
  const change = gatherOne((all: readonly { id: string; value: string }[]) => {
    const ids = all.map(({ id }) => id)
    return keyed(run, name, ids, [all.map(({ value }) => value)])
  })
  return (id, value) => change({ id, value })
}

type Answers = readonly (readonly Row[])[]

async function keyed(
  run: Run,
  name: Statement,
  ...[keys, more = []]: [readonly string[], unknown[]?]
): Promise<Answers> {
  const rows = Map.groupBy(await run<Row & { key: string }>(name, [keys, ...more]), ({ key }) => key)
  return keys.map((key) => rows.get(key) ?? [])
}

async function onPostgres(url: string): Promise<Run> {
  const pool = new Pool({ connectionString: url, max: 16 })
  await pool.query(table)
  return async (name, values) => (await pool.query({ name, text: statements[name], values: [...values] })).rows
}

async function onPglite(folder: string | undefined): Promise<Run> {
  const pglite = await (folder === undefined ? PGlite.create() : PGlite.create({ dataDir: folder }))
  await pglite.exec(table)
  return async <R>(name: Statement, values: readonly unknown[]) =>
    (await pglite.query<R>(statements[name], [...values])).rows
}
