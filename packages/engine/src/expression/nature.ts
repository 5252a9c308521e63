import { partsOf } from './syntax.ts'
import type { Node, Parsed } from './syntax.ts'

/**
 * What an expression depends on beside its attributes.
 *
 * `random`: it gives another value each time. `now`: the time itself is in the value (`shown`), or the value only
 * changes at moments, since the time is compared (`compared`). `days`: it changes with a day, and says when.
 */
export type Nature = {
  readonly random: boolean
  readonly now: 'no' | 'compared' | 'shown'
  readonly days: boolean
}

const randomFunctions: ReadonlySet<string> = new Set(['Guid', 'RandomString'])
const dayFunctions: ReadonlySet<string> = new Set(['DayBegun', 'DayEnded'])

export function natureOf({ root }: Parsed): Nature {
  const found: Found = { random: false, compared: false, shown: false, days: false }
  visit(root, false, found)
  const { random, days } = found
  return { random, now: found.shown ? 'shown' : found.compared ? 'compared' : 'no', days }
}

type Found = Record<'random' | 'compared' | 'shown' | 'days', boolean>

function visit(node: Node, compared: boolean, found: Found): void {
  if (node.kind === 'call' && randomFunctions.has(node.name)) found.random = true
  if (node.kind === 'call' && dayFunctions.has(node.name)) found.days = true
  if (node.kind === 'call' && node.name === 'Now') found[compared ? 'compared' : 'shown'] = true
  for (const part of partsOf(node)) visit(part, compared || node.kind === 'compare', found)
}
