/** Directory roles (graph-api.md 10): what each allows. Custom roles are made of the same actions. */
import { actionsOf, everyAction, type Action } from './actions.ts'

export type Role = {
  /** Of the template, and of the definition. */
  readonly id: string
  readonly displayName: string
  readonly gives: readonly Action[]
  readonly describes: string
}

const d = 'microsoft.directory/'
const reading: readonly Action[] = everyAction.filter((action) => action.endsWith('/read'))
const logs = actionsOf(`${d}provisioningLogs/`, `${d}auditLogs/`)
const people = actionsOf(`${d}users/standard/`, `${d}groups/standard/`)
const applications = [
  ...people,
  ...actionsOf(`${d}applicationTemplates/`, `${d}applications/`, `${d}servicePrincipals/`, `${d}organization/standard/`,
    `${d}roleManagement/standard/`, 'usher/notifications/', 'usher/health/'),
  ...logs,
] // prettier-ignore

export const roles: readonly Role[] = [
  { id: '62e90394-69f5-4237-9190-012177145e10', displayName: 'Global Administrator',
    gives: everyAction, describes: 'Can do everything' },
  { id: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451', displayName: 'Global Reader',
    gives: reading, describes: 'Can read everything, the configuration too, and change nothing' },
  { id: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', displayName: 'Application Administrator',
    gives: applications, describes: 'Can add applications, assign people, and configure provisioning' },
  { id: '158c047a-c907-4556-b7ef-446551a6b5f7', displayName: 'Cloud Application Administrator',
    gives: applications, describes: 'Can do what an Application Administrator can; there are no agents on premises here' },
  { id: 'cf1c38e5-3621-4004-a7cb-879624dced7c', displayName: 'Application Developer',
    gives: actionsOf(`${d}applications/create`, `${d}applications/standard/`), describes: 'Can create app registrations' },
  { id: '8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2', displayName: 'Hybrid Identity Administrator',
    gives: [...people, ...logs, ...actionsOf(`${d}servicePrincipals/`, `${d}applications/`, `${d}applicationTemplates/`,
      `${d}organization/standard/`, 'usher/health/')], describes: 'Can configure inbound and outbound provisioning' },
  { id: 'fe930be7-5e62-47db-91af-98c3a49a38b1', displayName: 'User Administrator',
    gives: [...actionsOf(`${d}groups/`, `${d}applications/standard/`, `${d}servicePrincipals/appRoleAssignedTo/`, `${d}organization/standard/`,
      `${d}users/standard/`, `${d}users/create`, `${d}users/basic/`, `${d}users/manager/`, `${d}users/delete`, `${d}users/restore`)], describes: 'Can manage people and groups, and assign them to applications' },
  { id: 'fdd7a751-b60b-444a-984c-02652fe8fa1c', displayName: 'Groups Administrator',
    gives: actionsOf(`${d}groups/`, `${d}users/standard/`, `${d}organization/standard/`), describes: 'Can manage groups' },
  { id: 'e8611ab8-c189-46e8-94e1-60213ab1f814', displayName: 'Privileged Role Administrator',
    gives: [...people, ...actionsOf(`${d}roleManagement/`, `${d}servicePrincipals/appRoleAssignments/`, `${d}applications/standard/`)],
    describes: 'Can give roles, and permissions to applications' },
  { id: '194ae4cb-b126-40b2-bd5b-6091b380977d', displayName: 'Security Administrator', gives: [...people, ...logs], describes: 'Can read the logs' },
  { id: '5d6b6bb7-de71-4623-b4af-96380a352509', displayName: 'Security Reader', gives: [...people, ...logs], describes: 'Can read the logs' },
  { id: '5f2222b1-57c3-48ba-8ad5-d4759f1fde6f', displayName: 'Security Operator', gives: [...people, ...logs], describes: 'Can read the logs' },
  { id: '4a5d8f65-41da-4de4-8968-e035b65339cf', displayName: 'Reports Reader', gives: logs, describes: 'Can read the logs' },
  { id: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b', displayName: 'Directory Readers',
    gives: [...people, ...actionsOf(`${d}applications/standard/`, `${d}roleManagement/standard/`, `${d}organization/standard/`)],
    describes: 'Can read the directory' },
] // prettier-ignore

export const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'

/** What an owner may do with their application, app registration or group (engine.md 12, RB-3). */
export const ownerActions: ReadonlySet<Action> = new Set(
  actionsOf(
    `${d}applications/standard/`, `${d}applications/basic/`, `${d}applications/owners/`, `${d}applications/credentials/`,
    `${d}applications/delete`, `${d}applications/synchronization/`, `${d}servicePrincipals/appRoleAssignedTo/`,
    `${d}servicePrincipals/synchronization`, `${d}provisioningLogs/`,
    `${d}groups/standard/`, `${d}groups/basic/`, `${d}groups/members/`, `${d}groups/owners/`, `${d}groups/delete`,
  ),
) // prettier-ignore
