/** Values of SelectUniqueValue: the first candidate that the target does not have. */
import { isLate } from '../plan/diff.ts'
import type { AttributeChange, Change, MatchingTerm } from '../types.ts'
import type { Search } from './find.ts'
import { has } from './terms.ts'
import { TargetError } from '../ports.ts'

/** The candidates of a change, when it has some. */
function candidatesOf({ to }: AttributeChange): readonly string[] | null {
  return to !== undefined && isLate(to) && to.late === 'firstFree' ? to.candidates : null
}

/**
 * The first candidate that nobody at the target has and nobody else has `claimed`; null when all are taken.
 *
 * It is claimed before the target is asked, so that two people of one page cannot both get it.
 */
export async function firstFree(
  search: Pick<Search, 'target' | 'type' | 'trace'>,
  path: string,
  candidates: readonly string[],
  claimed: Set<string>,
): Promise<string | null> {
  for (const value of candidates) {
    const claim = `${path}\n${value.toLowerCase()}`
    if (claimed.has(claim)) continue
    claimed.add(claim)
    const term: MatchingTerm = { path, value, caseExact: false }
    const hits = await search.target.find(search.type, [term], search.trace)
    if (!hits.some((hit) => has(hit, term))) return value
  }
  return null
}

/**
 * The change as it would be carried out now, for showing. When the target cannot be asked, as it was.
 *
 * `claimed`: what others were shown to get.
 */
export async function previewed(search: Search, change: Change, claimed: Set<string>): Promise<Change> {
  if (change.action !== 'create' || !change.patch.some((one) => candidatesOf(one) !== null)) return change
  const patch: AttributeChange[] = []
  for (const one of change.patch) {
    const candidates = candidatesOf(one)
    if (candidates === null) patch.push(one)
    else {
      const free = await freeNow(search, one.path, candidates, claimed)
      patch.push({ ...one, to: { late: 'firstFree', candidates, ...free } })
    }
  }
  return { ...change, patch }
}

async function freeNow(
  search: Search,
  path: string,
  candidates: readonly string[],
  claimed: Set<string>,
): Promise<{ free?: string }> {
  try {
    const free = await firstFree(search, path, candidates, claimed)
    return free === null ? {} : { free }
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    return {}
  }
}
