import type { Attributes, Json } from '@usher/scim'
import { sql, type Selectable } from 'kysely'
import { instantOf } from '@usher/engine'
import { userAttributes } from '../gallery/directory-attributes.ts'
import { storable, uuids } from './bulk.ts'
import { brokenIndex, change, isUuid, touch, Wrong, type Db, type Store } from './directory.ts'
import type { Tables } from './tables.ts'

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
const dateTimes = new Set(userAttributes.filter(({ type }) => type === 'DateTime').map(({ name }) => name))
const readOnly = new Set([
  'objectId', 'id', 'IsSoftDeleted', 'deletedDateTime', 'appRoleAssignments', 'originalUserPrincipalName',
]) // prettier-ignore
const userTypes = ['Member', 'Guest']

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
  const where = state === 'deleted' ? 'among the deleted people' : 'in the directory'
  throw new Wrong(
    'notFound',
    `There is no "${who}" ${where}. Give an id, userPrincipalName, employeeId, mail, mailNickname or displayName.`,
  )
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

/**
 * Sets attributes of a person; makes the person when `who` is a userPrincipalName that is not there yet.
 *
 * A null value clears. `manager` takes whatever finds a person. Throws `Wrong` and changes nothing on a bad name or value.
 */
export async function setUser(
  store: Store,
  who: string,
  values: Readonly<Record<string, Json>>,
): Promise<{ user: User; before: User | null; result: 'created' | 'updated' | 'unchanged' }> {
  for (const [name, value] of Object.entries(values)) {
    if (readOnly.has(name)) throw new Wrong('invalid', `${name} cannot be set: it is given by the directory.`)
    if (!/^[A-Za-z][\w.]{0,127}$/.test(name)) throw new Wrong('invalid', `"${name}" is not an attribute name: a letter first, then letters of A to Z, digits, _ and dots.`) // prettier-ignore
    if (dateTimes.has(name) && typeof value === 'string' && value !== '' && instantOf(value) === null) {
      throw new Wrong('invalid', `${name} takes a date like 2026-03-01 or 2026-03-01T09:00:00Z, not "${value.slice(0, 100)}".`) // prettier-ignore
    }
    if (name === 'userPrincipalName' && (value === null || value === '')) {
      throw new Wrong('invalid', 'userPrincipalName cannot be cleared: everybody has one.')
    }
    if (name === 'userType' && value !== null && value !== '' && !userTypes.some((type) => type === value)) {
      throw new Wrong('invalid', `userType is Member or Guest, not ${JSON.stringify(value).slice(0, 100)}.`)
    }
    if (storable(value) !== JSON.stringify(value)) {
      throw new Wrong('invalid', `${name} has a NUL or half of a surrogate pair in it, which cannot be stored.`)
    }
  }
  const known = await lookUp(store.db, store.tenant, who, 'live')
  if (known === null && !who.includes('@')) await findUser(store, who, 'live')
  const manager = 'manager' in values ? await managerOf(store, values['manager'] ?? null, known?.id) : undefined
  if (known !== null && isSame(known, rowOf(known, who, values, manager)))
    return { user: known, before: known, result: 'unchanged' }
  try {
    return await change(store, async (trx) => {
      // Read again under a lock: somebody else may be setting other attributes of the same person.
      const before = known === null ? null : await locked(trx, store.tenant, known.id)
      const row = rowOf(before, who, values, manager)
      const saved =
        before === null
          ? await trx
              .insertInto('directory_user')
              .values({ tenant_id: store.tenant, ...row })
              .returningAll()
              .executeTakeFirstOrThrow()
          : await trx
              .updateTable('directory_user')
              .set(row)
              .where('tenant_id', '=', store.tenant)
              .where('id', '=', before.id)
              .returningAll()
              .executeTakeFirstOrThrow()
      await touch(trx, store.tenant, uuids([saved.id]))
      return {
        user: toUser(saved),
        before: known,
        result: before === null ? ('created' as const) : ('updated' as const),
      }
    })
  } catch (error) {
    if (brokenIndex(error) === null) throw error
    const name = text(values, 'userPrincipalName') ?? who
    throw new Wrong('conflict', `Another person has the userPrincipalName ${name}. Choose another.`)
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

function rowOf(
  known: User | null,
  who: string,
  values: Readonly<Record<string, Json>>,
  manager: string | null | undefined,
): Row {
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

async function managerOf(store: Store, value: Json, self: string | undefined): Promise<string | null> {
  if (value === null || value === '') return null
  if (typeof value !== 'string') throw new Wrong('invalid', 'manager must name a person.')
  const manager = await findUser(store, value, 'live')
  if (manager.id === self) throw new Wrong('invalid', 'Nobody can be their own manager.')
  return manager.id
}

function merge(attributes: Attributes, values: Readonly<Record<string, Json>>): Attributes {
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

function text(values: Readonly<Record<string, Json>>, name: string): string | null {
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
