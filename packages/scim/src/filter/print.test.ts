import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AttributePath } from '../path/attribute-path.ts'
import { urns } from '../message/urns.ts'
import { strict } from '../rules.ts'
import type { Filter } from './filter.ts'
import { parseFilter } from './parse.ts'
import { printFilter } from './print.ts'

const name = fc.constantFrom('userName', 'emails', 'x-1', '$ref', 'not', 'and', 'pr', 'eq', 'a_b')
const path: fc.Arbitrary<AttributePath> = fc.record(
  { attribute: name, urn: fc.constant(urns.enterpriseUser), sub: name },
  { requiredKeys: ['attribute'] },
)
const text = fc.string({ unit: 'grapheme' }).filter((each) => each.isWellFormed() && !each.includes('\0'))
const value = fc.oneof(
  text,
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
)
const op = fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le')
const leaf: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({ kind: fc.constant('present' as const), path }),
  fc.record({ kind: fc.constant('compare' as const), path, op, value }),
)

/** Filters of at most so many levels; `element` filters have no others within. */
function filters(depth: number, withElements: boolean): fc.Arbitrary<Filter> {
  if (depth === 0) return leaf
  const within = filters(depth - 1, withElements)
  const element: fc.Arbitrary<Filter> = fc.record({
    kind: fc.constant('element' as const),
    path,
    filter: filters(depth - 1, false),
  })
  return fc.oneof(
    leaf,
    fc.record({ kind: fc.constantFrom('and', 'or'), terms: fc.array(within, { minLength: 2, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('not' as const), term: within }),
    ...(withElements ? [element] : []),
  )
}

test('FL-1: whatever is printed reads as the same filter, lenient and strict', () => {
  fc.assert(
    fc.property(filters(3, true), (filter) => {
      const printed = printFilter(filter)
      expect(parseFilter(printed)).toEqual(filter)
      expect(parseFilter(printed, undefined, strict)).toEqual(filter)
    }),
    { numRuns: 500 },
  )
})

test('FL-17: any text is read or refused with 400, and never anything else', () => {
  const word = fc.constantFrom('a', 'eq', 'and', 'or', 'not', 'pr', '(', ')', '[', ']', '"', '"x"', '\\', '.', ':', '1')
  const soup = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(word).map((words) => words.join(' ')),
  )
  fc.assert(
    fc.property(soup, (filter) => {
      try {
        parseFilter(filter)
      } catch (error) {
        expect(error).toMatchObject({ status: 400, scimType: 'invalidFilter' })
      }
    }),
    { numRuns: 2000 },
  )
})
