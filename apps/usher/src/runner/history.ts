/** What is remembered of a job beyond its last cycle, in the words of the Graph (`synchronizationStatus`, ST-3 to ST-7). */
import type { Instant } from '@usher/engine'
import type { LastCycle } from '../store/jobs.ts'

/** `cycle`: its counters; absent in what an earlier version remembered. */
export type Run = {
  readonly activityIdentifier: string | null
  readonly timeBegan: string
  readonly timeEnded: string
  readonly cycle?: LastCycle
}
export type History = {
  /** When directory and application agreed: a cycle went through and nothing failed. */
  readonly steadyStateFirstAchievedTime: Instant | null
  readonly steadyStateLastAchievedTime: Instant | null
  readonly lastSuccessfulExecution: Run | null
  readonly lastSuccessfulExecutionWithExports: Run | null
  /** Cycles since the last one that could use the application. */
  readonly countSuccessiveCompleteFailures: number
  /** The most that had an account at the end of an initial cycle; it does not fall when somebody leaves. */
  readonly synchronizedEntryCountByType: Readonly<Record<string, number>>
}

export const noHistory: History = {
  steadyStateFirstAchievedTime: null,
  steadyStateLastAchievedTime: null,
  lastSuccessfulExecution: null,
  lastSuccessfulExecutionWithExports: null,
  countSuccessiveCompleteFailures: 0,
  synchronizedEntryCountByType: {},
}

/** The history after one more cycle; null: it could not use the application. */
export function afterCycle(before: History, cycle: LastCycle | null, at: Instant): History {
  if (cycle === null) return { ...before, countSuccessiveCompleteFailures: before.countSuccessiveCompleteFailures + 1 }
  const history = { ...before, countSuccessiveCompleteFailures: 0 }
  if (cycle.stopped || cycle.failed + cycle.members.failed > 0) return history
  const run = { activityIdentifier: cycle.id ?? null, timeBegan: cycle.began, timeEnded: cycle.ended, cycle }
  const { created, updated, disabled, deleted, members } = cycle
  const exported = created + updated + disabled + deleted + members.added + members.removed
  return {
    ...history,
    steadyStateFirstAchievedTime: before.steadyStateFirstAchievedTime ?? at,
    steadyStateLastAchievedTime: at,
    lastSuccessfulExecution: run,
    ...(exported > 0 && { lastSuccessfulExecutionWithExports: run }),
  }
}

/** For each type the larger count. */
export function atLeast(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const types = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return Object.fromEntries(types.map((type) => [type, Math.max(one[type] ?? 0, other[type] ?? 0)]))
}
