/** What a delta's links carry: what was asked first, how far one has read, and since when (graph-api.md 5.6). */
import { z } from 'zod'
import { currentMark, firstId, type Mark } from '../../connectors/directory/feed.ts'
import type { Filter } from '../filter/syntax.ts'
import type { Call } from '../route.ts'
import { GraphFault } from '../wire/fault.ts'
import { pageToken, valueIn } from '../wire/page.ts'

export const nouns = ['users', 'groups', 'applications', 'servicePrincipals'] as const
export type Noun = (typeof nouns)[number]
const lifetime = 7 * 86_400_000
const usual = 200
const mostIds = 50

const id = z.guid()
const xid = z.string().regex(/^\d{1,19}$/)
const mark = z.object({ system: z.string(), database: z.string(), xmin: xid, snapshot: z.string().regex(/^\d{1,19}:\d{1,19}:[\d,]*$/) }) // prettier-ignore
const asked = z.object({
  select: z.array(z.string()).nullable(),
  ids: z.array(id).max(mostIds).nullable(),
  size: z.number().int().min(1).max(999),
})
/** `all`: everything that there is, by id; `member`: within a group. The others: what changed, by transaction. */
const place = z.discriminatedUnion('of', [
  z.object({ of: z.literal('all'), id, member: id.nullable() }),
  z.object({ of: z.literal('objects'), xid, id }),
  z.object({ of: z.literal('edges'), xid, group: id, member: id }),
  z.object({ of: z.literal('lives'), xid, id }),
])
const state = z.object({
  noun: z.enum(nouns),
  /** When it was made. */
  at: z.number(),
  asked,
  /** Where the feed stood when this round began; null: it begins now. */
  mark: mark.nullable(),
  since: mark.nullable(),
  /** Null: the round is over, the next one is since `mark`. */
  place: place.nullable(),
})
export type Place = z.infer<typeof place>
export type Asked = z.infer<typeof asked>
/** A round that goes on: `since` null: of everything that there is. */
export type Round = {
  readonly asked: Asked
  readonly mark: Exact
  readonly since: Exact | null
  readonly place: Place
}
type Exact = Mark & { readonly snapshot: string }

export const beginning: Place = { of: 'all', id: firstId, member: null }

/** The round that a request goes on with, or begins. Throws `GraphFault` (400, 410). `latest`: nothing is to be read. */
export async function roundOf(
  call: Call,
  noun: Noun,
): Promise<{ readonly round: Round; readonly latest: boolean; readonly later: boolean }> {
  const { skiptoken, deltatoken } = call.query
  const now = { snapshot: '', ...(await currentMark(call.context.house.store)) }
  const latest = deltatoken?.toLowerCase() === 'latest'
  const text = skiptoken ?? (latest ? null : deltatoken)
  if (text === null)
    return { round: { asked: askedOf(call), mark: now, since: null, place: beginning }, latest, later: false }
  const read = state.safeParse(valueIn(text))
  const kept = read.success && read.data.noun === noun ? read.data : null
  if (kept === null) throw over(call, noun, { select: null, ids: null, size: usual })
  const marks = [kept.mark, kept.since].filter((one) => one !== null)
  const isOurs = marks.every(({ system, database }) => system === now.system && database === now.database)
  if (!isOurs || kept.at > Date.now() + lifetime || Date.now() - kept.at > lifetime) throw over(call, noun, kept.asked)
  const { place: at, mark: taken, since } = kept
  if (at === null) {
    const place: Place = { of: 'objects', xid: '0', id: firstId }
    return { round: { asked: kept.asked, mark: now, since: taken, place }, latest: false, later: taken !== null }
  }
  return { round: { asked: kept.asked, mark: taken ?? now, since, place: at }, latest: false, later: since !== null }
}

/** The link to the next page of this round, or, without a place, to the next round. */
export function linkTo(call: Call, noun: Noun, { asked: wanted, mark: taken, since }: Omit<Round, 'place'>, at: Place | null): string {
  const name = at === null ? '$deltatoken' : '$skiptoken'
  return address(call, noun, name, { noun, at: Date.now(), asked: wanted, mark: taken, since: at === null ? null : since, place: at })
} // prettier-ignore

function address({ base, version }: Call, noun: Noun, name: string, kept: z.infer<typeof state>): string {
  return `${base}/${version}/${noun}/delta?${name}=${pageToken(kept)}`
}

function over(call: Call, noun: Noun, wanted: Asked): GraphFault {
  const location = address(call, noun, '$skiptoken', { noun, at: Date.now(), asked: wanted, mark: null, since: null, place: beginning }) // prettier-ignore
  return new GraphFault(
    'syncStateNotFound',
    'The sync state generation is not found, or older than 7 days. Begin anew: the header Location says where.',
    { headers: { location } },
  )
}

function askedOf({ query, headers }: Call): Asked {
  const size = Number(/odata\.maxpagesize=(\d{1,3})\b/i.exec(String(headers['prefer'] ?? ''))?.[1] ?? usual)
  const expand = query.expand.map(({ name }) => name)
  const select = query.select === null ? null : [...query.select, ...expand]
  return { select, ids: query.filter === null ? null : idsIn(query.filter), size: Math.max(1, size) }
}

/** Of `id eq 'a' or id eq 'b'`. */
function idsIn(filter: Filter): string[] {
  const ids = (one: Filter): readonly unknown[] => {
    if (one.kind === 'or') return one.terms.flatMap(ids)
    const isId = (path: readonly string[]): boolean => path.join('/').toLowerCase() === 'id'
    if (one.kind === 'compare' && one.op === 'eq' && isId(one.left.path)) return [one.value]
    if (one.kind === 'in' && isId(one.left.path)) return one.values
    throw new GraphFault('unsupportedQuery', "The $filter of a delta is id eq '…', several joined by or.")
  }
  const found = ids(filter)
  if (found.length > mostIds) throw new GraphFault('unsupportedQuery', `The $filter of a delta has at most ${mostIds} ids.`)
  return found.flatMap((one) => (id.safeParse(one).success ? [String(one).toLowerCase()] : []))
} // prettier-ignore
