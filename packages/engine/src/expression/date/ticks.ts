/** A moment in UTC: 100-nanosecond ticks since the beginning of year 1. Years 1 to 9999. */
export type Ticks = bigint

/** `fraction`: of the second, in ticks. */
export type Fields = {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly fraction: number
}

export const perSecond = 10_000_000n
export const perDay = 864_000_000_000n
const end: Ticks = 3_155_378_976_000_000_000n
/** The beginning of year 1 in milliseconds since 1970. */
const yearOne = -62_135_596_800_000

export function exists(ticks: Ticks): boolean {
  return ticks >= 0n && ticks < end
}

/** The ticks of an instant in milliseconds since 1970. */
export function ticksAt(milliseconds: number): Ticks {
  return BigInt(milliseconds - yearOne) * 10_000n
}

/** The ticks of a date and time; null when there is no such day or time. */
export function ticksOf({ year, month, day, hour, minute, second, fraction }: Fields): Ticks | null {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null
  if (hour > 23 || minute > 59 || second > 59) return null
  const seconds = (utc(year, month, day) - yearOne) / 1000 + hour * 3600 + minute * 60 + second
  const ticks = BigInt(seconds) * perSecond + BigInt(fraction)
  return exists(ticks) ? ticks : null
}

/** `weekday`: Sunday is 0. */
export function fieldsOf(ticks: Ticks): Fields & { readonly weekday: number } {
  const date = new Date(Number(ticks / 10_000n) + yearOne)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    fraction: Number(ticks % perSecond),
    weekday: date.getUTCDay(),
  }
}

/** So many months later, on the last day of the month where it has fewer days; null outside the years 1 to 9999. */
export function addMonths(ticks: Ticks, months: bigint): Ticks | null {
  const { year, month, day, ...time } = fieldsOf(ticks)
  const count = BigInt(year * 12 + month - 1) + months
  if (count < 12n || count >= 120_000n) return null
  const later = { year: Number(count / 12n), month: Number(count % 12n) + 1 }
  return ticksOf({ ...later, day: Math.min(day, daysIn(later.year, later.month)), ...time })
}

function daysIn(year: number, month: number): number {
  return new Date(utc(year, month + 1, 0)).getUTCDate()
}

function utc(year: number, month: number, day: number): number {
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  return new Date(0).setUTCFullYear(year, month - 1, day)
}
