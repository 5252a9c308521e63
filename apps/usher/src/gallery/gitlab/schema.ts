import { schemaOf } from '../schema.ts'
import { onceRow, row } from '../template.ts'
import { mapped, targets } from '../usual.ts'

export const schema = schemaOf({
  id: 'gitlab',
  name: 'GitLab',
  users: {
    actions: 'Add, Update, Delete',
    attributes: targets(['externalId', 'userName', 'emails[type eq "work"].value', 'name.formatted'], 'active'),
    mappings: [
      row('[objectId]', 'externalId', 1),
      onceRow('[mailNickname]', 'userName'),
      onceRow('[userPrincipalName]', 'emails[type eq "work"].value'),
      onceRow('[displayName]', 'name.formatted'),
      ...mapped('active'),
    ],
  },
})
