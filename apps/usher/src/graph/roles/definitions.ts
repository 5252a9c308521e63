/** Role definitions over the Graph: the built-in ones, which are a table, and custom ones, which are made of its actions. */
import { z } from 'zod'
import { audit } from '../../store/audit.ts'
import { customRoles, removeCustomRole, saveCustomRole, type CustomRole } from '../../store/roles.ts'
import type { Store } from '../../store/directory.ts'
import { everyAction } from '../access/actions.ts'
import { roles } from '../access/roles.ts'
import { noContent, type Call, type Route } from '../route.ts'
import { entityAnswer } from '../wire/entity.ts'
import { GraphFault, notFound } from '../wire/fault.ts'
import { selected } from '../wire/page.ts'
import { shortList } from '../wire/short-list.ts'

const read = 'microsoft.directory/roleManagement/standard/read'
const write = 'microsoft.directory/roleManagement/allProperties/update'
const at = '/roleManagement/directory/roleDefinitions'

const body = z.object({
  displayName: z.string().trim().min(1).max(256),
  description: z.string().max(1024).nullish(),
  isEnabled: z.boolean().default(true),
  rolePermissions: z.array(z.object({ allowedResourceActions: z.array(z.string()) })).min(1),
})

type Definition = ReturnType<typeof shown>

/** Built-in and custom, as the Graph shows them. */
export async function definitions(store: Pick<Store, 'db' | 'tenant'>) {
  const builtIn = roles.map(({ id, displayName, describes, gives }) =>
    shown({ id, displayName, description: describes, enabled: true, actions: gives }, true),
  )
  return [...builtIn, ...(await customRoles(store)).map((one) => shown(one, false))]
}

export async function definitionById(store: Pick<Store, 'db' | 'tenant'>, id: string): Promise<Definition> {
  const found = (await definitions(store)).find((one) => one.id === id.toLowerCase())
  if (found === undefined) throw notFound(id)
  return found
}

function shown({ id, displayName, description, enabled, actions }: CustomRole, isBuiltIn: boolean) {
  return {
    id,
    displayName,
    description,
    isBuiltIn,
    isEnabled: enabled,
    resourceScopes: ['/'],
    rolePermissions: [{ allowedResourceActions: actions, condition: null }],
    templateId: id,
    version: '1',
  }
}

export const definitionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: at,
    action: read,
    says: 'Built-in and custom roles, with the actions that they give.',
    handle: async (call) =>
      shortList(call, {
        of: 'roleManagement/directory/roleDefinitions',
        resource: 'unifiedRoleDefinition',
        items: await definitions(call.context.house.store),
      }),
  },
  {
    method: 'GET',
    path: `${at}/:id`,
    action: read,
    says: 'One role.',
    handle: async (call) => entity(call, 200, await definitionById(call.context.house.store, call.params['id'] ?? '')),
  },
  {
    method: 'POST',
    path: at,
    action: write,
    says: 'Makes a custom role of actions.',
    takes: body,
    handle: async (call) => {
      const made = await save(call, body.parse(call.body))
      await act(call, 'Add role definition', made.displayName)
      return entity(call, 201, shown(made, false))
    },
  },
  {
    method: 'PATCH',
    path: `${at}/:id`,
    action: write,
    says: 'Changes a custom role.',
    takes: body.partial(),
    handle: async (call) => {
      const before = await custom(call)
      const now = body.parse({ ...before, ...z.record(z.string(), z.unknown()).parse(call.body) })
      const { id } = await save(call, now, before.id)
      await act(call, 'Update role definition', now.displayName, { id })
      return noContent
    },
  },
  {
    method: 'DELETE',
    path: `${at}/:id`,
    action: write,
    says: 'Removes a custom role, also from everybody who has it.',
    handle: async (call) => {
      const { id, displayName } = await custom(call)
      await removeCustomRole(call.context.house.store, id)
      await act(call, 'Delete role definition', displayName, { id })
      return noContent
    },
  },
]

async function custom(call: Call): Promise<Definition> {
  const found = await definitionById(call.context.house.store, call.params['id'] ?? '')
  if (!found.isBuiltIn) return found
  throw new GraphFault('badRequest', `${found.displayName} is built in and stays as it is. Make a custom role.`)
}

async function save(call: Call, role: z.input<typeof body>, id?: string): Promise<CustomRole> {
  const actions = [...new Set(role.rolePermissions.flatMap(({ allowedResourceActions }) => allowedResourceActions))]
  const known = new Set<string>(everyAction)
  const unknown = actions.find((action) => !known.has(action))
  if (unknown !== undefined)
    throw new GraphFault('badRequest', `There is no action '${unknown}'. docs/reference/access.md lists them.`)
  return saveCustomRole(call.context.house.store, {
    ...(id !== undefined && { id }),
    displayName: role.displayName,
    description: role.description ?? null,
    enabled: role.isEnabled ?? true,
    actions,
  })
}

function entity(call: Call, status: number, definition: Definition) {
  const shows = selected(definition, call.query.select)
  return entityAnswer(call, 'roleManagement/directory/roleDefinitions', shows, status)
}

async function act(
  call: Call,
  activity: 'Add role definition' | 'Update role definition' | 'Delete role definition',
  object: string,
  details: Readonly<Record<string, string>> = {},
): Promise<void> {
  await audit(call.context.house.store, { actor: call.caller.name, activity, object, details })
}
