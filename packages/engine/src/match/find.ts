import type { Ref } from '@usher/scim'
import { TargetError, type Target } from '../ports.ts'
import type { Exchange, Link, Match, MatchingValue, TargetObject } from '../types.ts'
import { has, termsOf } from './terms.ts'
import type { Index } from './index-by-listing.ts'

/** What match needs to know of one object; `values` in order of precedence. */
export type Sought = {
  readonly ref: Ref
  readonly link: Link | null
  readonly values: readonly MatchingValue[]
  /** Everything that would flow was accepted before. */
  readonly settled: boolean
  /** Never linked, and out of scope or skipped: nothing to look for. */
  readonly idle: boolean
}

/** Where and how to look; `trace` collects the exchanges. `recreate`: search again when a linked account is gone. */
export type Search = {
  readonly target: Target
  readonly type: string
  readonly index: Index | null
  readonly recreate: boolean
  readonly trace: Exchange[]
}

export type Found = { readonly match: Match; readonly matching: MatchingValue | null }

/**
 * Finds the object at the target that is this one.
 *
 * A linked object is read by its id, never searched. An unlinked one is searched by the value that an earlier,
 * unanswered create may have used, then by each matching attribute; the first hit ends the search (mapping.md 5.4).
 */
export async function find(search: Search, sought: Sought): Promise<Found> {
  try {
    return await seek(search, sought)
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    return { match: { kind: 'unreachable', error: error.error }, matching: null }
  }
}

async function seek(search: Search, { link, values, settled, idle }: Sought): Promise<Found> {
  const { target, type, recreate, trace } = search
  if (idle) return { match: { kind: 'absent' }, matching: null }
  const linked = link?.targetId ?? null
  if (linked !== null) {
    if (settled) return { match: { kind: 'settled', id: linked }, matching: null }
    const object = await target.get({ type, id: linked }, trace)
    if (object !== null) return { match: { kind: 'linked', target: object }, matching: null }
    if (!recreate) return { match: { kind: 'vanished', id: linked }, matching: null }
  }
  const intent = link?.joinedBy ?? null
  const tries = intent === null ? values : [intent, ...values.filter((value) => !same(value, intent))]
  const first = remembering(values)
  if (tries.length === 0) return { match: { kind: 'unmatchable' }, matching: null }
  for (const value of tries) {
    // The list may be older than what another process has made meanwhile, and never told.
    const fresh = value === intent ? { ...search, index: null } : search
    const hits = distinct(await candidates(fresh, value), value)
    const [hit] = hits
    if (hits.length > 1) return { match: { kind: 'ambiguous', candidates: hits.map(({ id }) => id) }, matching: null }
    if (hit !== undefined) return { match: { kind: 'joined', target: hit }, matching: value }
  }
  return { match: first === null ? { kind: 'unmatchable' } : { kind: 'absent' }, matching: first }
}

/** What a create is found by if its answer is lost: the first value, and all the others to be sure. */
function remembering([first, ...others]: readonly MatchingValue[]): MatchingValue | null {
  if (first === undefined) return null
  return others.length === 0 ? first : { ...first, besides: others }
}

/** Of several accounts the one that has all that a create was about to send; all of them when none is told by that. */
function distinct(hits: readonly TargetObject[], { besides }: MatchingValue): readonly TargetObject[] {
  if (hits.length < 2 || besides === undefined) return hits
  const exact = hits.filter((hit) => besides.every((value) => has(hit, value)))
  return exact.length === 1 ? exact : hits
}

async function candidates(
  { target, type, index, trace }: Search,
  value: MatchingValue,
): Promise<readonly TargetObject[]> {
  if (index === null) {
    const terms = termsOf(value).map((term) => ({ path: term.path, value: term.literal ?? term.value }))
    const hits = await target.find(type, terms, trace)
    // A target that ignores `filter` returns its first page: what does not have the value is no match.
    return hits.filter((hit) => has(hit, value))
  }
  const objects = await Promise.all(index.ids(value).map((id) => target.get({ type, id }, trace)))
  return objects.filter((object) => object !== null && has(object, value)) as readonly TargetObject[]
}

function same(one: MatchingValue, other: MatchingValue): boolean {
  return one.path === other.path && one.value === other.value
}
