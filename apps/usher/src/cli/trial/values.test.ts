import { explain, parseExpression, type Explanation, type Instant } from '@usher/engine'
import type { Attributes } from '@usher/scim'
import { describe, expect, test } from 'vitest'
import { describeParts, describeResult, point } from './values.ts'

function tried(text: string, object: Attributes = {}): Explanation {
  const parsed = parseExpression(text)
  if (parsed.kind === 'error') throw new Error(parsed.message)
  return explain(parsed, object, { now: '2026-01-01T00:00:00.000Z' as Instant, isTaken: () => false })
}

const ana = { givenName: 'Ana', mail: '', proxyAddresses: ['a', 'b'], boss: { type: 'User', id: '7' } }

test.each([
  ['[givenName]', '"Ana"'],
  ['[nobody]', 'no value (null)'],
  ['[mail]', '"" (empty text)'],
  ['[proxyAddresses]', '["a","b"]'],
  ['[boss]', '{"type":"User","id":"7"}'],
  ['Redact([givenName])', '[Redact]'],
  ['IgnoreFlowIfNullOrEmpty([mail])', 'this attribute is left alone (IgnoreAttributeFlow)'],
  ['IIF([givenName] = "Ana", IgnoreObjectFlow, "")', 'the object is skipped (IgnoreObjectFlow)'],
])('%s gives %s', (expression, result) => {
  expect(describeResult(tried(expression, ana).root.gave)).toBe(result)
})

describe('the parts of an expression', () => {
  const parts = (expression: string, object: Attributes): readonly string[] =>
    describeParts(tried(expression, object).root.parts)

  test('stand one below the other, wide characters and all', () => {
    expect(parts('Join("", ToUpper([名]), [b])', { 名: '東京', b: 'x' })).toEqual([
      '  ToUpper([名])  "東京"',
      '    [名]         "東京"',
      '  [b]            "x"',
    ])
  })

  test('that were not needed are summed up', () => {
    expect(parts('Switch([a], , "a", "1", "b", "2", "c", "3", "d", "4")', { a: 'a' })).toEqual([
      '  [a]           "a"',
      '  "b"           not evaluated',
      '  "2"           not evaluated',
      '  "c"           not evaluated',
      '  … and 3 more  not evaluated',
    ])
  })

  test('cannot move the cursor, or fill the screen', () => {
    expect(parts('Left([a], 1)', { a: '\u001b[2J\u202e' })).toEqual(['  [a]  "\\u001b[2J\\u{202e}"'])
    const [line = ''] = parts(`Len([${'a'.repeat(500)}])`, { ['a'.repeat(500)]: 'b'.repeat(500) })
    expect(line.length).toBeLessThan(170)
  })
})

test('a sentence ends with a full stop, and says the line where there are several', () => {
  expect(point('[a]\n[b', { message: 'It is not closed', offset: 4, line: 2, column: 1, expected: ']' })).toEqual([
    'It is not closed.',
    '  Line 2, column 1:',
    '  [b',
    '  ^',
    'Expected: ].',
  ])
  expect(point('', { message: 'The expression is empty.', offset: 0, line: 1, column: 1 })).toHaveLength(1)
})
