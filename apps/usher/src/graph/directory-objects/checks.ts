/** Which groups, and which roles, somebody or something has: useful to test a scope with (graph-api.md 5.5). */
import { z } from 'zod'
import { groupsOf } from '../../store/graph-objects.ts'
import { roleAssignments } from '../../store/roles.ts'
import type { Action } from '../access/actions.ts'
import { whichServicePrincipal } from '../applications/which.ts'
import { whichGroup } from '../groups/which.ts'
import type { Call, Owned, Route } from '../route.ts'
import { whichUser } from '../users/which.ts'
import { metadata } from '../wire/page.ts'
import { objectWith } from './routes.ts'

const ids = z.array(z.string().max(100)).max(20)
const takes = {
  checkMemberGroups: z.object({ groupIds: ids }),
  checkMemberObjects: z.object({ ids }),
  getMemberGroups: z.object({ securityEnabledOnly: z.boolean().nullish() }),
  getMemberObjects: z.object({ securityEnabledOnly: z.boolean().nullish() }),
} as const
const says = {
  checkMemberGroups: 'Which of these groups it belongs to, at any depth.',
  checkMemberObjects: 'Which of these groups and roles it has, at any depth.',
  getMemberGroups: 'The groups that it belongs to, at any depth.',
  getMemberObjects: 'The groups and roles that it has, at any depth.',
} as const
type Name = keyof typeof takes

type Noun = {
  readonly noun: string
  readonly action: Action | null
  readonly owned?: Owned['type']
  which(call: Call): Promise<{ readonly id: string }>
}
const nouns: readonly Noun[] = [
  { noun: 'users', action: 'microsoft.directory/users/standard/read', which: whichUser },
  { noun: 'groups', action: 'microsoft.directory/groups/standard/read', owned: 'group', which: whichGroup },
  {
    noun: 'servicePrincipals',
    action: 'microsoft.directory/applications/standard/read',
    owned: 'servicePrincipal',
    which: whichServicePrincipal,
  },
  {
    noun: 'directoryObjects',
    action: null,
    which: async (call) => (await objectWith(call, call.params['id'] ?? '')).shown,
  },
]

export const checkRoutes: readonly Route[] = nouns.flatMap(({ noun, action, owned, which }) =>
    (Object.keys(takes) as readonly Name[]).map((name): Route => ({
      method: 'POST',
      path: `/${noun}/:id/${name}`,
      action,
      ...(owned !== undefined && { owned }),
      says: says[name],
      takes: takes[name],
      handle: async (call) => {
        const given = takes[name].parse(call.body ?? {}) as Readonly<Record<string, readonly string[] | boolean>>
        const { id } = await which(call)
        const has = await having(call, id, {
          securityOnly: given['securityEnabledOnly'] === true,
          roles: name.endsWith('Objects'),
        })
        const asked = given['groupIds'] ?? given['ids']
        const value = Array.isArray(asked) ? asked.map((one) => one.toLowerCase()).filter((one) => has.has(one)) : has
        return { status: 200, body: { '@odata.context': metadata(call, 'Collection(Edm.String)'), value: [...new Set(value)] } }
      },
    })),
  ) // prettier-ignore

async function having(
  { context: { house } }: Call,
  id: string,
  { securityOnly, roles }: { readonly securityOnly: boolean; readonly roles: boolean },
): Promise<ReadonlySet<string>> {
  const groups = await groupsOf(house.store, id, { securityOnly })
  if (!roles || securityOnly) return new Set(groups)
  const holders = new Set([id, ...(await groupsOf(house.store, id, { direct: true }))])
  const given = (await roleAssignments(house.store)).filter(({ principalId }) => holders.has(principalId))
  return new Set([...groups, ...given.map(({ roleId }) => roleId)])
}
