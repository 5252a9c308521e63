import { schemaOf, type Side } from '../schema.ts'
import { onceRow, row } from '../template.ts'
import { mapped, targets } from '../usual.ts'

const groups: Side = {
  actions: 'Add, Update, Delete',
  attributes: targets(['externalId', 'displayName'], 'members'),
  mappings: [row('[objectId]', 'externalId', 1), row('[displayName]', 'displayName'), row('[members]', 'members')],
}

export const schema = schemaOf({
  id: 'github',
  name: 'GitHub Enterprise Cloud',
  users: {
    actions: 'Add, Update, Delete',
    attributes: targets(
      ['externalId', 'userName'],
      'active', 'roles', 'displayName', 'name.givenName', 'name.familyName', 'name.formatted',
      'emails[type eq "work"].value', 'emails[type eq "home"].value', 'emails[type eq "other"].value',
    ), // prettier-ignore
    mappings: [
      row('[objectId]', 'externalId', 1),
      onceRow('[userPrincipalName]', 'userName'),
      ...mapped('active', 'displayName', 'name.givenName', 'name.familyName', 'name.formatted'),
      ...mapped('emails[type eq "work"].value'),
      row('AssertiveAppRoleAssignmentsComplex([appRoleAssignments])', 'roles'),
    ],
  },
  groups,
})
