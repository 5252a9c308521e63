/** Every administrative act, by the name that Entra's audit log has for it where it has one (engine.md MO-1, MO-2). */
type Kind = { readonly service: string; readonly category: string }

const provisioning: Kind = { service: 'Account Provisioning', category: 'ProvisioningManagement' }
const applications: Kind = { service: 'Core Directory', category: 'ApplicationManagement' }
const people: Kind = { service: 'Core Directory', category: 'UserManagement' }
const groups: Kind = { service: 'Core Directory', category: 'GroupManagement' }
const roles: Kind = { service: 'Core Directory', category: 'RoleManagement' }
const telling: Kind = { service: 'Account Provisioning', category: 'NotificationManagement' }
const tenant: Kind = { service: 'Core Directory', category: 'DirectoryManagement' }

export const activities = {
  'Add provisioning configuration': provisioning,
  'Delete provisioning configuration': provisioning,
  'Enable/start provisioning configuration': provisioning,
  'Disable/pause provisioning configuration': provisioning,
  'Enable/restart provisioning configuration': provisioning,
  'Update attribute mappings or scope': provisioning,
  'Update provisioning setting or credentials': provisioning,
  'Test new secret': provisioning,
  'Switch to new secret': provisioning,
  'Drop new secret': provisioning,
  'Make plan': provisioning,
  'Approve plan': provisioning,
  'Stop applying plan': provisioning,
  'Withdraw approval of plan': provisioning,
  'Apply plan': provisioning,
  'Undo provisioning': provisioning,
  'Lift undo': provisioning,
  'Provision on demand': provisioning,
  'Allow removals': provisioning,
  'Reject removals': provisioning,
  'Allow adoptions': provisioning,
  'Reject adoptions': provisioning,
  'Allow unusual changes': provisioning,
  'Reject unusual changes': provisioning,
  Quarantine: provisioning,
  'Update object connection': provisioning,
  'Delete object connection': provisioning,
  'Discover accounts': provisioning,
  Reconcile: provisioning,
  Import: provisioning,
  'Add application': applications,
  'Update application': applications,
  'Delete application': applications,
  'Restore application': applications,
  'Hard delete application': applications,
  'Add service principal': applications,
  'Update service principal': applications,
  'Remove service principal': applications,
  'Restore service principal': applications,
  'Hard delete service principal': applications,
  'Add owner': applications,
  'Remove owner': applications,
  'Update application – Certificates and secrets management': applications,
  'Add app role assignment': applications,
  'Remove app role assignment': applications,
  'Add delegated permission grant': applications,
  'Update delegated permission grant': applications,
  'Remove delegated permission grant': applications,
  'Add user': people,
  'Update user': people,
  'Delete user': people,
  'Restore user': people,
  'Hard delete user': people,
  'Forget person': people,
  'Add group': groups,
  'Update group': groups,
  'Delete group': groups,
  'Restore group': groups,
  'Hard delete group': groups,
  'Add owner to group': groups,
  'Remove owner from group': groups,
  'Add member to group': groups,
  'Remove member from group': groups,
  'Sign in': people,
  'Sign out': people,
  'Invite user': people,
  'Add guest': people,
  'Switch directory': people,
  'Accept invitation': people,
  'Change password': people,
  'Register second factor': people,
  'Remove second factor': people,
  'Revoke sign-in sessions': people,
  'Link sign-in': people,
  'Add member to role': roles,
  'Remove member from role': roles,
  'Add role definition': roles,
  'Update role definition': roles,
  'Delete role definition': roles,
  'Update tenant': tenant,
  'Add directory': tenant,
  'Remove directory': tenant,
  'Rotate encryption key': tenant,
  'Update sign-in provider': tenant,
  'Remove sign-in provider': tenant,
  'Rotate signing key': tenant,
  'Make backup': tenant,
  'Restore backup': tenant,
  'Move store': tenant,
  'Update mail settings': telling,
  'Remove mail settings': telling,
  'Send test mail': telling,
  'Unsubscribe address': telling,
  'Resubscribe address': telling,
  'Send again': telling,
  'Add webhook': telling,
  'Update webhook': telling,
  'Remove webhook': telling,
  'Rotate webhook secret': telling,
  'Test webhook': telling,
} as const satisfies Record<string, Kind>

export type Activity = keyof typeof activities

const distinct = (of: keyof Kind): readonly string[] =>
  [...new Set(Object.values(activities).map((kind) => kind[of]))].toSorted()
/** By what the audit log is filtered, besides its activities. */
export const everyService = distinct('service')
export const everyCategory = distinct('category')

/** Of what an earlier version called otherwise, what most of it was about. */
export function categories(activity: string): Kind {
  return (activities as Readonly<Record<string, Kind>>)[activity] ?? provisioning
}
