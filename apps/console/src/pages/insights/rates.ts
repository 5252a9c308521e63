import type { Gives } from '../../api/ask.ts'

export type Insights = Gives<'GET /usher/insights'>
export type Day = Insights['days'][number]
type Results = Pick<Day, 'success' | 'failure' | 'skipped' | 'warning' | 'held'>

/** How many of a hundred that were tried went well; null when nothing was tried. What was left out or waits was not tried. */
export function successRate({ success, warning, failure }: Results): number | null {
  const tried = success + warning + failure
  return tried === 0 ? null : ((success + warning) / tried) * 100
}

/** `99.3 %`; never 100 where something failed. */
export function percent(rate: number | null): string {
  if (rate === null) return '–'
  return rate > 99.9 && rate < 100 ? '99.9 %' : `${Number(rate.toFixed(1))} %`
}

/** `340 ms`, `1.2 s`, `3 min`. */
export function took(seconds: number | null): string {
  if (seconds === null) return '–'
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`
  return seconds < 86_400 ? `${(seconds / 3600).toFixed(1)} h` : `${(seconds / 86_400).toFixed(1)} days`
}

/** `Mar 2`. A day is one of UTC. */
export function dayName(day: string): string {
  return new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(day))
}
