/** What most applications have in common: mapping rows, target attributes, settings, and where to begin when nothing is published. */
import type { AttributeDefinition, AttributeMapping } from '@usher/engine'
import type { JobRowSettings } from '../store/job-row-settings.ts'
import { attribute, row, type Limits } from './template.ts'

export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** The default mapping of users (mapping.md section 7.1): expression by target. */
export const usualRows: Readonly<Record<string, string>> = {
  userName: '[userPrincipalName]',
  active: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")',
  displayName: '[displayName]',
  title: '[jobTitle]',
  'emails[type eq "work"].value': '[mail]',
  preferredLanguage: '[preferredLanguage]',
  'name.givenName': '[givenName]',
  'name.familyName': '[surname]',
  'name.formatted': 'Join(" ", [givenName], [surname])',
  'addresses[type eq "work"].formatted': '[physicalDeliveryOfficeName]',
  'addresses[type eq "work"].streetAddress': '[streetAddress]',
  'addresses[type eq "work"].locality': '[city]',
  'addresses[type eq "work"].region': '[state]',
  'addresses[type eq "work"].postalCode': '[postalCode]',
  'addresses[type eq "work"].country': '[country]',
  'phoneNumbers[type eq "work"].value': '[telephoneNumber]',
  'phoneNumbers[type eq "mobile"].value': '[mobile]',
  'phoneNumbers[type eq "fax"].value': '[facsimileTelephoneNumber]',
  externalId: '[mailNickname]',
  [`${enterprise}:employeeNumber`]: '[employeeId]',
  [`${enterprise}:department`]: '[department]',
  [`${enterprise}:manager`]: '[manager]',
}

/** Rows of the default mapping, by target. */
export function mapped(...paths: readonly string[]): readonly AttributeMapping[] {
  return paths.map((path) => {
    const expression = usualRows[path]
    if (expression === undefined) throw new Error(`The default mapping has no row for ${path}.`)
    return row(expression, path)
  })
}

/** How the attributes differ from a text that may be missing. */
const unlike: Readonly<Record<string, Partial<AttributeDefinition>>> = {
  id: { anchor: true, mutability: 'ReadOnly' },
  userName: { caseExact: false },
  active: { type: 'Boolean' },
  roles: { multivalued: true },
  [`${enterprise}:manager`]: {
    type: 'Reference',
    referencedObjects: [{ referencedObjectName: 'User', referencedProperty: 'id' }],
  },
  members: {
    type: 'Reference',
    multivalued: true,
    referencedObjects: [{ referencedObjectName: 'User', referencedProperty: 'id' }],
  },
}

/** Target attributes by name, after `id`; those that the application requires first. */
export function targets(required: readonly string[], ...others: readonly string[]): readonly AttributeDefinition[] {
  const define = (name: string, rest: Partial<AttributeDefinition> = {}): AttributeDefinition =>
    attribute(name, 'String', { ...unlike[name], ...rest })
  return [
    define('id'),
    ...required.map((name) => define(name, { required: true })),
    ...others.map((name) => define(name)),
  ]
}

/** What goes with an application that publishes no limit; the adaptive pace finds the ceiling (decisions). */
export const usualLimits = {
  pageSize: 100,
  membersPerRequest: 100,
  requestsInFlight: { start: 8, most: 32 },
} as const satisfies Partial<Limits>

export const usualSettings: JobRowSettings = {
  notificationEmail: null,
  preventAccidentalDeletions: { enabled: true, threshold: 500, percent: 10 },
  skipOutOfScopeDeletions: false,
  syncAll: false,
  interval: 40,
}
