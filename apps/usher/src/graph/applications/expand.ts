/** `$expand=owners` of applications and service principals, and `appRoleAssignedTo` of the latter: at most 20 each (graph-api.md 1.5). */
import { sql } from 'kysely'
import { roleAssignments } from '../../store/app-role-assignments.ts'
import { ownersOf, type OwnedType } from '../../store/owners.ts'
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
  return Promise.all(
    objects.map(async (object) => {
      const list = await related(call, object.id)
      return { ...selected(object, select), [one.name]: list.slice(0, most).map((item) => selected(item, one.select)) }
    }),
  )
}

type Way = (call: Call, id: string) => Promise<readonly Readonly<Record<string, unknown>>[]>
const owners =
  (type: Exclude<OwnedType, 'group'>): Way =>
  async ({ context: { house } }, id) =>
    (await ownersOf(house.store, { type, id })).map(shownOwner)

const ways: Readonly<Record<Exclude<OwnedType, 'group'>, Readonly<Record<string, Way | undefined>>>> = {
  application: { owners: owners('application') },
  servicePrincipal: {
    owners: owners('servicePrincipal'),
    appRoleAssignedTo: assignments(sql`"resourceId"`),
    appRoleAssignments: assignments(sql`"principalId"`),
  },
}

function assignments(side: ReturnType<typeof sql>): Way {
  return async ({ context: { house } }, id) =>
    (await roleAssignments(house.store, { where: sql`s.${side} = ${id}`, limit: most })).map(shownAssignment)
}
