import fc from 'fast-check'
import { test } from 'vitest'
import { holds, objects, texts } from '../../../../test/expressions.ts'

const count = 100_000

test(`${count} expressions give a result or say what is wrong`, () => {
  const began = performance.now()
  fc.assert(fc.property(texts, objects, holds), { numRuns: count })
  const seconds = (performance.now() - began) / 1000
  process.stdout.write(`${count} random expressions on random objects: ${seconds.toFixed(1)} s\n`)
})
