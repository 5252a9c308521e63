import type { Instant } from '@usher/engine'
import { describe, expect, test } from 'vitest'
import type { LastCycle } from '../store/jobs.ts'
import { afterCycle, atLeast, noHistory } from './history.ts'

const [nine, ten] = ['2026-03-02T09:00:00.000Z', '2026-03-02T10:00:00.000Z'] as [Instant, Instant]
const none = { added: 0, removed: 0, missing: 0, failed: 0 }
const cycle = (of: Partial<LastCycle>): LastCycle =>
  ({
    id: 'c1', began: nine, ended: ten, created: 0, updated: 0, disabled: 0, deleted: 0, failed: 0, members: none, stopped: false, ...of,
  }) as LastCycle // prettier-ignore

describe('the history of a job', () => {
  test('A-2, ST-6: a cycle in which nothing failed is a steady state, first and last', () => {
    const first = afterCycle(noHistory, cycle({ created: 3 }), nine)
    expect(first).toMatchObject({ steadyStateFirstAchievedTime: nine, steadyStateLastAchievedTime: nine })
    expect(afterCycle(first, cycle({}), ten)).toMatchObject({
      steadyStateFirstAchievedTime: nine,
      steadyStateLastAchievedTime: ten,
    })
  })

  test('ST-7: the last cycle that succeeded, and the last one of them that wrote something', () => {
    const wrote = afterCycle(noHistory, cycle({ id: 'c1', updated: 1 }), nine)
    expect(afterCycle(wrote, cycle({ id: 'c2' }), ten)).toMatchObject({
      lastSuccessfulExecution: { activityIdentifier: 'c2' },
      lastSuccessfulExecutionWithExports: { activityIdentifier: 'c1', timeBegan: nine, timeEnded: ten },
    })
    const members = afterCycle(wrote, cycle({ id: 'c3', members: { ...none, added: 1 } }), ten)
    expect(members).toMatchObject({ lastSuccessfulExecutionWithExports: { activityIdentifier: 'c3' } })
  })

  test.each([
    ['somebody failed', { failed: 1 }],
    ['a membership failed', { members: { ...none, failed: 1 } }],
    ['it was stopped', { stopped: true }],
  ] as const)('a cycle in which %s is neither', (_, of) => {
    expect(afterCycle(noHistory, cycle(of), nine)).toEqual(noHistory)
  })

  test('cycles that cannot use the application are counted until one can', () => {
    const twice = afterCycle(afterCycle(noHistory, null, nine), null, ten)
    expect(twice.countSuccessiveCompleteFailures).toBe(2)
    expect(afterCycle(twice, cycle({ failed: 1 }), ten).countSuccessiveCompleteFailures).toBe(0)
  })

  test('ST-3: what was provisioned does not fall', () => {
    expect(atLeast({ User: 5, Group: 1 }, { User: 3, Role: 2 })).toEqual({ User: 5, Group: 1, Role: 2 })
  })
})
