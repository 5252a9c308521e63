import type { AttributeDefinition } from '@usher/engine'
import { attribute } from './template.ts'

const texts = [
  'displayName', 'givenName', 'surname', 'mail', 'mailNickname', 'jobTitle', 'department', 'companyName', 'streetAddress', 'city',
  'state', 'postalCode', 'country', 'physicalDeliveryOfficeName', 'telephoneNumber', 'mobile', 'facsimileTelephoneNumber',
  'preferredLanguage', 'employeeId', 'employeeType', 'usageLocation',
  ...Array.from({ length: 15 }, (_, n) => `extensionAttribute${n + 1}`),
] // prettier-ignore

/** The directory's user attributes by the names that mappings use (mapping.md section 8.1). */
export const userAttributes: readonly AttributeDefinition[] = [
  attribute('objectId', 'String', { anchor: true }),
  attribute('userPrincipalName', 'String', { required: true, caseExact: false }),
  attribute('originalUserPrincipalName', 'String', { caseExact: false, mutability: 'ReadOnly' }),
  attribute('accountEnabled', 'Boolean', { required: true }),
  attribute('IsSoftDeleted', 'Boolean', { required: true, mutability: 'ReadOnly' }),
  ...texts.map((name) => attribute(name)),
  attribute('employeeHireDate', 'DateTime'),
  attribute('employeeLeaveDateTime', 'DateTime'),
  attribute('manager', 'Reference', {
    referencedObjects: [{ referencedObjectName: 'User', referencedProperty: 'objectId' }],
  }),
  attribute('proxyAddresses', 'String', { multivalued: true }),
  attribute('appRoleAssignments', 'String', { multivalued: true }),
]

/** The directory's group attributes (mapping.md section 8.2). */
export const groupAttributes: readonly AttributeDefinition[] = [
  attribute('objectId', 'String', { anchor: true }),
  attribute('displayName', 'String', { required: true }),
  ...['description', 'mail', 'mailNickname'].map((name) => attribute(name)),
  attribute('securityEnabled', 'Boolean'),
  attribute('members', 'Reference', {
    multivalued: true,
    referencedObjects: [{ referencedObjectName: 'User', referencedProperty: 'objectId' }],
  }),
]
