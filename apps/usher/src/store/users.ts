import type { Attributes, Json } from '@usher/scim'
import { sql, type Selectable } from 'kysely'
import { keepAdministrator } from './administrators.ts'
import { uuids } from './bulk.ts'
import { brokenIndex, change, isUuid, touch, Wrong, type Db, type Store } from './directory.ts'
import { nearUser } from './near-user.ts'
import type { Tables } from './tables.ts'
import { refuseValues } from './user-values.ts'

export type UserRow = Selectable<Tables['directory_user']>
export type User = {
  readonly id: string
  readonly userPrincipalName: string
  readonly accountEnabled: boolean
  readonly employeeId: string | null
  readonly attributes: Attributes
  readonly managerId: string | null
  readonly managerKey: string | null
  readonly deletedDateTime: string | null
}

/** Attributes that live in columns of their own, or are computed. */
const columns = new Set(['userPrincipalName', 'employeeId', 'accountEnabled', 'manager'])
export function toUser(row: UserRow): User {
  return {
    id: row.id,
    userPrincipalName: row.user_principal_name,
    accountEnabled: row.account_enabled,
    employeeId: row.employee_id,
    attributes: row.attributes,
    managerId: row.manager_id,
    managerKey: row.manager_key,
    deletedDateTime: row.deleted_at,
  }
}

/**
 * Finds one person by id, userPrincipalName, employeeId, mail, mailNickname or displayName, in this order.
 *
 * Throws `Wrong` (notFound, ambiguous) with a sentence that says what to give instead.
 */
export async function findUser(store: Store, who: string, state: 'live' | 'deleted' | 'any' = 'any'): Promise<User> {
  const found = await lookUp(store.db, store.tenant, who, state)
  if (found !== null) return found
  throw await notThere(store, who, { among: state === 'deleted' ? 'deleted' : 'live' })
}

/** Says who may be meant: somebody of a similar name, or one who was deleted. */
async function notThere(
  store: Store,
  who: string,
  { among = 'live', create = false }: { readonly among?: 'live' | 'deleted'; readonly create?: boolean },
): Promise<Wrong> {
  const sentence = `There is no "${who}" ${among === 'deleted' ? 'among the deleted people' : 'in the directory'}.`
  const give = create
    ? `usher user create ${who} makes a new person.`
    : 'Give an id, userPrincipalName, employeeId, mail, mailNickname or displayName.'
  if (among === 'deleted') return new Wrong('notFound', `${sentence} ${give}`)
  const deleted = await lookUp(store.db, store.tenant, who, 'deleted').catch(() => null)
  if (deleted !== null)
    return new Wrong('notFound', `${sentence} It was deleted: usher user restore ${deleted.userPrincipalName} brings it back.`) // prettier-ignore
  const near = await nearUser(store, who)
  return new Wrong('notFound', [sentence, ...(near === undefined ? [] : [`Did you mean ${near}?`]), give].join(' '))
}

async function lookUp(db: Db, tenant: string, who: string, state: 'live' | 'deleted' | 'any'): Promise<User | null> {
  const base = db
    .selectFrom('directory_user')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .$if(state === 'live', (q) => q.where('deleted_at', 'is', null))
    .$if(state === 'deleted', (q) => q.where('deleted_at', 'is not', null))
    .orderBy(sql`deleted_at is not null`)
    .limit(3)
  const ways = [
    ...(isUuid(who) ? [base.where('id', '=', who)] : []),
    base.where(sql`lower(user_principal_name)`, '=', who.toLowerCase()),
    base.where('employee_id', '=', who),
    base.where(sql`lower(attributes ->> 'mail')`, '=', who.toLowerCase()),
    base.where(sql`lower(attributes ->> 'mailNickname')`, '=', who.toLowerCase()),
    base.where(sql`lower(attributes ->> 'displayName')`, '=', who.toLowerCase()),
  ]
  for (const way of ways) {
    const found = await way.execute()
    const live = found.filter((row) => row.deleted_at === null)
    const candidates = live.length > 0 ? live : found
    if (candidates.length > 1) {
      const names = candidates.map((row) => row.user_principal_name).join(', ')
      throw new Wrong('ambiguous', `More than one person is called "${who}" (${names}, …). Give the userPrincipalName.`)
    }
    if (candidates[0] !== undefined) return toUser(candidates[0])
  }
  return null
}

export async function listUsers(
  store: Store,
  options: { search?: string | undefined; deleted?: boolean | undefined; after?: string | undefined; limit: number },
): Promise<{ users: readonly User[]; total: number }> {
  const base = store.db
    .selectFrom('directory_user')
    .where('tenant_id', '=', store.tenant)
    .where('deleted_at', options.deleted === true ? 'is not' : 'is', null)
    .$if(options.search !== undefined, (q) => {
      const like = `%${(options.search ?? '').toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
      return q.where((eb) =>
        eb.or([
          eb(sql`lower(user_principal_name)`, 'like', like),
          eb(sql`lower(attributes ->> 'displayName')`, 'like', like),
          eb('employee_id', '=', options.search ?? ''),
        ]),
      )
    })
  const { total } = await base.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow()
  const rows = await base
    .selectAll()
    .$if(options.after !== undefined, (q) =>
      q.where(sql`lower(user_principal_name)`, '>', (options.after ?? '').toLowerCase()),
    )
    .orderBy(sql`lower(user_principal_name)`)
    .limit(options.limit)
    .execute()
  return { users: rows.map(toUser), total }
}

export type SetUser = { user: User; before: User | null; result: 'created' | 'updated' | 'unchanged' }
type Values = Readonly<Record<string, Json>>

/**
 * Sets attributes of a person. A null value clears; `manager` takes whatever finds a person.
 *
 * Throws `Wrong` and changes nothing on a bad name or value, and when there is nobody like that: a mistyped name makes no person.
 */
export async function updateUser(store: Store, who: string, values: Values): Promise<SetUser> {
  refuseValues(values)
  const known = await lookUp(store.db, store.tenant, who, 'live')
  if (known === null) throw await notThere(store, who, { create: who.includes('@') })
  const manager = await managerIn(store, values, known.id)
  if (isSame(known, rowOf(known, who, values, manager))) return { user: known, before: known, result: 'unchanged' }
  const user = await saved(store, values, async (trx) => {
    // Read again under a lock: somebody else may be setting other attributes of the same person.
    const write = async () => {
      const before = await locked(trx, store.tenant, known.id)
      return trx
        .updateTable('directory_user')
        .set(rowOf(before, who, values, manager))
        .where('tenant_id', '=', store.tenant)
        .where('id', '=', before.id)
        .returningAll()
        .executeTakeFirstOrThrow()
    }
    return 'accountEnabled' in values ? keepAdministrator(trx, store.tenant, [known.id], write) : write()
  })
  return { user, before: known, result: 'updated' }
}

/** Makes a person. Throws `Wrong` and makes nobody on a bad name or value, and when somebody has that userPrincipalName. */
export async function createUser(store: Store, userPrincipalName: string, values: Values): Promise<SetUser> {
  refuseValues(values)
  if (!userPrincipalName.includes('@'))
    throw new Wrong('invalid', `"${userPrincipalName}" is no userPrincipalName: it has an @, like ana@contoso.example.`)
  const named = { ...values, userPrincipalName }
  const manager = await managerIn(store, values)
  const user = await saved(store, named, (trx) =>
    trx
      .insertInto('directory_user')
      .values({ tenant_id: store.tenant, ...rowOf(null, userPrincipalName, named, manager) })
      .returningAll()
      .executeTakeFirstOrThrow(),
  )
  return { user, before: null, result: 'created' }
}

async function saved(store: Store, values: Values, save: (trx: Db) => Promise<UserRow>): Promise<User> {
  try {
    return await change(store, async (trx) => {
      const row = await save(trx)
      await touch(trx, store.tenant, uuids([row.id]))
      return toUser(row)
    })
  } catch (error) {
    if (brokenIndex(error) === null) throw error
    throw new Wrong('conflict', `Another person has the userPrincipalName ${text(values, 'userPrincipalName')}. Choose another.`) // prettier-ignore
  }
}

type Row = {
  readonly user_principal_name: string
  readonly employee_id: string | null
  readonly account_enabled: boolean
  readonly attributes: string
  readonly manager_id?: string | null
  readonly manager_key?: null
}

function rowOf(known: User | null, who: string, values: Values, manager: string | null | undefined): Row {
  return {
    user_principal_name: text(values, 'userPrincipalName') ?? known?.userPrincipalName ?? who,
    employee_id: 'employeeId' in values ? text(values, 'employeeId') : (known?.employeeId ?? null),
    account_enabled: 'accountEnabled' in values ? truth(values['accountEnabled']) : (known?.accountEnabled ?? true),
    attributes: JSON.stringify(merge(known?.attributes ?? {}, values)),
    ...(manager === undefined ? {} : { manager_id: manager, manager_key: null }),
  }
}

async function locked(trx: Db, tenant: string, id: string): Promise<User> {
  const row = await trx
    .selectFrom('directory_user')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined)
    throw new Wrong('notFound', 'This person was deleted just now. Restore them first: usher user restore WHO.')
  return toUser(row)
}

async function managerIn(store: Store, values: Values, self?: string): Promise<string | null | undefined> {
  return 'manager' in values ? managerOf(store, values['manager'] ?? null, self) : undefined
}

async function managerOf(store: Store, value: Json, self: string | undefined): Promise<string | null> {
  if (value === null || value === '') return null
  if (typeof value !== 'string') throw new Wrong('invalid', 'manager must name a person.')
  const manager = await findUser(store, value, 'live')
  if (manager.id === self) throw new Wrong('invalid', 'Nobody can be their own manager.')
  return manager.id
}

function merge(attributes: Attributes, values: Values): Attributes {
  const changed = Object.entries(values).filter(([name]) => !columns.has(name))
  const merged = { ...attributes, ...Object.fromEntries(changed) }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null && value !== ''))
}

function isSame(user: User, row: Row): boolean {
  return (
    user.userPrincipalName === row.user_principal_name &&
    user.employeeId === row.employee_id &&
    user.accountEnabled === row.account_enabled &&
    sorted(user.attributes) === sorted(JSON.parse(row.attributes) as Attributes) &&
    (row.manager_id === undefined || (row.manager_id === user.managerId && user.managerKey === null))
  )
}

const sorted = (attributes: Attributes): string =>
  JSON.stringify(Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1)))

function text(values: Values, name: string): string | null {
  const value = values[name]
  if (value === undefined || value === null || value === '') return null
  if (typeof value !== 'string') throw new Wrong('invalid', `${name} must be text.`)
  return value
}

function truth(value: Json | undefined): boolean {
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === 'True') return true
  if (value === 'false' || value === 'False') return false
  throw new Wrong('invalid', 'accountEnabled must be true or false.')
}
