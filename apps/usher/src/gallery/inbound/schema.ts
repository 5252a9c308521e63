import type { SynchronizationSchema } from '@usher/engine'
import { userAttributes } from '../directory-attributes.ts'
import { attribute, onceRow, row } from '../template.ts'
import { enterprise } from '../usual.ts'

/** Attributes of a person as a client sends them (RFC 7643): what the default mapping reads, and what else is usual. */
const texts = [
  'userName', 'displayName', 'name.givenName', 'name.familyName', 'name.formatted', 'name.middleName', 'nickName', 'title', 'userType',
  'preferredLanguage', 'locale', 'timezone', 'emails[type eq "work"].value', 'emails[type eq "home"].value',
  ...['work', 'mobile', 'fax', 'home'].map((type) => `phoneNumbers[type eq "${type}"].value`),
  ...['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country'].map((part) => `addresses[type eq "work"].${part}`),
  ...['employeeNumber', 'costCenter', 'organization', 'division', 'department'].map((part) => `${enterprise}:${part}`),
] // prettier-ignore

/** What the directory alone decides. */
const own: ReadonlySet<string> = new Set([
  'originalUserPrincipalName',
  'IsSoftDeleted',
  'proxyAddresses',
  'appRoleAssignments',
])

const api = 'API'
const directory = 'Usher directory'

/** engine.md AP-9 to AP-12; the default mapping of people turned round (mapping.md 7.1). */
export const schema: SynchronizationSchema = {
  directories: [
    {
      name: api,
      objects: [
        {
          name: 'User',
          attributes: [
            attribute('externalId', 'String', { anchor: true, required: true }),
            attribute('active', 'Boolean'),
            ...texts.map((name) => attribute(name)),
            // The externalId of the manager.
            attribute(`${enterprise}:manager`, 'Reference', {
              referencedObjects: [{ referencedObjectName: 'User', referencedProperty: 'externalId' }],
            }),
          ],
        },
      ],
    },
    { name: directory, objects: [{ name: 'User', attributes: userAttributes.filter(({ name }) => !own.has(name)) }] },
  ],
  synchronizationRules: [
    {
      id: '6d0b1c1e-3f0c-4c86-9f0e-5a1f52c1a8d7',
      name: 'USER_INBOUND_USER',
      editable: true,
      priority: 1,
      sourceDirectoryName: api,
      targetDirectoryName: directory,
      objectMappings: [
        {
          name: 'Provision API users to Usher',
          enabled: true,
          flowTypes: 'Add, Update',
          sourceObjectName: 'User',
          targetObjectName: 'User',
          scope: null,
          attributeMappings: [
            row('[externalId]', 'employeeId', 1),
            row('[userName]', 'userPrincipalName'),
            onceRow('Item(Split([userName], "@"), 1)', 'mailNickname'),
            row('[active]', 'accountEnabled'),
            row('[displayName]', 'displayName'),
            row('[name.givenName]', 'givenName'),
            row('[name.familyName]', 'surname'),
            row('[title]', 'jobTitle'),
            row('[userType]', 'employeeType'),
            row('[preferredLanguage]', 'preferredLanguage'),
            row('[emails[type eq "work"].value]', 'mail'),
            row('[phoneNumbers[type eq "work"].value]', 'telephoneNumber'),
            row('[phoneNumbers[type eq "mobile"].value]', 'mobile'),
            row('[phoneNumbers[type eq "fax"].value]', 'facsimileTelephoneNumber'),
            row('[addresses[type eq "work"].formatted]', 'physicalDeliveryOfficeName'),
            row('[addresses[type eq "work"].streetAddress]', 'streetAddress'),
            row('[addresses[type eq "work"].locality]', 'city'),
            row('[addresses[type eq "work"].region]', 'state'),
            row('[addresses[type eq "work"].postalCode]', 'postalCode'),
            row('[addresses[type eq "work"].country]', 'country'),
            row(`[${enterprise}:organization]`, 'companyName'),
            row(`[${enterprise}:department]`, 'department'),
            row(`[${enterprise}:manager]`, 'manager'),
          ],
        },
      ],
    },
  ],
}
