/** How values stand on a terminal: null, empty text and what was not evaluated never look alike. */
import { columns, head, underline, type Gave, type Part } from '@usher/engine'
import type { Json } from '@usher/scim'
import { harmless } from '../harmless.ts'
import { bad, dim } from '../print.ts'

const widestText = 56
const widestValue = 100
/** A Switch of all countries need not list them. */
const mostUnused = 4

/** What a whole expression gave, in words. */
export function describeResult(gave: Gave): string {
  switch (gave.kind) {
    case 'value':
      return gave.value === '' ? '"" (empty text)' : describeValue(gave.value)
    case 'ignore':
      return gave.what === 'attribute'
        ? 'this attribute is left alone (IgnoreAttributeFlow)'
        : 'the object is skipped (IgnoreObjectFlow)'
    case 'redacted':
      return '[Redact]'
    case 'error':
    case 'unfinished':
      return bad('failed')
    case 'notEvaluated':
      return dim('not evaluated')
  }
}

/** The parts of an expression as an indented tree with their values. Constants speak for themselves. */
export function describeParts(parts: readonly Part[]): readonly string[] {
  const rows = rowsOf(parts, 1)
  const width = Math.max(0, ...rows.map(([text]) => columns(text)))
  return rows.map(([text, value]) => `${text}${' '.repeat(width - columns(text))}  ${value}`)
}

const speaks: ReadonlySet<Part['kind']> = new Set<Part['kind']>(['constant', 'keyword'])
type Row = readonly [text: string, value: string]

function rowsOf(parts: readonly Part[], depth: number): readonly Row[] {
  const indent = '  '.repeat(depth)
  const silent = ({ kind, gave }: Part): boolean => speaks.has(kind) && gave.kind === 'value'
  const unused = parts.filter(({ gave }) => gave.kind === 'notEvaluated')
  const left = new Set(unused.length > mostUnused ? unused.slice(mostUnused - 1) : [])
  const rows = parts
    .filter((part) => !silent(part) && !left.has(part))
    .flatMap(({ text, gave, parts: inner }): readonly Row[] => {
      const row = [head(`${indent}${harmless(text.replaceAll(/\s+/g, ' '))}`, widestText), describePart(gave)] as const
      return gave.kind === 'notEvaluated' ? [row] : [row, ...rowsOf(inner, depth + 1)]
    })
  return left.size === 0 ? rows : [...rows, [`${indent}… and ${left.size} more`, dim('not evaluated')]]
}

function describePart(gave: Gave): string {
  switch (gave.kind) {
    case 'value':
      return head(describeValue(gave.value), widestValue)
    case 'error':
      return bad(harmless(`failed: ${gave.message}`))
    case 'unfinished':
      return dim('not finished')
    case 'ignore':
    case 'redacted':
    case 'notEvaluated':
      return describeResult(gave)
  }
}

/** A value on one line. */
export function describeValue(value: Json): string {
  return value === null ? 'no value (null)' : harmless(JSON.stringify(value))
}

type Place = { readonly offset: number; readonly line: number; readonly column: number }

/** A sentence, and the line of the expression with a caret under the place that it is about. */
export function point(
  text: string,
  { message, expected, ...place }: Place & { readonly message: string; readonly expected?: string },
): readonly string[] {
  return [
    harmless(/[.?!)]$/.test(message) ? message : `${message}.`),
    ...caret(text, place).map((line) => `  ${line}`),
    ...(expected === undefined ? [] : [`Expected: ${expected}.`]),
  ]
}

/** The line with the caret below it; its number where it cannot be seen at a glance. */
export function caret(text: string, { offset, line, column }: Place): readonly string[] {
  if (text.trim() === '') return []
  const long = /[\r\n]/.test(text.trim()) || column > widestValue
  return [...(long ? [`Line ${line}, column ${column}:`] : []), ...underline(text, offset)]
}
