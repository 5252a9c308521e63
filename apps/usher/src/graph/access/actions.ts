/**
 * Everything that can be allowed, by the name that Entra's custom roles have for it where they have one.
 *
 * A route needs one of these; directory roles, permissions of applications and ownership give them. Nothing else decides.
 */
const directory = {
  'users/standard/read': 'Read people, their managers and reports',
  'users/create': 'Create people',
  'users/basic/update': 'Change attributes of people',
  'users/manager/update': "Change a person's manager",
  'users/delete': 'Delete people; they can be restored for 30 days',
  'users/restore': 'Restore deleted people, or remove them for good',
  'users/erase': 'Forget a person: erase them from directory, links, log, plans and exchanges',
  'users/authenticationMethods/update': 'Set the password of a local account, and reset its second factor',
  'groups/standard/read': 'Read groups and who is in them',
  'groups/create': 'Create groups',
  'groups/basic/update': 'Change attributes of groups',
  'groups/members/update': 'Change who is in a group',
  'groups/owners/update': 'Change who owns a group',
  'groups/delete': 'Delete groups; they can be restored for 30 days',
  'groups/restore': 'Restore deleted groups, or remove them for good',
  'applicationTemplates/instantiate': 'Add applications of the gallery',
  'applications/standard/read': 'Read app registrations and enterprise applications',
  'applications/create': 'Create app registrations and enterprise applications',
  'applications/basic/update': 'Change app registrations and enterprise applications',
  'applications/owners/update': 'Change who owns an application',
  'applications/credentials/update': 'Make and remove secrets and certificates of app registrations',
  'applications/delete': 'Delete applications, restore them, or remove them for good',
  'applications/synchronization/standard/read': 'Read synchronization templates of an app registration',
  'servicePrincipals/appRoleAssignedTo/read': 'Read who is assigned to an application',
  'servicePrincipals/appRoleAssignedTo/update': 'Assign people and groups to an application',
  'servicePrincipals/appRoleAssignments/update': 'Grant permissions to an application',
  'servicePrincipals/synchronization/standard/read': 'Read jobs, mappings, settings and status; never a secret',
  'servicePrincipals/synchronizationJobs/manage':
    'Start, stop, restart, provision on demand, allow removals, plans and undo',
  'servicePrincipals/synchronizationSchema/manage': 'Change mappings and scoping filters',
  'servicePrincipals/synchronizationCredentials/manage': 'Change Tenant URL, secret and settings, and test them',
  'servicePrincipals/synchronizationData/upload': 'Send people to an inbound job',
  'provisioningLogs/allProperties/read': 'Read the provisioning log',
  'auditLogs/allProperties/read': 'Read the audit log',
  'roleManagement/standard/read': 'Read directory roles and who has them',
  'roleManagement/allProperties/update': 'Give and take directory roles, and make custom ones',
  'organization/standard/read': 'Read the tenant and its settings',
  'organization/basic/update': 'Change settings of the tenant',
} as const

const ushers = {
  'imports/create': 'Import people from a file of the machine, there',
  'notifications/read': 'Read mail settings, webhooks and deliveries',
  'notifications/manage': 'Change mail settings and webhooks, and send again',
  'backup/create': 'Make a backup of everything',
  'tenants/manage': 'Add directories, and rotate the keys of the service',
  'health/read': 'Read state and metrics of the service',
} as const

type Of<Space extends string, Names> = `${Space}/${keyof Names & string}`
export type Action = Of<'microsoft.directory', typeof directory> | Of<'usher', typeof ushers>

/** Each action with what it allows. */
export const actions: Readonly<Record<Action, string>> = {
  ...under('microsoft.directory', directory),
  ...under('usher', ushers),
}

export const everyAction = Object.keys(actions) as readonly Action[]

function under<Space extends string, Names extends Readonly<Record<string, string>>>(
  space: Space,
  names: Names,
): Record<Of<Space, Names>, string> {
  return Object.fromEntries(Object.entries(names).map(([name, says]) => [`${space}/${name}`, says])) as Record<
    Of<Space, Names>,
    string
  >
}

/** The actions that begin so. Throws when there is none, so that a table cannot name what does not exist. */
export function actionsOf(...beginnings: readonly string[]): readonly Action[] {
  return beginnings.flatMap((beginning) => {
    const found = everyAction.filter((action) => action.startsWith(beginning))
    if (found.length === 0) throw new Error(`No action begins with ${beginning}.`)
    return found
  })
}
