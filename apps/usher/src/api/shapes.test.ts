import { expect, test } from 'vitest'
import { usherRules } from '../graph/access/usher-rules.ts'
import { shapes } from './shapes.ts'

test('what is described is there', () => {
  expect(Object.keys(shapes).filter((route) => !Object.hasOwn(usherRules, route))).toEqual([])
})
