import { namedGroups, schemaOf } from '../schema.ts'
import { onceRow, row } from '../template.ts'
import { enterprise, mapped, targets } from '../usual.ts'

const profile = 'urn:ietf:params:scim:schemas:extension:slack:profile:2.0:User'

export const schema = schemaOf({
  id: 'slack',
  name: 'Slack',
  users: {
    // DELETE disables as `active` does, so leaving it out loses nothing.
    actions: 'Add, Update',
    attributes: targets(
      ['userName', 'emails[primary eq "True"].value'],
      'active', 'displayName', 'nickName', 'title', 'name.givenName', 'name.familyName', 'name.honorificPrefix',
      'preferredLanguage', 'locale', 'timezone', 'userType', 'profileUrl', 'phoneNumbers[primary eq "True"].value',
      'roles[primary eq "True"].value',
      ...['employeeNumber', 'costCenter', 'organization', 'division', 'department'].map((name) => `${enterprise}:${name}`),
      `${profile}:startDate`,
    ), // prettier-ignore
    mappings: [
      row('ToLower(Left([mailNickname], 21))', 'userName', 1),
      row('[mail]', 'emails[primary eq "True"].value'),
      ...mapped('active', 'title', 'name.givenName', 'name.familyName', 'preferredLanguage'),
      // Slack refuses a later one where people may choose it themselves.
      onceRow('[displayName]', 'displayName'),
      row('[telephoneNumber]', 'phoneNumbers[primary eq "True"].value'),
      ...mapped(`${enterprise}:employeeNumber`, `${enterprise}:department`),
    ],
  },
  groups: namedGroups,
})
