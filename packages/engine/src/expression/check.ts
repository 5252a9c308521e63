/** What can be known of an expression before it meets a value. */
import type { AttributeDefinition } from '../job/schema.ts'
import type { Instant } from '../types.ts'
import { placeOf } from './caret.ts'
import { compile } from './compile.ts'
import { readDate } from './date/read-date.ts'
import { givesOf, type KnownAttributes } from './gives.ts'
import { functions } from './functions/table.ts'
import { inOrder, parameterAt } from './functions/row.ts'
import type { Kind, Parameter } from './functions/row.ts'
import { nearest } from './nearest.ts'
import { print } from './print.ts'
import { placeOf as placeOfGroup } from './regex/groups.ts'
import { compileRegex, type Regex } from './regex/regex.ts'
import { nodesOf } from './syntax.ts'
import type { Call, Node, Parsed, Place } from './syntax.ts'

/** An error keeps a mapping from being saved; a warning is shown beside it. */
export type Finding = Place & {
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly suggestion?: string
}
type Found = { readonly at: number } & Omit<Finding, keyof Place>
type Rule = (node: Node, known: KnownAttributes | undefined) => readonly Found[]

/**
 * Checks a parsed expression: attributes, where they are known, kinds of arguments, calls that fail whatever comes.
 *
 * @example
 * checkExpression(parsed, new Map([['mail', { name: 'mail', type: 'String' }]]))
 * // [{ severity: 'error', message: 'The source has no attribute mial. Did you mean mail?', line: 1, column: 9, … }]
 */
export function checkExpression(parsed: Parsed, known?: ReadonlyMap<string, AttributeDefinition>): readonly Finding[] {
  const found = [...nodesOf(parsed.root)].flatMap((node) => rules.flatMap((rule) => rule(node, known)))
  return found
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, ...finding }) => ({ ...finding, offset: at, ...placeOf(parsed.text, at) }))
}

const rules: readonly Rule[] = [unknownAttribute, wrongKind, sureToFail, brokenPattern, notForEntra]

function unknownAttribute(node: Node, known: KnownAttributes | undefined): readonly Found[] {
  if (node.kind !== 'attribute' || known === undefined || known.has(node.name)) return []
  const near = nearest(node.name, known.keys())
  const message = `The source has no attribute ${node.name}.${near === undefined ? '' : ` Did you mean ${near}?`}`
  return [{ at: node.at, severity: 'error', message, ...(near !== undefined && { suggestion: near }) }]
}

/** Kinds that take a list, or whatever comes; all others take one text. */
const takesMany: ReadonlySet<Kind> = new Set<Kind>(['list', 'any'])

function wrongKind(node: Node, known: KnownAttributes | undefined): readonly Found[] {
  if (node.kind !== 'call') return []
  const row = functions.get(node.name)
  if (row === undefined) return []
  return inOrder(row, node.slots).flatMap((slot, i) => {
    const parameter = parameterAt(row, i)
    const wrong = slot === null || parameter === undefined ? null : mismatch(node, parameter, slot, known)
    return wrong === null || slot === null ? [] : [{ at: slot.at, severity: 'error' as const, message: wrong }]
  })
}

function mismatch(
  { name }: Call,
  parameter: Parameter,
  given: Node,
  known: KnownAttributes | undefined,
): string | null {
  const gives = givesOf(given, known)
  const what = given.kind === 'call' ? given.name : print(given)
  if (gives === 'reference' && parameter.kind !== 'any') {
    return `${what} is a reference: map it directly or with CStr; ${name} cannot take it.`
  }
  if ((gives === 'list' || gives === 'roles') && !takesMany.has(parameter.kind)) {
    return `${name} takes one text for ${parameter.name}; ${what} gives a list. Take one value with Item, or put them together with Join.`
  }
  if (given.kind !== 'constant') return null
  const { spelling, text } = given
  if ((parameter.kind === 'integer' || parameter.kind === 'whole') && !/^(?:[+-]?\d+|&H[0-9a-f]+)$/i.test(text)) {
    return `${name} takes a whole number for ${parameter.name}, not ${spelling}.`
  }
  if (parameter.kind === 'date' && readDate(text) === null) {
    return `${name} takes a date for ${parameter.name}, like "2026-03-16", not ${spelling}.`
  }
  return null
}

const anyTime = '2026-01-01T00:00:00.000Z' as Instant

/** A call without attributes, time or chance gives the same for everybody; so does its failure. */
function sureToFail(node: Node): readonly Found[] {
  if (node.kind !== 'call' || node.name === 'Error') return []
  const inner = [...nodesOf(node)]
  if (inner.some((one) => one.kind === 'attribute' || (one.kind === 'call' && asksTheWorld.has(one.name)))) return []
  const result = compile({ kind: 'parsed', text: '', root: node })(() => undefined, { now: anyTime })
  if (result.kind !== 'error' || !result.message.startsWith(`${node.name}: `)) return []
  return [{ at: node.at, severity: 'error', message: `This fails for everybody. ${result.message}.` }]
}

const asksTheWorld: ReadonlySet<string> = new Set([
  'Now', 'Guid', 'RandomString', 'DefaultDomain', 'SelectUniqueValue', 'Error', 'DayBegun', 'DayEnded',
]) // prettier-ignore

/** A regular expression that is written in the expression can be read before it is used. */
function brokenPattern(node: Node): readonly Found[] {
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
  if (name?.kind !== 'constant' || name.text === '' || placeOfGroup(groups, name.text) !== undefined) return []
  return [{ at: name.at, severity: 'error', message: `The regular expression has no group ${name.spelling}.` }]
}

const presence: ReadonlySet<string> = new Set(['IsPresent', 'IsNull', 'IsNullOrEmpty'])

/** What works here and is documented as unsupported there (mapping.md sections 4.1 and 12, R6). */
function notForEntra(node: Node): readonly Found[] {
  if (node.kind !== 'call' || (node.name !== 'IIF' && node.name !== 'Switch')) return []
  const [first] = node.slots
  if (first === null || first === undefined) return []
  const warn = (message: string): readonly Found[] => [{ at: first.at, severity: 'warning', message }]
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
