import { refKey } from '../map/references.ts'
import { isLate } from '../plan/diff.ts'
import type { Change } from '../types.ts'

/** Longer chains of command within one page are settled after the page. */
const deepest = 6

/**
 * The changes of a page in the order of writing: whoever is referred to stands in an earlier wave.
 *
 * In a circle somebody has to be first; the reference to them is settled after the page.
 */
export function waves(changes: readonly Change[]): readonly (readonly Change[])[] {
  const creates = new Map(
    changes.filter((change) => change.action === 'create').map((change) => [refKey(change.ref), change]),
  )
  const depths = new Map<string, number>()
  const depth = (change: Change, above: number): number => {
    const key = refKey(change.ref)
    const known = depths.get(key)
    if (known !== undefined) return known
    depths.set(key, 0) // seen again below: a circle
    if (above >= deepest) return 0
    const late = change.facts.desired.flows.flatMap(({ value }) =>
      isLate(value) && value.late === 'targetId' ? [value.of] : [],
    )
    const levels = late.flatMap((ref) => {
      const other = creates.get(refKey(ref))
      return other === undefined ? [] : [depth(other, above + 1) + 1]
    })
    const mine = Math.min(deepest, Math.max(0, ...levels))
    depths.set(key, mine)
    return mine
  }
  const result: Change[][] = []
  for (const change of changes) {
    const level = depth(change, 0)
    ;(result[level] ??= []).push(change)
  }
  return result.filter((wave) => wave !== undefined)
}
