import { namedGroups, schemaOf } from '../schema.ts'
import { row } from '../template.ts'
import { mapped, targets } from '../usual.ts'

export const schema = schemaOf({
  id: 'databricks',
  name: 'Databricks',
  users: {
    actions: 'Add, Update, Delete',
    attributes: targets(['userName'], 'active', 'displayName'),
    mappings: [row('[userPrincipalName]', 'userName', 1), ...mapped('active', 'displayName')],
  },
  groups: namedGroups,
})
