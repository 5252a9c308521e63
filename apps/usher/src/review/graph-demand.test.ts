import { expect, test } from 'vitest'
import { graphTurns, readGraphDemand } from './graph-demand.ts'

const one = (links: number, subjects = 1) => ({
  parameters: [
    {
      ruleId: 'r',
      subjects: Array.from({ length: subjects }, () => ({
        objectId: 'g',
        objectTypeName: 'Group',
        links: { members: Array.from({ length: links }, (_, at) => ({ objectId: `m${at}`, objectTypeName: 'User' })) },
      })),
    },
  ],
})

test('A-46, OD-6: a group with six members is refused, one with five is not', () => {
  expect(readGraphDemand(one(5)).members).toHaveLength(5)
  expect(() => readGraphDemand(one(6))).toThrow('at most 5 members; 6 were given')
})

test('OD-6: one object at a time', () => {
  expect(() => readGraphDemand(one(0, 2))).toThrow('at a time')
  expect(() => readGraphDemand({ parameters: [] })).toThrow('one rule')
})

test('OD-5: five calls in ten seconds, and the sixth is told how long to wait', () => {
  const turn = graphTurns()
  expect([0, 1000, 2000, 3000, 4000].map(turn)).toEqual([0, 0, 0, 0, 0])
  expect(turn(4500)).toBe(5500)
  expect(turn(10_001)).toBe(0)
})
