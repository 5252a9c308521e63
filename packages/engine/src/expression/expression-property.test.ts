import fc from 'fast-check'
import { test } from 'vitest'
import { holds, objects, texts } from '../../../../test/expressions.ts'

test('whatever is written and whoever it is for, an expression gives a result or says what is wrong', () => {
  fc.assert(fc.property(texts, objects, holds), { numRuns: 3_000 })
})
