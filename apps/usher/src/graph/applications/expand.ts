/** `$expand=owners` of applications and service principals, and `appRoleAssignedTo` of the latter: at most 20 each (graph-api.md 1.5). */
import { firstRoleAssignments } from '../../store/app-role-assignments.ts'
import { ownersOfThese, type OwnedType } from '../../store/owners.ts'
import { shownAssignment } from '../app-role-assignments/shown.ts'
import { shownOwner } from '../owners/shown.ts'
import type { Call } from '../route.ts'
import { GraphFault } from '../wire/fault.ts'
import { selected } from '../wire/page.ts'

const most = 20
type Shown = Readonly<Record<string, unknown>> & { readonly id: string }

/** The objects with what was asked for beside them; `$select` does not take it away again. */
export async function expanded(
  call: Call,
  type: Exclude<OwnedType, 'group'>,
  objects: readonly Shown[],
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { expand, select } = call.query
  const [one, ...others] = expand
  if (one === undefined) return objects.map((object) => selected(object, select))
  if (others.length > 0) throw new GraphFault('badRequest', '$expand takes one property.')
  const related = Object.hasOwn(ways[type], one.name) ? ways[type][one.name] : undefined
  if (related === undefined)
    throw new GraphFault(
      'badRequest',
      `$expand knows ${Object.keys(ways[type]).join(' and ')} here, not '${one.name}'.`,
    )
  const lists = await related(call, objects.map(({ id }) => id)) // prettier-ignore
  return objects.map((object) => ({
    ...selected(object, select),
    [one.name]: (lists.get(object.id) ?? []).slice(0, most).map((item) => selected(item, one.select)),
  }))
}

/** The lists of all objects of a page, in one question. */
type Way = (
  call: Call,
  ids: readonly string[],
) => Promise<ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>>
const owners =
  (type: Exclude<OwnedType, 'group'>): Way =>
  async ({ context: { house } }, ids) =>
    each(await ownersOfThese(house.store, type, ids), shownOwner)

const ways: Readonly<Record<Exclude<OwnedType, 'group'>, Readonly<Record<string, Way | undefined>>>> = {
  application: { owners: owners('application') },
  servicePrincipal: {
    owners: owners('servicePrincipal'),
    appRoleAssignedTo: assignments('resourceId'),
    appRoleAssignments: assignments('principalId'),
  },
}

function assignments(side: 'resourceId' | 'principalId'): Way {
  return async ({ context: { house } }, ids) =>
    each(await firstRoleAssignments(house.store, ids, { side, limit: most }), shownAssignment)
}

function each<I, O>(lists: ReadonlyMap<string, readonly I[]>, show: (one: I) => O): ReadonlyMap<string, readonly O[]> {
  return new Map([...lists].map(([id, list]) => [id, list.map(show)]))
}
