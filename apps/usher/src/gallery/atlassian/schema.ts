import { schemaOf, type Side } from '../schema.ts'
import { onceRow, row } from '../template.ts'
import { enterprise, mapped, targets } from '../usual.ts'

const groups: Side = {
  actions: 'Add, Update, Delete',
  attributes: targets(['displayName'], 'externalId', 'members'),
  mappings: [onceRow('[displayName]', 'displayName', 1), row('[objectId]', 'externalId'), row('[members]', 'members')],
}

export const schema = schemaOf({
  id: 'atlassian',
  name: 'Atlassian Cloud',
  users: {
    actions: 'Add, Update',
    attributes: targets(
      ['userName', 'emails[type eq "work"].value'],
      'active', 'displayName', 'name.givenName', 'name.familyName', 'title', 'preferredLanguage', 'timezone', 'externalId',
      `${enterprise}:department`, `${enterprise}:organization`,
    ), // prettier-ignore
    mappings: [
      row('[userPrincipalName]', 'userName', 1),
      ...mapped('active', 'displayName', 'name.givenName', 'name.familyName', 'emails[type eq "work"].value'),
      ...mapped('title', 'preferredLanguage', `${enterprise}:department`),
      row('[objectId]', 'externalId'),
    ],
  },
  groups,
})
