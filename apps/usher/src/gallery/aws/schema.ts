import { schemaOf, usualGroups } from '../schema.ts'
import { row } from '../template.ts'
import { enterprise, mapped, targets } from '../usual.ts'

const address = ['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country'].map(
  (part) => `addresses[type eq "work"].${part}`,
)
const email = 'emails[primary eq "True"].value'

export const schema = schemaOf({
  id: 'aws',
  name: 'AWS IAM Identity Center',
  users: {
    actions: 'Add, Update, Delete',
    attributes: targets(
      ['userName', 'displayName', 'name.givenName', 'name.familyName'],
      'active', email, 'title', 'preferredLanguage', 'name.formatted', ...address, 'phoneNumbers[type eq "work"].value',
      'externalId', 'nickName', 'profileUrl', 'userType', 'locale', 'timezone',
      ...['employeeNumber', 'department', 'division', 'costCenter', 'organization', 'manager'].map((name) => `${enterprise}:${name}`),
    ), // prettier-ignore
    mappings: [
      row('[userPrincipalName]', 'userName', 1),
      ...mapped(
        'active',
        'displayName',
        'title',
        'preferredLanguage',
        'name.givenName',
        'name.familyName',
        'name.formatted',
      ),
      row('[mail]', email),
      ...mapped(...address, 'phoneNumbers[type eq "work"].value'),
      row('[objectId]', 'externalId'),
      ...mapped(`${enterprise}:employeeNumber`, `${enterprise}:department`, `${enterprise}:manager`),
    ],
  },
  groups: usualGroups,
})
