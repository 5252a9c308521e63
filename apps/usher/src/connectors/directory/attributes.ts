import type { Json, Ref } from '@usher/scim'
import type { User } from '../../store/users.ts'

/** A person whom the directory does not know yet, named by employeeId. */
const unknownPrefix = 'employeeId:'

/** The attributes by the directory's names (mapping.md section 8). */
export function toObject(user: User): Readonly<Record<string, Json>> {
  const manager: Ref | null =
    user.managerId !== null
      ? { type: 'User', id: user.managerId }
      : user.managerKey !== null
        ? { type: 'User', id: `${unknownPrefix}${user.managerKey}` }
        : null
  return {
    ...user.attributes,
    objectId: user.id,
    userPrincipalName: user.userPrincipalName,
    accountEnabled: user.accountEnabled,
    ...(user.employeeId !== null && { employeeId: user.employeeId }),
    ...(manager !== null && { manager }),
    ...(user.deletedDateTime !== null && { deletedDateTime: user.deletedDateTime }),
  }
}
