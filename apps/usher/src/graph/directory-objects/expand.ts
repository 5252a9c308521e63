/** `$expand` of people and groups: the manager, up to the top where it is asked for, or the first twenty of a list (graph-api.md 1.5). */
import { firstRelated, type relations } from '../../store/graph-objects.ts'
import { usersByIds } from '../../store/graph-users.ts'
import { ownedByThese, ownersOfThese, type NamedOwned, type NamedOwner } from '../../store/owners.ts'
import type { UserRow } from '../../store/users.ts'
import type { Call } from '../route.ts'
import { userShower } from '../users/entity.ts'
import { usualOfUser } from '../users/properties.ts'
import { GraphFault } from '../wire/fault.ts'
import { selected } from '../wire/page.ts'
import type { Expand } from '../wire/query.ts'
import { relationFor } from './relation-for.ts'
import { mayReadClients, shownObjects, typed } from './objects.ts'

type Kind = 'user' | 'group'
type Row = { readonly id: string; readonly manager_id?: string | null }
type More = ReadonlyMap<string, Readonly<Record<string, unknown>>>

const expandable: Readonly<Record<Kind, readonly string[]>> = {
  user: ['manager', 'directReports', 'memberOf', 'transitiveMemberOf', 'ownedObjects'],
  group: ['members', 'transitiveMembers', 'owners', 'memberOf', 'transitiveMemberOf'],
}
const most = 20
const highest = 50

/** What is to be added to each of these. Throws `GraphFault` (400) about what cannot be expanded. */
export async function expanded(call: Call, kind: Kind, rows: readonly Row[]): Promise<More> {
  const [first, ...others] = call.query.expand
  if (first === undefined) return new Map()
  if (others.length > 0) throw new GraphFault('badRequest', '$expand takes one property here.')
  const name = expandable[kind].find((one) => one.toLowerCase() === first.name.toLowerCase())
  if (name === undefined)
    throw new GraphFault(
      'badRequest',
      `Could not find a property named '${first.name}' on type 'microsoft.graph.${kind}' that can be expanded; there are ${expandable[kind].join(', ')}.`,
    )
  if (name === 'manager') return managers(call, first, rows)
  const lists = await firstOf(call, name, { ids: rows.map(({ id }) => id), select: first.select })
  return new Map(rows.map(({ id }) => [id, { [name]: lists(id) }]))
}

type Of = { readonly ids: readonly string[]; readonly select: Expand['select'] }

/** The first of each list: one question for all rows of a page. */
async function firstOf(call: Call, name: string, { ids, select }: Of): Promise<(id: string) => readonly object[]> {
  const { store } = call.context.house
  if (name === 'owners' || name === 'ownedObjects') {
    const found: ReadonlyMap<string, readonly NamedOwner[] | readonly NamedOwned[]> =
      name === 'owners' ? await ownersOfThese(store, 'group', ids) : await ownedByThese(store, ids)
    return (id) => (found.get(id) ?? []).slice(0, most).map(({ type, ...one }) => typed(type, selected(one, select)))
  }
  const relation = await relationFor(call, name as keyof typeof relations)
  const related = await firstRelated(store, ids, { relation, limit: most })
  const objects = await shownObjects(call, [...new Set([...related.values()].flat())], {
    select,
    clients: await mayReadClients(call),
  })
  const known = new Map(objects.map((one) => [one.id, one]))
  return (id) => (related.get(id) ?? []).flatMap((one) => known.get(one) ?? [])
}

async function managers(call: Call, { select, levels }: Expand, rows: readonly Row[]): Promise<More> {
  const known = new Map<string, UserRow>()
  const up = (row: Row): string[] => (typeof row.manager_id === 'string' && !known.has(row.manager_id) ? [row.manager_id] : []) // prettier-ignore
  let next = [...new Set(rows.flatMap(up))]
  for (let level = 0; level < Math.min(levels, highest) && next.length > 0; level += 1) {
    const found = await usersByIds(call.context.house.store, next)
    for (const [id, row] of found) known.set(id, row)
    next = [...new Set([...found.values()].flatMap(up))]
  }
  const show = userShower(select ?? usualOfUser)
  // Somebody may manage whoever manages them: nobody is there twice.
  const of = (id: string | null | undefined, above: ReadonlySet<string>, left: number): object | null => {
    const row = known.get(id ?? '')
    if (row === undefined || left === 0 || above.has(row.id)) return null
    const shown = typed('user', show(row))
    const higher = left > 1 ? of(row.manager_id, new Set([...above, row.id]), left - 1) : null
    return higher === null ? shown : { ...shown, manager: higher }
  }
  const entries = rows.flatMap((row): [string, Readonly<Record<string, unknown>>][] => {
    const manager = of(row.manager_id, new Set([row.id]), Math.min(levels, highest))
    return manager === null ? [] : [[row.id, { manager }]]
  })
  return new Map(entries)
}
