/** The Graph's user as it is answered, and what clients may filter by. */
import type { Json } from '@usher/scim'
import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { isUuid } from '../../store/directory.ts'
import type { UserRow } from '../../store/users.ts'
import { instantText } from '../credentials.ts'
import type { Field, Fields } from '../filter/to-sql.ts'
import { fieldsOf } from '../properties.ts'
import { securityIdentifier } from '../security-identifier.ts'
import { extensionNames, isDirectoryExtension, storedAs, userProperties } from './properties.ts'

export const userShape = z.looseObject({
  id: z.guid(),
  displayName: z.string().nullable(),
  userPrincipalName: z.string(),
  mail: z.string().nullable(),
  businessPhones: z.array(z.string()),
})
type ShownUser = Readonly<Record<string, unknown>> & { readonly id: string }

type Read = (row: UserRow) => unknown
const own: Readonly<Record<string, Read>> = {
  id: ({ id }) => id,
  deletedDateTime: (row) => instantText(row.deleted_at),
  accountEnabled: (row) => row.account_enabled,
  businessPhones: ({ attributes: { telephoneNumber: phone } }) => (typeof phone === 'string' ? [phone] : []),
  createdDateTime: (row) => instantText(row.created_at),
  displayName: (row) => row.attributes['displayName'] ?? null,
  employeeId: (row) => row.employee_id,
  onPremisesExtensionAttributes: ({ attributes: all }) =>
    Object.fromEntries(extensionNames.map((name) => [name, all[name] ?? null])),
  passwordProfile: () => null,
  securityIdentifier: ({ id }) => securityIdentifier(id),
  userPrincipalName: (row) => row.user_principal_name,
}
const readers: readonly (readonly [string, Read])[] = Object.entries({
  ...Object.fromEntries(
    Object.entries(userProperties).map(([name, { usual }]): [string, Read] => {
      const from = storedAs(name)
      return [name, ({ attributes: all }) => all[from] ?? usual]
    }),
  ),
  employeeHireDate: (row: UserRow) => dateOf(row.attributes['employeeHireDate']),
  employeeLeaveDateTime: (row: UserRow) => dateOf(row.attributes['employeeLeaveDateTime']),
  ...own,
})

/** Shows people with these properties and the id, in any letter case; null: with all. Made once for a list, as a page has 999. */
export function userShower(names: readonly string[] | null): (row: UserRow) => ShownUser {
  const wanted = names === null ? null : new Set(['id', ...names].map((name) => name.toLowerCase()))
  const read = readers.filter(([name]) => wanted === null || wanted.has(name.toLowerCase()))
  const isExtension = (name: string): boolean =>
    isDirectoryExtension(name) && (wanted === null || wanted.has(name.toLowerCase()))
  const asksExtensions = wanted === null || [...wanted].some(isDirectoryExtension)
  return (row) => {
    const shown: Record<string, unknown> = {}
    for (const [name, of] of read) shown[name] = of(row)
    if (asksExtensions)
      for (const [name, value] of Object.entries(row.attributes)) if (isExtension(name)) shown[name] = value
    return shown as ShownUser
  }
}

/** With all properties. */
export const shownUser = userShower(null)

function dateOf(value: Json | undefined): Json {
  const at = typeof value === 'string' ? Date.parse(value) : NaN
  return Number.isNaN(at) ? (value ?? null) : new Date(at).toISOString().replace('.000Z', 'Z')
}

const attributes = sql`u.attributes`
const text = (name: string): Field => ({ sql: sql`u.attributes ->> ${sql.lit(name)}`, type: 'text' })

/** An id that is none finds nobody. */
export const idField = (id: RawBuilder<unknown>): Field => ({
  sql: id,
  type: 'guid',
  equals: (value) =>
    typeof value === 'string' && isUuid(value) ? sql<boolean>`${id} = ${value}::uuid` : sql<boolean>`false`,
})

const storedFields: Fields = Object.fromEntries(
  Object.entries(userProperties).flatMap(([name, property]) => {
    const field = fieldsOf({ [storedAs(name)]: property }, attributes)[storedAs(name)]
    return field === undefined ? [] : [[name, field]]
  }),
)

const known: Fields = {
  ...storedFields,
  ...Object.fromEntries(extensionNames.map((name) => [`onPremisesExtensionAttributes/${name}`, text(name)])),
  id: idField(sql`u.id`),
  accountEnabled: { sql: sql`u.account_enabled`, type: 'boolean' },
  businessPhones: {
    sql: sql`case when u.attributes ->> 'telephoneNumber' is not null then jsonb_build_array(u.attributes ->> 'telephoneNumber') end`,
    type: 'text',
    each: 'text',
  },
  createdDateTime: { sql: sql`u.created_at`, type: 'instant' },
  deletedDateTime: { sql: sql`u.deleted_at`, type: 'instant' },
  displayName: text('displayName'),
  employeeId: { sql: sql`u.employee_id`, type: 'text' },
  'employeeOrgData/costCenter': { sql: sql`u.attributes -> 'employeeOrgData' ->> 'costCenter'`, type: 'text' },
  'employeeOrgData/division': { sql: sql`u.attributes -> 'employeeOrgData' ->> 'division'`, type: 'text' },
  identities: {
    sql: sql`u.attributes -> 'identities'`,
    type: 'text',
    each: { signInType: 'text', issuer: 'text', issuerAssignedId: 'text' },
  },
  assignedLicenses: { sql: sql`u.attributes -> 'assignedLicenses'`, type: 'text', each: { skuId: 'text' } },
  proxyAddresses: {
    sql: sql`u.attributes -> 'proxyAddresses'`,
    type: 'text',
    each: 'text',
    has: (value) => sql<boolean>`(u.attributes ? 'proxyAddresses' and
      lower(u.attributes ->> 'proxyAddresses')::jsonb @> ${JSON.stringify([value.toLowerCase()])}::text::jsonb)`,
  },
  'manager/id': idField(sql`u.manager_id`),
  userPrincipalName: { sql: sql`u.user_principal_name`, type: 'text' },
}

/** With the directory extensions that this query names. */
export function userFields(given: URLSearchParams): Fields {
  const named = [...given.values()].flatMap((value) => value.match(/extension_[0-9a-f]{32}_\w{1,80}/gi) ?? [])
  return named.length === 0 ? known : { ...known, ...Object.fromEntries(named.map((name) => [name, text(name)])) }
}
