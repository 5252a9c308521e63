import { z } from 'zod'
import type { RoleAssignment } from '../../store/app-role-assignments.ts'
import { instantText } from '../credentials.ts'
import { assignmentId } from './id.ts'

export const assignmentShape = z.object({
  id: z.string(),
  deletedDateTime: z.null(),
  appRoleId: z.guid(),
  createdDateTime: z.string(),
  principalDisplayName: z.string().nullable(),
  principalId: z.guid(),
  principalType: z.enum(['User', 'Group', 'ServicePrincipal']),
  resourceDisplayName: z.string(),
  resourceId: z.guid(),
})

export function shownAssignment({
  id,
  principalId,
  createdDateTime,
  ...row
}: RoleAssignment): z.infer<typeof assignmentShape> {
  return {
    id: assignmentId(principalId, id),
    deletedDateTime: null,
    appRoleId: row.appRoleId,
    createdDateTime: instantText(createdDateTime) ?? '',
    principalDisplayName: row.principalDisplayName,
    principalId,
    principalType: row.principalType,
    resourceDisplayName: row.resourceDisplayName,
    resourceId: row.resourceId,
  }
}
