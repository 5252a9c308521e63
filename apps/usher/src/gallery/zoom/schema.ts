import { schemaOf } from '../schema.ts'
import { row } from '../template.ts'
import { enterprise, mapped, targets } from '../usual.ts'

export const schema = schemaOf({
  id: 'zoom',
  name: 'Zoom',
  users: {
    actions: 'Add, Update',
    attributes: targets(
      ['userName'],
      'active', 'name.givenName', 'name.familyName', 'emails[type eq "work"].value', 'displayName', 'userType',
      `${enterprise}:department`,
    ), // prettier-ignore
    mappings: [
      row('[userPrincipalName]', 'userName', 1),
      ...mapped('active', 'name.givenName', 'name.familyName', 'emails[type eq "work"].value'),
      ...mapped(`${enterprise}:department`),
    ],
  },
})
