import { readFileSync } from 'node:fs'
import type { Attributes, Json } from '@usher/scim'
import { describe, expect, test } from 'vitest'
import type { Instant } from '../types.ts'
import { compile } from './compile.ts'
import { functions } from './functions/table.ts'
import { parseMappingSource, toMappingSource } from './mapping-source.ts'
import { parseExpression } from './parse.ts'
import { print } from './print.ts'

type Vector = {
  readonly id: string
  readonly function: string
  readonly expression: string
  readonly source: Attributes
  readonly expected: Json
  readonly errorExpected?: true
  readonly expectedPattern?: string
  readonly expectedLog?: string
  readonly now?: string
  readonly context?: { readonly defaultDomain?: string; readonly takenValues?: readonly string[] }
}

const file = new URL('expressions.vectors.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8')) as readonly Vector[]

// Functions that are still to come; a vector that calls one waits. Anything else unknown is a fault of the vector's test.
const toCome = new Set([
  'AppRoleAssignmentsComplex',
  'AssertiveAppRoleAssignmentsComplex',
  'BitAnd',
  'CDate',
  'ConvertFromBase64',
  'ConvertToBase64',
  'ConvertToUTF8Hex',
  'DateAdd',
  'DateDiff',
  'DateFromNum',
  'DNComponent',
  'CRef',
  'FormatDateTime',
  'Guid',
  'NormalizeDiacritics',
  'Now',
  'NumFromDate',
  'PCase',
  'RandomString',
  'Replace',
  'SelectUniqueValue',
  'SingleAppRoleAssignment',
])

function waits(vector: Vector): boolean {
  const called = [...vector.expression.matchAll(/([A-Za-z]\w*)\s*\(/g)].map(([, name]) => name ?? '')
  return called.some((name) => toCome.has(name) && !functions.has(name))
}

function outcome({ expression, source, now = '2026-01-01T00:00:00.000Z', context }: Vector): Json {
  const parsed = parseExpression(expression)
  if (parsed.kind === 'error') return { $error: parsed.message }
  const { defaultDomain, takenValues = [] } = context ?? {}
  const result = compile(parsed)((name) => source[name], {
    now: now as Instant,
    ...(defaultDomain !== undefined && { defaultDomain }),
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    isTaken: (value) => takenValues.includes(value),
  })
  if (result.kind === 'error') return { $error: result.message }
  if (result.kind === 'ignore') return { $flow: result.what === 'object' ? 'ignoreObject' : 'ignore' }
  return result.value as Json
}

const ready = vectors.filter((vector) => !waits(vector))
const waiting = vectors.filter(waits)

describe(`examples of the language (${ready.length} run, ${waiting.length} wait for functions to come)`, () => {
  test.each(ready.map((vector) => [vector.id, vector] as const))('%s', (_, vector) => {
    const actual = outcome(vector)
    if (vector.errorExpected) expect(actual).toEqual({ $error: expect.any(String) })
    else if (vector.expectedPattern === undefined) expect(actual).toEqual(vector.expected)
    else expect(actual).toMatch(new RegExp(vector.expectedPattern))
  })
})

test('every function with an example is there or known to be coming', () => {
  const named = new Set(vectors.map((vector) => vector.function).filter((name) => /^[A-Z]/.test(name)))
  const unknown = [...named].filter((name) => !functions.has(name) && !toCome.has(name) && !name.startsWith('Ignore'))
  expect(unknown).toEqual([])
  process.stdout.write(`Expression examples: ${ready.length} of ${vectors.length} run; ${waiting.length} wait.\n`)
})

test('what is printed means what was written, and Graph keeps it', () => {
  for (const vector of ready) {
    const parsed = parseExpression(vector.expression)
    if (parsed.kind === 'error') continue
    expect(outcome({ ...vector, expression: print(parsed.root) })).toEqual(outcome(vector))
    const again = parseMappingSource(toMappingSource(parsed.root))
    expect(again.kind === 'parsed' && print(again.root)).toBe(print(parsed.root))
  }
})
