import { schemaOf, type Side } from '../schema.ts'
import { onceRow, row } from '../template.ts'
import { targets } from '../usual.ts'

const groups: Side = {
  actions: 'Add, Update, Delete',
  attributes: targets(['displayName'], 'members'),
  // Sentry makes the name lower case with dashes, so that another form would never come to rest.
  mappings: [row('Replace(ToLower([displayName]), " ", , , "-", , )', 'displayName', 1), row('[members]', 'members')],
}

export const schema = schemaOf({
  id: 'sentry',
  name: 'Sentry',
  users: {
    actions: 'Add, Delete',
    attributes: targets(['userName'], 'sentryOrgRole'),
    mappings: [
      onceRow('[userPrincipalName]', 'userName', 1),
      onceRow('ToLower(SingleAppRoleAssignment([appRoleAssignments]))', 'sentryOrgRole'),
    ],
  },
  groups,
})
