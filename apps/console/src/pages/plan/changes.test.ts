import { expect, test } from 'vitest'
import { type Plan, approvable, inWords, outcomeInWords } from './changes.ts'

test('what is held is meant only by itself, and what cannot be done never', () => {
  const matching = { create: 3, held: 2, problem: 1 }
  expect([approvable(matching, ''), approvable({ held: 2 }, 'held'), approvable({ problem: 1 }, 'problem')]).toEqual([
    3, 2, 0,
  ])
})

test('a plan is told in numbers', () => {
  expect(inWords({ disable: 3, create: 1200, problem: 0 })).toBe('1,200 created, 3 disabled')
  expect(inWords({})).toBe('nothing to do')
})

test.each([
  [{}, 'Nothing approved'],
  [{ waiting: 1 }, '1 change approved'],
  [{ success: 3, failure: 1, changed: 1 }, '5 applied, 1 failed'],
  [{ success: 1, waiting: 2 }, '1 applied, 2 wait'],
])('outcomes %j are told as %s', (outcomes, says) => expect(outcomeInWords({ outcomes } as unknown as Plan)).toBe(says))
