import { partsOf } from './syntax.ts'
import type { Node, Parsed } from './syntax.ts'

/**
 * What an expression depends on beside its attributes.
 *
 * `random`: it gives another value each time. `now`: the time itself is in the value (`shown`), or the value only
 * changes at moments, since the time is compared (`compared`).
 */
export type Nature = { readonly random: boolean; readonly now: 'no' | 'compared' | 'shown' }

const randomFunctions: ReadonlySet<string> = new Set(['Guid', 'RandomString'])

export function natureOf({ root }: Parsed): Nature {
  const found = { random: false, compared: false, shown: false }
  visit(root, false, found)
  return { random: found.random, now: found.shown ? 'shown' : found.compared ? 'compared' : 'no' }
}

function visit(node: Node, compared: boolean, found: { random: boolean; compared: boolean; shown: boolean }): void {
  if (node.kind === 'call' && randomFunctions.has(node.name)) found.random = true
  if (node.kind === 'call' && node.name === 'Now') found[compared ? 'compared' : 'shown'] = true
  for (const part of partsOf(node)) visit(part, compared || node.kind === 'compare', found)
}
