import { expect, test } from 'vitest'
import type { Instant } from '../../types.ts'
import { compile } from '../compile.ts'
import { parseExpression } from '../parse.ts'
import type { Evaluated } from '../value.ts'

function evaluator(expression: string): (source: Readonly<Record<string, string>>) => Evaluated {
  const parsed = parseExpression(expression)
  if (parsed.kind === 'error') throw new Error(parsed.message)
  const evaluate = compile(parsed)
  return (source) => evaluate((name) => source[name], { now: '2026-01-01T00:00:00.000Z' as Instant })
}

test('a pattern that is computed is that of each person, not of the last one', () => {
  const evaluate = evaluator('Replace([x], , [pattern], , [new], , )')
  expect(evaluate({ x: 'ab', pattern: 'a', new: '<$&>' })).toMatchObject({ value: '<a>b' })
  expect(evaluate({ x: 'ab', pattern: 'b', new: '<$&>' })).toMatchObject({ value: 'a<b>' })
  expect(evaluate({ x: 'ab', pattern: 'b', new: '[$&]' })).toMatchObject({ value: 'a[b]' })
  expect(evaluate({ x: 'ab', pattern: '(', new: '' })).toMatchObject({ kind: 'error' })
  expect(evaluate({ x: 'ab', pattern: 'b', new: '[$&]' })).toMatchObject({ value: 'a[b]' })
})

test('a text that would grow beyond all measure is refused', () => {
  const evaluate = evaluator('Replace([x], "a", , , [x], , )')
  expect(evaluate({ x: 'a'.repeat(2000) })).toEqual({
    kind: 'error',
    message: 'Replace: the result would have more than 1000000 characters',
  })
})
