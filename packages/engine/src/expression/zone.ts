/** Days in a time zone. Everything is milliseconds since 1970 in UTC. */

const hour = 3_600_000
const formats = new Map<string, Intl.DateTimeFormat>()

/** Whether this is the name of a time zone, like `Europe/Berlin`. */
export function isTimeZone(zone: string): boolean {
  try {
    return formatOf(zone) !== undefined
  } catch {
    return false
  }
}

/** The first instant of a calendar day in a zone. Months count from 1; a day may lie outside its month, as day 0 does. */
export function dayStart({ year, month, day }: Day, zone: string): number {
  const asUtc = utc(year, month, day)
  if (zone === 'UTC') return asUtc
  // The offset at the guess may be of the other side of a change of the clock; the second guess is on the right side.
  const guess = asUtc - offset(asUtc, zone)
  const better = asUtc - offset(guess, zone)
  // Where the clock jumps over midnight the day begins at the jump.
  return offset(better, zone) === asUtc - better ? better : Math.min(guess, better) + hour
}

export type Day = { readonly year: number; readonly month: number; readonly day: number }

/** The calendar day of an instant in a zone. */
export function dayOf(instant: number, zone: string): Day {
  const local = new Date(zone === 'UTC' ? instant : instant + offset(instant, zone))
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() }
}

/** The next midnight in a zone. */
export function nextMidnight(instant: number, zone: string): number {
  const { year, month, day } = dayOf(instant, zone)
  return dayStart({ year, month, day: day + 1 }, zone)
}

function utc(year: number, month: number, day: number): number {
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  return new Date(0).setUTCFullYear(year, month - 1, day)
}

function offset(instant: number, zone: string): number {
  if (zone === 'UTC') return 0
  const parts: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(instant)) parts[type] = Number(value)
  const { year = 0, month = 0, day = 0 } = parts
  const local = utc(year, month, day) + ((parts['hour'] ?? 0) * 60 + (parts['minute'] ?? 0)) * 60_000
  return local + (parts['second'] ?? 0) * 1000 - Math.floor(instant / 1000) * 1000
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...numeric, second: 'numeric' })
  formats.set(zone, format)
  return format
}
