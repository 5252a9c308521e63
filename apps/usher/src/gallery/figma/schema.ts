import { namedGroups, schemaOf } from '../schema.ts'
import { row } from '../template.ts'
import { enterprise, mapped, targets } from '../usual.ts'

export const schema = schemaOf({
  id: 'figma',
  name: 'Figma',
  users: {
    actions: 'Add, Update, Delete',
    attributes: targets(
      ['userName'],
      'active', 'displayName', 'name.givenName', 'name.familyName', 'title', 'externalId', 'roles[type eq "seatType"].value',
      ...['employeeNumber', 'costCenter', 'organization', 'division', 'department'].map((name) => `${enterprise}:${name}`),
    ), // prettier-ignore
    mappings: [
      row('[userPrincipalName]', 'userName', 1),
      ...mapped('active', 'displayName', 'name.givenName', 'name.familyName', 'title'),
      row('[objectId]', 'externalId'),
      ...mapped(`${enterprise}:employeeNumber`, `${enterprise}:department`),
      row('SingleAppRoleAssignment([appRoleAssignments])', 'roles[type eq "seatType"].value'),
    ],
  },
  groups: namedGroups,
})
