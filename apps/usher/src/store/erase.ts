/**
 * Forgets a person: what they are called, and what was written about them, everywhere that Usher keeps it.
 *
 * What stays is an id that leads nowhere: of an act in the audit log, and of a deletion in the change feed.
 */
import { sql, type RawBuilder } from 'kysely'
import { forgetExchanges } from './erase-exchanges.ts'
import { type Db, type Store } from './directory.ts'
import { deleteUser, purgeUser } from './user-life.ts'
import type { User } from './users.ts'

/** How many rows were erased, or rewritten, by what they are part of. */
export type Erased = Readonly<Record<string, number>>
/** By what somebody is found in texts. */
type Traces = { readonly tenant: string; readonly id: string; readonly names: readonly string[] }

/** Whole rows about the person, and those in which somebody else's row names them. */
type Erasure = {
  readonly of: string
  readonly table: string
  /** Rows that go. */
  readonly rows?: (traces: Traces) => RawBuilder<boolean>
  /** Columns in which their names are struck out of the other rows; of JSON and of text. */
  readonly texts?: readonly string[]
}

const isObject = ({ id }: Traces): RawBuilder<boolean> => sql<boolean>`object_id = ${id}`

const isUser = ({ id }: Traces): RawBuilder<boolean> => sql<boolean>`user_id = ${id}::uuid`

/** One row for each place. A new table that says something of people needs one. */
export const erasures: readonly Erasure[] = [
  { of: 'links', table: 'link', rows: isObject },
  { of: 'links', table: 'member_link', rows: ({ id }) => sql<boolean>`member_id = ${id}` },
  { of: 'links', table: 'reference_use', rows: ({ id }) => sql<boolean>`object_id = ${id} or of_id = ${id}` },
  { of: 'looks', table: 'look', rows: isObject, texts: ['error'] },
  { of: 'log', table: 'provisioning_log', rows: isObject, texts: ['facts', 'exchanges', 'display_name'] },
  { of: 'plans', table: 'plan', texts: ['actor'] },
  { of: 'plans', table: 'plan_change', rows: isObject, texts: ['shown', 'members', 'display_name'] },
  { of: 'discoveries', table: 'discovered_account',
    rows: ({ id, names }) => sql<boolean>`objects @> ${JSON.stringify([id])}::text::jsonb or lower(user_name) = any(${list(names)})` },
  { of: 'discoveries', table: 'discovery_key', rows: isObject },
  { of: 'imports', table: 'import', texts: ['report'] },
  { of: 'imports', table: 'inbound_upload', texts: ['operations'] },
  { of: 'notifications', table: 'announcement', texts: ['facts'] },
  { of: 'notifications', table: 'delivery', rows: ({ names }) => sql<boolean>`lower(recipient) = any(${list(names)})`, texts: ['error'] },
  { of: 'notifications', table: 'mail_unsubscribed', rows: ({ names }) => sql<boolean>`lower(address) = any(${list(names)})` },
  { of: 'audit', table: 'audit_log', texts: ['object', 'actor', 'details'] },
  { of: 'jobs', table: 'job', texts: ['last_error', 'last_cycle', 'quarantine', 'progress', 'history'] },
  { of: 'mappings', table: 'mapping_version', texts: ['actor'] },
  { of: 'sign-in', table: 'sign_in_failure', rows: ({ names }) => sql<boolean>`key = any(${list(names.map((name) => `account:${name}`))})` },
  { of: 'sign-in', table: 'local_account', rows: isUser },
  { of: 'sign-in', table: 'sign_in_session', rows: isUser },
  { of: 'sign-in', table: 'guest', rows: isUser },
  { of: 'sign-in', table: 'sign_in_link', rows: isUser },
  { of: 'sign-in', table: 'oidc_entity', rows: ({ id }) => sql<boolean>`account_id = ${id}::uuid` },
  { of: 'sign-in', table: 'sign_in_invitation', rows: ({ names }) => sql<boolean>`lower(user_principal_name) = any(${list(names)})` },
  { of: 'applications', table: 'owner', rows: ({ id }) => sql<boolean>`owner_id = ${id}::uuid` },
  { of: 'applications', table: 'role_assignment', rows: ({ id }) => sql<boolean>`principal_id = ${id}::uuid` },
  { of: 'applications', table: 'oauth2_permission_grant', rows: ({ id }) => sql<boolean>`principal_id = ${id}::uuid` },
] // prettier-ignore

/** What stands where a name was. */
export const struck = '[forgotten]'

/** What would be erased, in numbers; nothing is. */
export async function erasable(store: Store, user: User): Promise<Erased> {
  const traces = tracesOf(store, user)
  const counts = new Map<string, number>()
  for (const erasure of erasures) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.table(erasure.table)} where tenant_id = ${store.tenant} and ${concerns(erasure, traces)}`.execute(
      store.db,
    )
    add(counts, erasure.of, rows[0]?.count ?? 0)
  }
  add(counts, 'exchanges', await forgetExchanges(store, user.id, traces.names, 'count'))
  return { directory: 1, ...Object.fromEntries(counts) }
}

/** Erases everything. What a cycle writes at the same moment is erased by doing it once more. */
export async function erase(store: Store, user: User): Promise<Erased> {
  const traces = tracesOf(store, user)
  // First, since the last administrator is not erased.
  if (user.deletedDateTime === null) await deleteUser(store, user.id)
  const exchanges = await forgetExchanges(store, user.id, traces.names, 'erase')
  const counts = new Map<string, number>()
  await purgeUser(store, user.id)
  for (const erasure of erasures) add(counts, erasure.of, await erased(store.db, erasure, traces))
  return { directory: 1, ...Object.fromEntries(counts), exchanges }
}

function tracesOf({ tenant }: Store, { id, userPrincipalName, attributes }: User): Traces {
  const { mail, displayName } = attributes
  // A name of one word is part of too many other texts.
  const names = [
    userPrincipalName,
    mail,
    typeof displayName === 'string' && displayName.includes(' ') ? displayName : null,
  ]
  return {
    tenant,
    id,
    names: [...new Set(names.flatMap((one) => (typeof one === 'string' ? [one.toLowerCase()] : [])))],
  }
}

function add(counts: Map<string, number>, of: string, count: number): void {
  counts.set(of, (counts.get(of) ?? 0) + count)
}

function concerns(erasure: Erasure, traces: Traces): RawBuilder<boolean> {
  const rows = erasure.rows?.(traces) ?? sql<boolean>`false`
  return sql<boolean>`(${rows} or ${named(erasure, traces)})`
}

/** Whether a text of the row has one of the names; the log and the audit log ask their index of words first. */
function named({ table, texts = [] }: Erasure, { names }: Traces): RawBuilder<boolean> {
  if (texts.length === 0 || names.length === 0) return sql<boolean>`false`
  const has = texts.flatMap((column) =>
    names.map((name) => sql<boolean>`strpos(lower(${sql.ref(column)}::text), ${inJson(name)}) > 0`),
  )
  const any = sql<boolean>`(${sql.join(has, sql` or `)})`
  return indexed.has(table) ? sql<boolean>`(${sql.join(names.map(byWords), sql` or `)}) and ${any}` : any
}

const indexed: ReadonlySet<string> = new Set(['provisioning_log', 'audit_log'])

function byWords(name: string): RawBuilder<boolean> {
  const query = wordsIn(name)
    .map((word) => `'${word}'`)
    .join(' & ')
  return sql<boolean>`terms @@ ${query}::text::tsquery`
}

/** Words of their names; not those of the domain, which everybody has. */
function wordsToForget({ names }: Traces): readonly string[] {
  return names.flatMap((name) => wordsIn(name.split('@')[0] ?? ''))
}

function wordsIn(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replaceAll(/[\u0300-\u036f]/g, '')
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.slice(0, 40))
}

/** A text as it stands within JSON. */
function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

async function erased(db: Db, erasure: Erasure, traces: Traces): Promise<number> {
  const { table, rows, texts = [] } = erasure
  const where = sql`tenant_id = ${traces.tenant}`
  let count = 0
  if (rows !== undefined) {
    const gone = await sql`delete from ${sql.table(table)} where ${where} and (${rows(traces)})`.execute(db)
    count += Number(gone.numAffectedRows ?? 0)
  }
  if (texts.length === 0 || traces.names.length === 0) return count
  const types = await columnTypes(db, table)
  const sets = texts.map((column) => sql`${sql.ref(column)} = ${strike(column, types.get(column) ?? 'text', traces)}`)
  const words = indexed.has(table) ? [sql`terms = ts_delete(terms, ${list(wordsToForget(traces))})`] : []
  const changed = await sql`
    update ${sql.table(table)} set ${sql.join([...sets, ...words])} where ${where} and ${named(erasure, traces)}`.execute(
    db,
  )
  return count + Number(changed.numAffectedRows ?? 0)
}

function strike(column: string, type: string, { names }: Traces): RawBuilder<unknown> {
  const text = names.reduce<RawBuilder<unknown>>(
    (made, name) => sql`regexp_replace(${made}, ${literally(inJson(name))}, ${struck}, 'gi')`,
    sql`${sql.ref(column)}::text`,
  )
  return type === 'jsonb' ? sql`(${text})::jsonb` : text
}

/** As a pattern that means only itself. */
function literally(text: string): string {
  return text.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&')
}

async function columnTypes(db: Db, table: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ name: string; type: string }>`
    select column_name as name, data_type as type from information_schema.columns
    where table_name = ${table} and table_schema = current_schema()`.execute(db)
  return new Map(rows.map(({ name, type }) => [name, type]))
}

function list(names: readonly string[]): RawBuilder<unknown> {
  return sql`array(select jsonb_array_elements_text(${JSON.stringify(names)}::text::jsonb))`
}
