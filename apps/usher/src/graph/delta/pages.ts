/** A page of a delta: what there is, or what changed. */
import { sql, type RawBuilder } from 'kysely'
import { firstId } from '../../connectors/directory/feed.ts'
import { uuids } from '../../store/bulk.ts'
import { changedSince, edgesOfGroups, edgesOfLives, edgesSince, type Edge } from '../../store/delta.ts'
import type { ChangeType, Store } from '../../store/directory.ts'
import { groupRows } from '../../store/graph-groups.ts'
import { userRows } from '../../store/graph-users.ts'
import { registrations } from '../../store/registrations.ts'
import { servicePrincipals } from '../../store/service-principals.ts'
import type { Noun, Place, Round } from './token.ts'

export type Page = {
  readonly ids: readonly string[]
  /** Which of these were made since then. */
  readonly made: ReadonlySet<string>
  readonly edges: readonly Edge[]
  /** Where the next one begins; null: the round is over. */
  readonly next: Place | null
}
export const nothing: Page = { ids: [], made: new Set(), edges: [], next: null }
/** `members`: whether those of groups are wanted. */
type Wanted = { readonly noun: Noun; readonly members: boolean }

export function pageOf(store: Store, round: Round, wanted: Wanted): Promise<Page> {
  const { place } = round
  switch (place.of) {
    case 'all':
      return allOf(store, { ...round, place }, wanted)
    case 'objects':
      return objectsOf(store, { ...round, place }, wanted)
    case 'edges':
      return edgesAt(store, { ...round, place })
    case 'lives':
      return livesAt(store, { ...round, place })
  }
}

type Source = {
  readonly type: ChangeType
  /** What the rows of `read` are called in its conditions. */
  readonly row: RawBuilder<unknown>
  read(
    store: Store,
    asked: { readonly where: RawBuilder<unknown>; readonly limit: number },
  ): Promise<readonly { readonly id: string }[]>
}
const sources: Readonly<Record<Noun, Source>> = {
  users: { type: 'User', row: sql`u`, read: userRows },
  groups: { type: 'Group', row: sql`g`, read: groupRows },
  applications: { type: 'Application', row: sql`r`, read: registrations },
  servicePrincipals: { type: 'ServicePrincipal', row: sql`a`, read: servicePrincipals },
}

type At<O extends Place['of']> = Omit<Round, 'place'> & { readonly place: Extract<Place, { of: O }> }

async function allOf(store: Store, { asked, place }: At<'all'>, { noun, members }: Wanted): Promise<Page> {
  const { ids: only, size } = asked
  const { row, read } = sources[noun]
  const column = sql`${row}.id`
  const within = only === null ? sql`true` : sql`${column} in ${uuids(only)}`
  // A group of which not all members were told yet is in the page again.
  const from = place.member === null ? sql`${column} > ${place.id}::uuid` : sql`${column} >= ${place.id}::uuid`
  const where = sql`${row}.deleted_at is null and ${within} and ${from}`
  const found = await read(store, { where, limit: size + 1 })
  const rows = found.slice(0, size).map(({ id }) => id)
  const last = rows.at(-1)
  const next: Place | null = found.length > size && last !== undefined ? { of: 'all', id: last, member: null } : null
  if (!members || rows.length === 0) return { ...nothing, ids: rows, next }
  const after = { group: place.id, member: place.member ?? lastId }
  const edges = await edgesOfGroups(store, rows, { after, limit: mostEdges + 1 })
  if (edges.length <= mostEdges) return { ...nothing, ids: rows, edges, next }
  const told = edges.slice(0, mostEdges)
  const end = told.at(-1) as Edge
  return {
    ...nothing,
    ids: rows.filter((id) => id <= end.group),
    edges: told,
    next: { of: 'all', id: end.group, member: end.member },
  }
}

/** More members than that are told in another page. */
const mostEdges = 2000
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

async function objectsOf(store: Store, { asked, since, place }: At<'objects'>, { noun, members }: Wanted): Promise<Page> {
  if (since === null) return nothing
  const { type } = sources[noun]
  const { ids: only, size: limit } = asked
  const found = await changedSince(store, type, { since, only, limit, after: place })
  const last = found.at(-1)
  const behind: Place | null = members ? { of: 'edges', xid: '0', group: firstId, member: firstId } : null
  return {
    ...nothing,
    ids: found.map(({ id }) => id),
    made: new Set(found.filter(({ isNew }) => isNew).map(({ id }) => id)),
    next: last === undefined || found.length < limit ? behind : { of: 'objects', xid: last.xid, id: last.id },
  }
} // prettier-ignore

async function edgesAt(store: Store, { asked, since, place }: At<'edges'>): Promise<Page> {
  if (since === null) return nothing
  const found = await edgesSince(store, { since, only: asked.ids, limit: mostEdges, after: place })
  const last = found.at(-1)
  return {
    ...nothing,
    edges: found,
    next:
      last === undefined || found.length < mostEdges
        ? { of: 'lives', xid: '0', id: firstId }
        : { of: 'edges', xid: last.xid, group: last.group, member: last.member },
  }
}

async function livesAt(store: Store, { asked, since, place }: At<'lives'>): Promise<Page> {
  if (since === null) return nothing
  const limit = 100
  const found = await changedSince(store, 'UserLife', { since, only: null, limit, after: place })
  const last = found.at(-1)
  const edges = await edgesOfLives(store, found.map(({ id }) => id), asked.ids) // prettier-ignore
  return {
    ...nothing,
    edges,
    next: last === undefined || found.length < limit ? null : { of: 'lives', xid: last.xid, id: last.id },
  }
}
