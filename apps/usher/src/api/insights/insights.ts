/** What a page of charts shows, from the counts of each day. */
import { addDays, type Instant } from '@usher/engine'
import { quantile } from '../../store/buckets.ts'
import type { Failed, Tally, Waited } from '../../store/tallies.ts'

const actions = ['create', 'update', 'disable', 'delete', 'other'] as const
const mostErrors = 10

export type JobNamed = { readonly id: string; readonly application: string; readonly displayName: string }
type Counted = {
  readonly tallies: readonly Tally[]
  readonly failed: readonly Failed[]
  readonly waits: readonly Waited[]
}
type Range = { readonly now: Instant; readonly days: number; readonly jobs: readonly JobNamed[] }

/** `days`: each of the last so many, the oldest first, also those on which nothing happened. */
export function insightsOf({ tallies, failed, waits }: Counted, { now, days, jobs }: Range) {
  const names = new Map(jobs.map((job) => [job.id, job]))
  const lines = Map.groupBy(tallies, ({ day }) => day)
  const all = waits.filter(({ kind }) => kind === 'change')
  const changes = Map.groupBy(all, ({ day }) => day)
  const asked = waits.filter(({ kind }) => kind === 'request')
  const requests = Map.groupBy(asked, ({ job }) => names.get(job ?? '')?.application ?? '')
  return {
    days: daysBefore(now, days).map((day) => ({
      day,
      ...actionsIn(lines.get(day) ?? []),
      ...resultsIn(lines.get(day) ?? []),
      change: waited(changes.get(day) ?? []),
    })),
    results: resultsIn(tallies),
    errors: errorsIn(failed, names),
    change: waited(all),
    targets: [...requests]
      .flatMap(([application, some]) => {
        const displayName = jobs.find((job) => job.application === application)?.displayName
        return displayName === undefined ? [] : [{ application, displayName, ...waited(some) }]
      })
      .toSorted((one, other) => (other.p95 ?? 0) - (one.p95 ?? 0)),
  }
}

/** The first day that is counted. */
export function firstDay(now: Instant, days: number): string {
  return addDays(now, 1 - days).slice(0, 10)
}

function daysBefore(now: Instant, days: number): readonly string[] {
  return Array.from({ length: days }, (_, at) => addDays(now, at + 1 - days).slice(0, 10))
}

/** What was done; what failed or was left out was not. */
function actionsIn(tallies: readonly Tally[]): Record<(typeof actions)[number], number> {
  const done = tallies.filter(({ result }) => result === 'success' || result === 'warning')
  return {
    create: sum(done, 'create'),
    update: sum(done, 'update'),
    disable: sum(done, 'disable'),
    delete: sum(done, 'delete'),
    other: sum(done, 'other'),
  }
}

function sum(tallies: readonly Tally[], action: string): number {
  return tallies.reduce((total, one) => total + (one.action === action ? one.lines : 0), 0)
}

function resultsIn(tallies: readonly Tally[]) {
  const counts = { success: 0, failure: 0, skipped: 0, warning: 0, held: 0 }
  for (const { result, lines } of tallies) if (result in counts) counts[result as keyof typeof counts] += lines
  return counts
}

/** The codes that most lines failed with, and in which applications. */
function errorsIn(failed: readonly Failed[], names: ReadonlyMap<string, JobNamed>) {
  return [...Map.groupBy(failed, ({ code }) => code)]
    .map(([code, some]) => ({
      code,
      lines: some.reduce((total, one) => total + one.lines, 0),
      applications: [...new Set(some.flatMap(({ job }) => names.get(job)?.displayName ?? []))].toSorted(),
    }))
    .toSorted((one, other) => other.lines - one.lines)
    .slice(0, mostErrors)
}

/** How many, and within how many seconds half and 95 of 100 were done. */
function waited(some: readonly Waited[]) {
  const count = some.reduce((total, one) => total + one.count, 0)
  return { count, p50: quantile(some, 0.5), p95: quantile(some, 0.95) }
}
