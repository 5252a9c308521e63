import { describe, expect, test } from 'vitest'
import { entrasEstimate, estimate, sampled, type Sample } from './estimate.ts'

/** Goes through a run in which a second passes between two moments, `done` objects later each. */
function after(...done: readonly number[]): readonly Sample[] {
  let samples: readonly Sample[] = []
  let sum = 0
  for (const [second, more] of done.entries()) {
    sum += more
    samples = sampled(samples, { at: second * 1000, done: sum })
  }
  return samples
}
const times = (count: number, each: number): readonly number[] => Array.from({ length: count }, () => each)

describe('how long a cycle still takes', () => {
  test('at an even pace, what is left at that pace', () => {
    expect(estimate(after(0, ...times(10, 100)), 4000)).toEqual({ rate: 100, remaining: 30 })
  })

  test('nobody can tell at the beginning, without a total, or when nothing goes on', () => {
    expect(estimate([], 100)).toBeNull()
    expect(estimate(after(0, 10), 100)).toBeNull()
    expect(estimate(after(0, ...times(10, 100)), 0)).toBeNull()
    expect(estimate(after(0, ...times(10, 0)), 100)).toBeNull()
  })

  test('the last third of the time counts, so that a beginning of another kind is forgotten', () => {
    expect(estimate(after(0, ...times(20, 1000), ...times(40, 10)), 100_000)?.rate).toBe(10)
    expect(estimate(after(0, ...times(30, 10), ...times(30, 100)), 100_000)?.rate).toBe(100)
  })

  test('few samples are kept, however long it takes', () => {
    const samples = after(0, ...times(3000, 1))
    expect(samples.length).toBeLessThan(1100)
    expect(samples[0]).toEqual({ at: 0, done: 0 })
  })

  test('ST-20: what the documents of Entra say stands beside it', () => {
    expect(entrasEstimate(10_000)).toEqual({ least: 100, most: 800 })
  })
})
