/**
 * The permissions of "Microsoft Graph" (graph-api.md 2.4 and 2.5): what an application may do by itself (`id`), and what a
 * signed-in person lets one do for them (`scope`).
 */
import { actionsOf, everyAction, type Action } from './actions.ts'

export type Permission = {
  readonly value: string
  /** Of the app role; absent when the permission exists for people only. */
  readonly id?: string
  /** Of the delegated permission; absent when it exists for applications only. */
  readonly scope?: string
  readonly gives: readonly Action[]
  /** Only of what the application owns. */
  readonly owned?: true
  readonly describes: string
}

const d = 'microsoft.directory/'
const readApplications = [`${d}applications/standard/read`, `${d}servicePrincipals/appRoleAssignedTo/read`] as Action[]
const writeApplications = [
  ...readApplications,
  ...actionsOf(
    `${d}applicationTemplates/`, `${d}applications/create`, `${d}applications/basic/`, `${d}applications/owners/`,
    `${d}applications/credentials/`, `${d}applications/delete`, `${d}applications/synchronization/`,
  ),
] // prettier-ignore
const readSynchronization = actionsOf(`${d}servicePrincipals/synchronization/`, `${d}applications/synchronization/`)
const writeSynchronization = [
  ...readSynchronization,
  ...actionsOf(`${d}servicePrincipals/synchronizationJobs/`, `${d}servicePrincipals/synchronizationSchema/`,
    `${d}servicePrincipals/synchronizationCredentials/`),
] // prettier-ignore
const assign = actionsOf(`${d}servicePrincipals/appRoleAssigned`, `${d}servicePrincipals/appRoleAssignments/`)
const writeUsers = actionsOf(`${d}users/standard/`, `${d}users/create`, `${d}users/basic/`, `${d}users/manager/`,
  `${d}users/delete`, `${d}users/restore`) // prettier-ignore
const readDirectory = [
  ...readApplications,
  ...actionsOf(
    `${d}users/standard/`,
    `${d}groups/standard/`,
    `${d}roleManagement/standard/`,
    `${d}organization/standard/`,
  ),
]

export const permissions: readonly Permission[] = [
  { value: 'Synchronization.Read.All', id: '5ba43d2f-fa88-4db2-bd1c-a67c5f0fb1ce', scope: '7aa02aeb-824f-4fbe-a3f7-611f751f5b55',
    gives: readSynchronization, describes: 'Read all synchronization data' },
  { value: 'Synchronization.ReadWrite.All', id: '9b50c33d-700f-43b1-b2eb-87e89b703581', scope: '7bb27fa3-ea8f-4d67-a916-87715b6188bd',
    gives: writeSynchronization, describes: 'Read and write all synchronization data' },
  { value: 'SynchronizationData-User.Upload', id: 'db31e92a-b9ea-4d87-bf6a-75a37a9ca35a', scope: '1a2e7420-4e92-4d2b-94cb-fb2952e9ddf7',
    gives: actionsOf(`${d}servicePrincipals/synchronizationData/`), describes: 'Upload user data to inbound jobs' },
  { value: 'SynchronizationData-User.Upload.OwnedBy', id: '25c32ff3-849a-494b-b94f-20a8ac4e6774', owned: true,
    gives: actionsOf(`${d}servicePrincipals/synchronizationData/`), describes: 'Upload user data to inbound jobs of applications that it owns' },
  { value: 'Application.Read.All', id: '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30', scope: 'c79f8feb-a9db-4090-85f9-90d820caa0eb',
    gives: readApplications, describes: 'Read all applications' },
  { value: 'Application.ReadWrite.All', id: '1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9', scope: 'bdfbf15f-ee85-4955-8675-146e8e5296b5',
    gives: writeApplications, describes: 'Read and write all applications' },
  { value: 'Application.ReadWrite.OwnedBy', id: '18a4783c-866b-4cc7-a460-3d5e5662c884', owned: true,
    gives: [...writeApplications, ...writeSynchronization], describes: 'Manage applications that this one creates or owns' },
  { value: 'AppRoleAssignment.ReadWrite.All', id: '06b708a9-e830-4db3-a914-8e69da51d44f', scope: '84bccea3-f856-4a8a-967b-dbe0a3d53a64',
    gives: assign, describes: 'Manage assignments, and permissions of applications' },
  { value: 'Directory.Read.All', id: '7ab1d382-f21e-4acd-a863-ba3e13f7da61', scope: '06da0dbc-49e2-44d2-8312-53f166ab848a',
    gives: readDirectory, describes: 'Read directory data' },
  { value: 'Directory.ReadWrite.All', id: '19dbc75e-c2e2-444c-a770-ec69d8559fc7', scope: 'c5366453-9fb0-48a5-a156-24f0c49a4b84',
    gives: [...readDirectory, ...writeApplications, ...writeUsers, ...actionsOf(`${d}groups/`)], describes: 'Read and write directory data' },
  { value: 'User.Read.All', id: 'df021288-bdef-4463-88db-98f22de89214', scope: 'a154be20-db9c-4678-8ab7-66f6cc099a59',
    gives: actionsOf(`${d}users/standard/`), describes: "Read all people's profiles" },
  { value: 'User.ReadWrite.All', id: '741f803b-c850-494e-b5df-cde7c675a1ca', scope: '204e0828-b5ca-4ad8-b9f3-f32a958e7cc4',
    gives: writeUsers, describes: "Read and write all people's profiles" },
  { value: 'Group.Read.All', id: '5b567255-7703-4780-807c-7be8301ae99b', scope: '5f8c59db-677d-491f-a6b8-5f174b11ec1d',
    gives: actionsOf(`${d}groups/standard/`), describes: 'Read all groups' },
  { value: 'Group.Create', id: 'bf7b1a76-6e77-406b-b258-bf5c7720e98f',
    gives: actionsOf(`${d}groups/create`), describes: 'Create groups' },
  { value: 'Group.ReadWrite.All', id: '62a82d76-70ea-41e2-9197-370581804d09', scope: '4e46008b-f24c-477d-8fff-7bb4ec7aafe0',
    gives: actionsOf(`${d}groups/`), describes: 'Read and write all groups' },
  { value: 'GroupMember.Read.All', id: '98830695-27a2-44f7-8c18-0c3ebc9698f6', scope: 'bc024368-1153-4739-b217-4326f2e966d0',
    gives: actionsOf(`${d}groups/standard/`), describes: 'Read all group memberships' },
  { value: 'GroupMember.ReadWrite.All', id: 'dbaae8cf-10b5-4b86-a4a1-f871c94c6695', scope: 'f81125ac-d3b7-4573-a3b2-7099cc39df9e',
    gives: actionsOf(`${d}groups/standard/`, `${d}groups/members/`), describes: 'Read and write all group memberships' },
  { value: 'AuditLog.Read.All', id: 'b0afded3-3588-46d8-8b3d-9842eff778da', scope: 'e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20',
    gives: actionsOf(`${d}provisioningLogs/`, `${d}auditLogs/`), describes: 'Read all audit log data' },
  // Microsoft's id of this one is not published; clients look it up by its value.
  { value: 'ProvisioningLog.Read.All', id: '75736865-7200-4000-8000-70726f766c6f', scope: '75736865-7200-4000-8000-70726f766c70',
    gives: actionsOf(`${d}provisioningLogs/`), describes: 'Read all provisioning log data' },
  { value: 'RoleManagement.Read.Directory', id: '483bed4a-2ad3-4361-a73b-c83ccdbdc53c', scope: '741c54c3-0c1e-44a1-818b-3f97ab4e8c83',
    gives: actionsOf(`${d}roleManagement/standard/`), describes: 'Read directory roles' },
  { value: 'RoleManagement.ReadWrite.Directory', id: '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8', scope: 'd01b97e9-cbc0-49fe-810a-750afd5527a3',
    gives: actionsOf(`${d}roleManagement/`), describes: 'Read and write directory roles' },
  { value: 'Organization.Read.All', id: '498476ce-e0fe-48b0-b801-37ba7e2685c6', scope: '4908d5b9-3fb2-4b1e-9336-1888b7937185',
    gives: actionsOf(`${d}organization/standard/`), describes: 'Read the tenant' },
  { value: 'User.Read', scope: 'e1fe6dd8-ba31-4d61-89e7-88639da4683d', gives: [], describes: 'Sign in and read their own profile' },
  // The command line and the console act with all that the person's roles give.
  { value: 'user_impersonation', scope: '75736865-7200-4000-8000-696d70657273', gives: everyAction, describes: 'Use Usher as the signed-in person' },
] // prettier-ignore

/** The resource that these belong to. */
export const graphAppId = '00000003-0000-0000-c000-000000000000'
