/** Edm.Duration and the minutes between cycles. */
const form = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/

/** A day: the longest that a job waits. */
const mostMinutes = 1440

/** Whole minutes, at least one and at most a day; null when it is no duration. */
export function minutesOf(duration: string): number | null {
  const parts = form.exec(duration)
  if (parts === null || duration.length < 3 || duration.endsWith('T')) return null
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = parts
  const all = Number(days) * mostMinutes + Number(hours) * 60 + Number(minutes) + Number(seconds) / 60
  return Math.min(mostMinutes, Math.max(1, Math.round(all)))
}

/** `PT40M`, `PT1H`, `P1D`. */
export function durationOf(minutes: number): string {
  if (minutes % mostMinutes === 0) return `P${minutes / mostMinutes}D`
  return minutes % 60 === 0 ? `PT${minutes / 60}H` : `PT${minutes}M`
}
