import { describe, expect, test } from 'vitest'
import type { Attributes } from '../resource.ts'
import type { ScimType } from '../message/error.ts'
import { rulesOf } from '../rules.ts'
import type { Mode } from '../rules.ts'
import { parseSchema } from '../schema/custom.ts'
import { knownSchemas } from '../schema/resource-type.ts'
import { userTypeWith } from '../schema/user-type.ts'
import { compileFilter } from './evaluate.ts'
import rows from './filter.cases.json' with { type: 'json' }
import { parseFilter } from './parse.ts'
import { printFilter } from './print.ts'
import world from './resources.cases.json' with { type: 'json' }

/** One row: a filter, and the identifiers of what it finds among the resources. Without `mode` it holds in both. */
type Case = { readonly rule: string; readonly mode?: Mode; readonly filter: string } & (
  | { readonly finds: readonly string[] }
  | { readonly error: ScimType }
)

const cases = rows as unknown as readonly Case[]
const resources = world.resources as unknown as readonly Attributes[]
const type = userTypeWith({ groups: true, extensions: [parseSchema(world.schema)] })

describe.each(['lenient', 'strict'] as const)('%s', (mode) => {
  const rules = rulesOf(mode)
  const found = (text: string): readonly unknown[] => {
    const matches = compileFilter(parseFilter(text, knownSchemas(type), rules), type, rules)
    return resources.filter(matches).map(({ id }) => id)
  }

  test.each(cases.filter((row) => row.mode === undefined || row.mode === mode))('$rule: $filter', (row) => {
    if ('error' in row)
      expect(() => found(row.filter)).toThrow(expect.objectContaining({ status: 400, scimType: row.error }) as Error)
    else expect(found(row.filter)).toEqual(row.finds)
  })

  test('a printed filter reads as the same filter', () => {
    for (const row of cases) {
      if ('error' in row || (row.mode !== undefined && row.mode !== mode)) continue
      const filter = parseFilter(row.filter, knownSchemas(type), rules)
      expect(parseFilter(printFilter(filter), knownSchemas(type), rules)).toEqual(filter)
    }
  })
})

test('FL-17: reading takes time linear to the length, whatever is written', () => {
  // Each of these makes a parser that goes back quadratic or worse; a million steps would be felt at once.
  for (const hostile of ['(', '[', 'a[', 'not(', 'a eq "', 'a eq "\\', 'a and ', '"', ' '])
    for (const text of [hostile.repeat(8192 / hostile.length), `a eq ${hostile.repeat(2000)}`])
      expect(() => parseFilter(text)).toThrow(expect.objectContaining({ scimType: 'invalidFilter' }) as Error)
})
