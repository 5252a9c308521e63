import type { Gives } from '../api/ask.ts'

export type Assigned = Gives<'GET /v1.0/servicePrincipals/{id}/appRoleAssignedTo'>
export type Application = Gives<'GET /usher/apps/{app}'>
export type Role = Application['appRoles'][number]

/** The role of an assignment that names none. */
export const defaultAccess = '00000000-0000-0000-0000-000000000000'

export function roleNamed(roles: readonly Role[], role: string): string {
  return (
    roles.find(({ id }) => id === role)?.displayName ??
    (role === defaultAccess ? 'Default Access' : 'A role that is gone')
  )
}

/** What keeps an assignment with this role from giving anybody an account; null: nothing. */
export function problemWith({ displayName, appRoles, requiresRole }: Application, role: string): string | null {
  if (!requiresRole || role !== defaultAccess) return null
  const names = appRoles.map((one) => one.displayName).join(' or ')
  return `${displayName} needs a role: people with Default Access only are skipped. Choose ${names}.`
}
