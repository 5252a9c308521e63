/** Dynamic Signal: users only, no permanent deletes from here, a role is required (engine.md section 15, decisions). */
import { userAttributes } from '../directory-attributes.ts'
import { attribute, row, type Template } from '../template.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** What the application offers and the default mapping leaves alone. */
const unmapped = [
  'name.middleName', 'name.honorificPrefix', 'name.honorificSuffix', 'nickName', 'profileUrl', 'userType', 'locale', 'timezone',
  'emails[type eq "home"].value', 'emails[type eq "other"].value', 'phoneNumbers[type eq "home"].value', 'phoneNumbers[type eq "other"].value',
  ...['value', 'display', 'type'].map((part) => `roles[primary eq "True"].${part}`),
  ...['costCenter', 'organization', 'division'].map((name) => `${enterprise}:${name}`),
] // prettier-ignore

export const dynamicSignal: Template = {
  id: 'dynamic-signal',
  displayName: 'Dynamic Signal',
  publisher: 'Dynamic Signal',
  description:
    'Employee communication. Creates, updates and disables users; deleting for good is done in its own console.',
  requiresRole: true,
  appRoles: [
    {
      id: '5a1c5f0e-6d8f-4b5d-9e0a-0d6f3c1b7a01',
      value: 'User',
      displayName: 'User',
      description: 'Uses Dynamic Signal',
    },
    {
      id: '5a1c5f0e-6d8f-4b5d-9e0a-0d6f3c1b7a02',
      value: 'Admin',
      displayName: 'Admin',
      description: 'Administers Dynamic Signal',
    },
  ],
  settings: {
    notificationEmail: null,
    preventAccidentalDeletions: { enabled: true, threshold: 500, percent: 10 },
    onVanished: 'report',
    skipOutOfScopeDeletions: false,
    syncAll: false,
    interval: 40,
  },
  dialect: 'rfc',
  limits: {
    delete: false,
    softDelete: true,
    groups: false,
    pageSize: 100,
    membersPerRequest: 100,
    requestsInFlight: { start: 8, most: 32 },
  },
  schema: {
    directories: [
      { name: 'Usher directory', objects: [{ name: 'User', attributes: userAttributes }] },
      {
        name: 'Dynamic Signal',
        objects: [
          {
            name: 'User',
            attributes: [
              attribute('id', 'String', { anchor: true, mutability: 'ReadOnly' }),
              attribute('userName', 'String', { required: true, caseExact: false }),
              attribute('active', 'Boolean'),
              attribute('displayName'),
              attribute('title'),
              attribute('emails[type eq "work"].value'),
              attribute('preferredLanguage'),
              attribute('name.givenName'),
              attribute('name.familyName'),
              attribute('name.formatted'),
              attribute('addresses[type eq "work"].formatted'),
              attribute('addresses[type eq "work"].streetAddress'),
              attribute('addresses[type eq "work"].locality'),
              attribute('addresses[type eq "work"].region'),
              attribute('addresses[type eq "work"].postalCode'),
              attribute('addresses[type eq "work"].country'),
              attribute('phoneNumbers[type eq "work"].value'),
              attribute('phoneNumbers[type eq "mobile"].value'),
              attribute('phoneNumbers[type eq "fax"].value'),
              attribute('externalId'),
              ...unmapped.map((name) => attribute(name)),
              attribute('roles', 'String', { multivalued: true }),
              attribute(`${enterprise}:employeeNumber`),
              attribute(`${enterprise}:department`),
              attribute(`${enterprise}:manager`, 'Reference', {
                referencedObjects: [{ referencedObjectName: 'User', referencedProperty: 'id' }],
              }),
            ],
          },
        ],
      },
    ],
    synchronizationRules: [
      {
        id: 'dynamic-signal.users',
        name: 'USER_OUTBOUND_USER',
        editable: true,
        priority: 1,
        sourceDirectoryName: 'Usher directory',
        targetDirectoryName: 'Dynamic Signal',
        objectMappings: [
          {
            name: 'Synchronize Microsoft Entra users to Dynamic Signal',
            enabled: true,
            flowTypes: 'Add, Update',
            sourceObjectName: 'User',
            targetObjectName: 'User',
            scope: null,
            attributeMappings: [
              row('[userPrincipalName]', 'userName', 1),
              row('Switch([IsSoftDeleted], , "False", "True", "True", "False")', 'active'),
              row('[displayName]', 'displayName'),
              row('[jobTitle]', 'title'),
              row('[mail]', 'emails[type eq "work"].value'),
              row('[preferredLanguage]', 'preferredLanguage'),
              row('[givenName]', 'name.givenName'),
              row('[surname]', 'name.familyName'),
              row('Join(" ", [givenName], [surname])', 'name.formatted'),
              row('[physicalDeliveryOfficeName]', 'addresses[type eq "work"].formatted'),
              row('[streetAddress]', 'addresses[type eq "work"].streetAddress'),
              row('[city]', 'addresses[type eq "work"].locality'),
              row('[state]', 'addresses[type eq "work"].region'),
              row('[postalCode]', 'addresses[type eq "work"].postalCode'),
              row('[country]', 'addresses[type eq "work"].country'),
              row('[telephoneNumber]', 'phoneNumbers[type eq "work"].value'),
              row('[mobile]', 'phoneNumbers[type eq "mobile"].value'),
              row('[facsimileTelephoneNumber]', 'phoneNumbers[type eq "fax"].value'),
              row('[mailNickname]', 'externalId'),
              row('[employeeId]', `${enterprise}:employeeNumber`),
              row('[department]', `${enterprise}:department`),
              row('[manager]', `${enterprise}:manager`),
            ],
          },
        ],
      },
    ],
  },
}
