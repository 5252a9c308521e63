import { namedGroups, schemaOf } from '../schema.ts'
import { row } from '../template.ts'
import { mapped, targets } from '../usual.ts'

/** Snowflake's own attributes, for integrations other than Okta's. */
const own = 'urn:ietf:params:scim:schemas:extension:2.0:User'

export const schema = schemaOf({
  id: 'snowflake',
  name: 'Snowflake',
  users: {
    actions: 'Add, Update, Delete',
    attributes: targets(
      ['userName'],
      'active', 'displayName', 'name.givenName', 'name.familyName', 'emails[type eq "work"].value', 'externalId',
      ...['defaultRole', 'defaultWarehouse', 'defaultSecondaryRoles', 'type', 'allowedInterfaces'].map((name) => `${own}:${name}`),
    ), // prettier-ignore
    mappings: [
      row('[userPrincipalName]', 'userName', 1),
      ...mapped('active', 'displayName', 'name.givenName', 'name.familyName', 'emails[type eq "work"].value'),
      row('[objectId]', 'externalId'),
    ],
  },
  groups: namedGroups,
})
