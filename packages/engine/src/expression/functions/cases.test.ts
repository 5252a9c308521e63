import { readdirSync, readFileSync } from 'node:fs'
import type { Attributes, Json } from '@usher/scim'
import { describe, expect, test } from 'vitest'
import type { Instant } from '../../types.ts'
import { compile } from '../compile.ts'
import { parseExpression } from '../parse.ts'

/** One expression for many sources. A row has the attributes that `of` names, `x` when nothing is said. */
type Group = {
  readonly says: string
  readonly expression: string
  readonly of?: readonly string[]
  readonly rows: readonly (readonly [given: Json, expected: Json])[]
}

const folder = new URL('cases/', import.meta.url)

describe.each(readdirSync(folder))('%s', (file) => {
  const groups = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as readonly Group[]
  describe.each(groups)('$says', ({ expression, of, rows }) => {
    test.each(rows)(`${expression} of %j gives %j`, (given, expected) => {
      const values = of === undefined ? [given] : (given as readonly Json[])
      const source = Object.fromEntries((of ?? ['x']).map((name, i) => [name, values[i] ?? null]))
      const actual = outcome(expression, source)
      if (isError(expected)) expect(actual).toEqual({ error: expect.stringContaining(expected.error) })
      else expect(actual).toEqual(expected)
    })
  })
})

function isError(expected: Json): expected is { readonly error: string } {
  return typeof expected === 'object' && expected !== null && 'error' in expected
}

function outcome(expression: string, source: Attributes): unknown {
  const parsed = parseExpression(expression)
  if (parsed.kind === 'error') throw new Error(parsed.message)
  const result = compile(parsed)((name) => source[name], { now: '2026-01-01T00:00:00.000Z' as Instant })
  if (result.kind === 'error') return { error: result.message }
  return result.kind === 'value' ? result.value : { ignore: result.what }
}
