import { schemaOf, usualGroups } from '../schema.ts'
import { attribute, row } from '../template.ts'
import { mapped, targets } from '../usual.ts'

const own = 'urn:ietf:params:scim:schemas:extension:servicenow:2.0:User'
const home = (part: string): string => `addresses[type eq "home"].${part}`

export const schema = schemaOf({
  id: 'servicenow',
  name: 'ServiceNow',
  users: {
    actions: 'Add, Update, Delete',
    attributes: [
      ...targets(
        ['userName'],
        'active', 'title', 'emails[type eq "work"].value', 'name.givenName', 'name.middleName', 'name.familyName',
        'name.honorificPrefix', 'preferredLanguage', 'timezone', 'userType', 'externalId',
        ...['streetAddress', 'locality', 'region', 'postalCode', 'country'].map(home),
        ...['work', 'mobile', 'home'].map((type) => `phoneNumbers[type eq "${type}"].value`),
        `${own}:employeeNumber`,
      ), // prettier-ignore
      attribute(`${own}:manager`, 'Reference', {
        referencedObjects: [{ referencedObjectName: 'User', referencedProperty: 'id' }],
      }),
    ],
    mappings: [
      row('[userPrincipalName]', 'userName', 1),
      ...mapped('active', 'title', 'emails[type eq "work"].value', 'name.givenName', 'name.familyName'),
      row('[objectId]', 'externalId'),
      row('[streetAddress]', home('streetAddress')),
      row('[city]', home('locality')),
      row('[state]', home('region')),
      row('[postalCode]', home('postalCode')),
      ...mapped('phoneNumbers[type eq "work"].value', 'phoneNumbers[type eq "mobile"].value'),
      row('[employeeId]', `${own}:employeeNumber`),
      row('[manager]', `${own}:manager`),
    ],
  },
  groups: usualGroups,
})
