/** The Graph's user as it is answered, and what clients may filter by. */
import type { Attributes, Json } from '@usher/scim'
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
export type ShownUser = Readonly<Record<string, unknown>> & { readonly id: string }

/** All properties; who answers cuts them to what was asked for. */
export function shownUser(row: UserRow): ShownUser {
  const { attributes } = row
  const phone = attributes['telephoneNumber']
  return {
    id: row.id,
    deletedDateTime: instantText(row.deleted_at),
    accountEnabled: row.account_enabled,
    businessPhones: typeof phone === 'string' ? [phone] : [],
    createdDateTime: instantText(row.created_at),
    displayName: attributes['displayName'] ?? null,
    employeeId: row.employee_id,
    ...stored(attributes),
    ...dates(attributes),
    onPremisesExtensionAttributes: Object.fromEntries(extensionNames.map((name) => [name, attributes[name] ?? null])),
    passwordProfile: null,
    securityIdentifier: securityIdentifier(row.id),
    userPrincipalName: row.user_principal_name,
  }
}

function stored(attributes: Attributes): Attributes {
  const own = Object.entries(userProperties).map(([name, { usual }]) => [name, attributes[storedAs(name)] ?? usual])
  const extensions = Object.entries(attributes).filter(([name]) => isDirectoryExtension(name))
  return Object.fromEntries([...own, ...extensions]) as Attributes
}

function dates(attributes: Attributes): Attributes {
  return Object.fromEntries(
    ['employeeHireDate', 'employeeLeaveDateTime'].map((name): [string, Json] => {
      const value = attributes[name]
      const at = typeof value === 'string' ? Date.parse(value) : NaN
      return [name, Number.isNaN(at) ? (value ?? null) : new Date(at).toISOString().replace('.000Z', 'Z')]
    }),
  )
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
