import { namedGroups, schemaOf } from '../schema.ts'
import { row } from '../template.ts'
import { enterprise, mapped, targets } from '../usual.ts'

export const schema = schemaOf({
  id: 'asana',
  name: 'Asana',
  users: {
    actions: 'Add, Update',
    attributes: targets(
      ['userName'],
      'active', 'name.formatted', 'title',
      ...['country', 'region', 'locality'].map((name) => `addresses[type eq "work"].${name}`),
      'phoneNumbers[type eq "work"].value',
      ...['department', 'manager', 'employeeNumber', 'costCenter', 'organization', 'division'].map((name) => `${enterprise}:${name}`),
    ), // prettier-ignore
    mappings: [
      row('[userPrincipalName]', 'userName', 1),
      ...mapped('active'),
      row('[displayName]', 'name.formatted'),
      ...mapped('title', 'addresses[type eq "work"].country', 'addresses[type eq "work"].region'),
      ...mapped('addresses[type eq "work"].locality', 'phoneNumbers[type eq "work"].value'),
      ...mapped(`${enterprise}:department`, `${enterprise}:employeeNumber`, `${enterprise}:manager`),
    ],
  },
  groups: namedGroups,
})
