import { expect, test } from 'vitest'
import { mappingOf } from '../job/mapping-of.ts'
import type { Change, Flow } from '../types.ts'
import { waves } from './waves.ts'

const user = (id: string) => ({ type: 'User', id })

/** `bea>ana`: Bea's account refers to Ana's. */
function change(text: string, action: 'create' | 'none' = 'create'): Change {
  const [id = '', manager] = text.split('>')
  const mapping = mappingOf({ expression: '[manager]', targetAttributeName: 'manager', matchingPriority: 0 })
  const flows: readonly Flow[] =
    manager === undefined
      ? []
      : [{ mapping, path: 'manager', value: { late: 'targetId', of: user(manager) }, of: user(manager) }]
  const base = {
    ref: user(id),
    reason: { code: 'absentAtTarget', details: {} },
    basis: '',
    matching: null,
    facts: {
      entry: { ref: user(id), object: {}, assignments: [] },
      link: null,
      references: new Map(),
      verdict: { inScope: true, via: 'all', checks: [], uses: [] },
      desired: { flows, uses: [], problems: [] },
      match: { kind: 'absent' },
    },
  } as const
  return action === 'create' ? { ...base, action, patch: [] } : { ...base, action }
}

test.each([
  ['people who refer to nobody are one wave', ['ana', 'bea'], [['ana', 'bea']]],
  ['a manager comes before the reports, wherever they stand', ['bea>ana', 'ana', 'cem>ana'], [['ana'], ['bea', 'cem']]],
  ['a chain of command comes from its head', ['cem>bea', 'bea>ana', 'ana'], [['ana'], ['bea'], ['cem']]],
  ['a reference to somebody who is not of the page waits for nobody', ['bea>ana'], [['bea']]],
])('%s', (_, texts, expected) => {
  expect(waves(texts.map((text) => change(text))).map((wave) => wave.map(({ ref }) => ref.id))).toEqual(expected)
})

test('whoever refers to themselves is made once', () => {
  expect(
    waves([change('ana>ana')])
      .flat()
      .map(({ ref }) => ref.id),
  ).toEqual(['ana'])
})

test('in a circle somebody is first, and nobody is left out', () => {
  const result = waves(['ana>cem', 'bea>ana', 'cem>bea'].map((text) => change(text)))
  expect(
    result
      .flat()
      .map(({ ref }) => ref.id)
      .toSorted(),
  ).toEqual(['ana', 'bea', 'cem'])
  expect(result.length).toBeGreaterThan(1)
})

test('a chain as long as a page ends, and nobody is left out', () => {
  const chain = Array.from({ length: 500 }, (_, n) => change(`p${n}>p${n + 1}`))
  expect(waves(chain).flat()).toHaveLength(500)
})

test('nobody waits for somebody who is not made now', () => {
  expect(waves([change('bea>ana'), change('ana', 'none')])).toHaveLength(1)
})
