import { schemaOf, type Side } from '../schema.ts'
import { row } from '../template.ts'
import { mapped, targets } from '../usual.ts'

/** Where groups are teams they can neither be created nor deleted, so only what is there is kept. */
const groups: Side = {
  actions: 'Update',
  attributes: targets(['displayName'], 'members'),
  mappings: [row('[displayName]', 'displayName', 1), row('[members]', 'members')],
}

export const schema = schemaOf({
  id: 'miro',
  name: 'Miro',
  users: {
    actions: 'Add, Update, Delete',
    attributes: targets(
      ['userName'],
      'active', 'displayName', 'name.formatted', 'name.givenName', 'name.familyName', 'userType', 'preferredLanguage',
      'roles[primary eq "True"].value',
    ), // prettier-ignore
    mappings: [
      row('[userPrincipalName]', 'userName', 1),
      ...mapped('active'),
      row('Left([displayName], 60)', 'displayName'),
      row('SingleAppRoleAssignment([appRoleAssignments])', 'roles[primary eq "True"].value'),
    ],
  },
  groups,
})
