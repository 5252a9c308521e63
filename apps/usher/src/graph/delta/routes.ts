/** Deltas of people, groups, app registrations and service principals (graph-api.md 5.6). */
import { sql, type RawBuilder } from 'kysely'
import { uuids } from '../../store/bulk.ts'
import { propertiesSince, type Edge } from '../../store/delta.ts'
import { groupRows } from '../../store/graph-groups.ts'
import { userRows } from '../../store/graph-users.ts'
import { registrations } from '../../store/registrations.ts'
import { servicePrincipals } from '../../store/service-principals.ts'
import { shownApplications } from '../applications/entity.ts'
import { shownServicePrincipals } from '../service-principals/entity.ts'
import { prefers } from '../wire/prefers.ts'
import { shownGroup, usualOfGroup } from '../groups/entity.ts'
import type { Answer, Call, Route } from '../route.ts'
import { shownUser } from '../users/entity.ts'
import { usualOfUser } from '../users/properties.ts'
import { GraphFault } from '../wire/fault.ts'
import { metadata, selected } from '../wire/page.ts'
import { namesOf } from './names.ts'
import { nothing, pageOf, type Page } from './pages.ts'
import { linkTo, roundOf, type Noun, type Round } from './token.ts'

export const deltaRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/users/delta',
    action: 'microsoft.directory/users/standard/read',
    says: 'People, and what of them changed since a link that an earlier answer had.',
    handle: (call) => delta(call, 'users'),
  },
  {
    method: 'GET',
    path: '/groups/delta',
    action: 'microsoft.directory/groups/standard/read',
    says: 'Groups with their members, and what of them changed since a link that an earlier answer had.',
    handle: (call) => delta(call, 'groups'),
  },
  {
    method: 'GET',
    path: '/applications/delta',
    action: 'microsoft.directory/applications/standard/read',
    says: 'App registrations, and which changed since a link that an earlier answer had.',
    handle: (call) => delta(call, 'applications'),
  },
  {
    method: 'GET',
    path: '/servicePrincipals/delta',
    action: 'microsoft.directory/applications/standard/read',
    says: 'Service principals, and which changed since a link that an earlier answer had.',
    handle: (call) => delta(call, 'servicePrincipals'),
  },
]

async function delta(call: Call, noun: Noun): Promise<Answer> {
  const { round, latest, later } = await roundOf(call, noun)
  const { select } = round.asked
  const names = (select ?? []).map((name) => name.toLowerCase())
  if (noun !== 'users' && names.includes('owners'))
    throw new GraphFault('unsupportedQuery', `Owners are not part of a delta here; ask for /${noun}/{id}/owners.`)
  const members = noun === 'groups' && (select === null || names.includes('members'))
  // Which property of an application changed is not known, so it is told whole.
  const minimal = later && noun in usual && prefers(call, 'return=minimal')
  let page: Page = { ...nothing, next: latest ? null : round.place }
  // What holds nothing is not worth a page.
  while (page.ids.length === 0 && page.edges.length === 0 && page.next !== null)
    page = await pageOf(call.context.house.store, { ...round, place: page.next }, { noun, members })
  const value = await items(call, page, { round, noun, minimal, managers: names.includes('manager') })
  const link = { [page.next === null ? '@odata.deltaLink' : '@odata.nextLink']: linkTo(call, noun, round, page.next) }
  return {
    status: 200,
    ...(minimal && { headers: { 'preference-applied': 'return=minimal' } }),
    body: { '@odata.context': metadata(call, select === null ? noun : `${noun}(${select.join(',')})`), ...link, value },
  }
}

const usual: Readonly<Partial<Record<Noun, readonly string[]>>> = { users: usualOfUser, groups: usualOfGroup }

type How = { readonly round: Round; readonly noun: Noun; readonly minimal: boolean; readonly managers: boolean }
type Item = Readonly<Record<string, unknown>> & { readonly id: string }
type Live = {
  readonly shown: Item
  readonly managerId: string | null
  readonly isDeleted: boolean
}

async function items(call: Call, { ids, made, edges }: Page, how: How): Promise<readonly object[]> {
  const { round: { since, asked }, noun, minimal } = how // prettier-ignore
  const byGroup = Map.groupBy(edges, ({ group }) => group)
  const known = await objectsByIds(call, noun, [...new Set([...ids, ...byGroup.keys()])])
  const changed = since === null ? null : await propertiesSince(call.context.house.store, ids, since)
  const own = new Set(ids)
  const found = [...new Set([...ids, ...byGroup.keys()])].flatMap((id): readonly object[] => {
    const object = known.get(id)
    if (object === undefined) return own.has(id) ? [{ id, '@removed': { reason: 'deleted' } }] : []
    if (object.isDeleted) return own.has(id) ? [{ id, '@removed': { reason: 'changed' } }] : []
    const its = changed?.get(id) ?? []
    // Who is new, or there again, is told whole.
    const whole = !minimal || made.has(id) || its.includes('deleted_at')
    const asFar = selected(object.shown, asked.select, usual[noun] ?? null)
    const cut = whole ? asFar : selected(asFar, namesOf(its))
    const manager = how.managers ? managerDelta(object, changed?.get(id) ?? null) : {}
    const parts = { ...cut, ...manager, ...membersDelta(byGroup.get(id)) }
    return !whole && Object.keys(parts).length <= 1 ? [] : [parts]
  })
  return found
}

async function objectsByIds(call: Call, noun: Noun, ids: readonly string[]): Promise<ReadonlyMap<string, Live>> {
  if (ids.length === 0) return new Map()
  const { store } = call.context.house
  const asked = (row: RawBuilder<unknown>) => ({ where: sql`${row}.id in ${uuids(ids)}`, limit: ids.length })
  if (noun === 'applications') {
    const rows = await registrations(store, asked(sql`r`))
    return clients(rows, await shownApplications(call, rows))
  }
  if (noun === 'servicePrincipals') {
    const rows = await servicePrincipals(store, asked(sql`a`))
    return clients(rows, await shownServicePrincipals(call, rows))
  }
  const live = (row: { readonly id: string; readonly deleted_at: string | null }, shown: Item, managerId: string | null): [string, Live] =>
    [row.id, { shown, managerId, isDeleted: row.deleted_at !== null }] // prettier-ignore
  if (noun === 'groups')
    return new Map((await groupRows(store, asked(sql`g`))).map((row) => live(row, shownGroup(row), null))) // prettier-ignore
  const rows = await userRows(store, asked(sql`u`))
  return new Map(rows.map((row) => live(row, shownUser(row), row.manager_id)))
}

type Client = { readonly id: string; readonly deletedDateTime: string | null }

function clients(rows: readonly Client[], shown: readonly Item[]): ReadonlyMap<string, Live> {
  const known = new Map(shown.map((one) => [one.id, one]))
  return new Map(
    rows.map(({ id, deletedDateTime }) => [
      id,
      { shown: known.get(id) ?? { id }, managerId: null, isDeleted: deletedDateTime !== null },
    ]),
  )
}

const userType = '#microsoft.graph.user'

/** Who manages them now, and who does not any more. `changed`: null in a round of everything. */
function managerDelta({ managerId }: Live, changed: readonly string[] | null): object {
  const before = (changed ?? []).flatMap((name) => (name.startsWith('manager/') ? [name.slice('manager/'.length)] : []))
  const ended = before
    .filter((id) => id !== managerId)
    .map((id) => ({ '@odata.type': userType, id, '@removed': { reason: 'deleted' } }))
  const now = managerId === null ? [] : [{ '@odata.type': userType, id: managerId }]
  return ended.length + now.length === 0 ? {} : { 'manager@delta': [...ended, ...now] }
}

const memberTypes = {
  User: userType,
  Group: '#microsoft.graph.group',
  ServicePrincipal: '#microsoft.graph.servicePrincipal',
} as const

function membersDelta(edges: readonly Edge[] | undefined): object {
  if (edges === undefined) return {}
  return {
    'members@delta': edges.map(({ member, type, is }) => ({
      '@odata.type': memberTypes[type],
      id: member,
      ...(!is && { '@removed': { reason: 'deleted' } }),
    })),
  }
}
