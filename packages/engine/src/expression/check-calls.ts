/** Calls that cannot succeed, whoever the object is, and those that Entra documents as unsupported. */
import type { Instant } from '../types.ts'
import type { Found } from './check-rule.ts'
import { compile } from './compile.ts'
import { functions } from './functions/table.ts'
import { inOrder, parameterAt } from './functions/row.ts'
import { placeOf } from './regex/groups.ts'
import { compileRegex, type Regex } from './regex/regex.ts'
import { nodesOf } from './syntax.ts'
import type { Node } from './syntax.ts'

/** What a function can tell from its constants alone. */
export function refusedByItsRow(node: Node): readonly Found[] {
  const row = node.kind === 'call' ? functions.get(node.name) : undefined
  if (node.kind !== 'call' || row?.refuses === undefined) return []
  const slots = inOrder(row, node.slots)
  const given = slots.map((slot) => (slot === null ? null : slot.kind === 'constant' ? slot.text : undefined))
  const message = row.refuses(given)
  return message === null ? [] : [{ at: node.at, severity: 'error', message: `${node.name}: ${message}.` }]
}

const world = { now: '2026-01-01T00:00:00.000Z' as Instant, random: (count: number) => new Uint8Array(count) }

/** A call without attributes, time or chance gives the same for everybody; so does its failure. */
export function sureToFail(node: Node): readonly Found[] {
  if (node.kind !== 'call' || refusedByItsRow(node).length > 0) return []
  const inner = [...nodesOf(node)]
  if (inner.some((one) => one.kind === 'attribute' || (one.kind === 'call' && asksTheWorld.has(one.name)))) return []
  const result = compile({ kind: 'parsed', text: '', root: node })(() => undefined, world)
  if (result.kind !== 'error' || !result.message.startsWith(`${node.name}: `)) return []
  return [{ at: node.at, severity: 'error', message: `This fails whenever it is evaluated. ${result.message}.` }]
}

const asksTheWorld: ReadonlySet<string> = new Set([
  'Now', 'DefaultDomain', 'SelectUniqueValue', 'Error',
]) // prettier-ignore

/** A regular expression that is written in the expression can be read before it is used. */
export function brokenPattern(node: Node): readonly Found[] {
  if (node.kind !== 'call') return []
  const row = functions.get(node.name)
  return node.slots.flatMap((slot, i) => {
    if (slot?.kind !== 'constant' || row === undefined || parameterAt(row, i)?.name !== 'regexPattern') return []
    const compiled = compileRegex(slot.text)
    if (compiled.kind === 'regex') return missingGroup(compiled, node.slots[i + 1] ?? null)
    const message = `The regular expression is wrong at its character ${compiled.at + 1}: ${compiled.message}`
    return [{ at: slot.at, severity: 'error' as const, message }]
  })
}

/** It would do nothing, since a group that is not there takes part in no match. */
function missingGroup({ groups }: Regex, name: Node | null): readonly Found[] {
  if (name?.kind !== 'constant' || name.text === '' || placeOf(groups, name.text) !== undefined) return []
  return [{ at: name.at, severity: 'error', message: `The regular expression has no group ${name.spelling}.` }]
}

const presence: ReadonlySet<string> = new Set(['IsPresent', 'IsNull', 'IsNullOrEmpty'])

/** What works here and is documented as unsupported there (mapping.md sections 4.1 and 12, R6). */
export function notForEntra(node: Node): readonly Found[] {
  if (node.kind !== 'call' || (node.name !== 'IIF' && node.name !== 'Switch')) return []
  const [first] = node.slots
  if (first === null || first === undefined) return []
  const warn = (message: string): readonly Found[] => [{ at: first.at, severity: 'warning', message, entra: true }]
  if (first.kind === 'call' && presence.has(first.name)) {
    const instead = 'Entra advises Switch([attribute], [attribute], "", "instead") for a missing value.'
    return warn(`${node.name} on ${first.name} works here; Entra does not support it. ${instead}`)
  }
  const empty = node.name === 'IIF' && first.kind === 'compare' && [first.left, first.right].some(isEmptyText)
  return empty ? warn('A comparison with "" works here for empty texts; Entra does not support it.') : []
}

function isEmptyText(node: Node): boolean {
  return node.kind === 'constant' && node.text === ''
}
