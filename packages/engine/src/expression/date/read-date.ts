import { inCentury, months, short, weekdays } from './names.ts'
import { trimmed } from '../white.ts'
import { exists, fieldsOf, perSecond, ticksOf } from './ticks.ts'
import type { Fields, Ticks } from './ticks.ts'

/**
 * Reads a date as .NET's DateTime.Parse does under the invariant culture, as far as a whole date is written.
 *
 * Numbers are month, day, year, or begin with a year of at least three digits; months may have names. An offset is
 * converted to UTC; without one it is UTC. A time alone, or a day without a year, is none: .NET would take today's.
 */
export function readDate(text: string): Ticks | null {
  if (text.length > longest) return null
  const take = scanner(trimmed(text))
  const [, weekday] = take(weekdayName) ?? []
  const date = takeDate(take)
  const clock = date && takeClock(take, date.form)
  if (!date || !clock) return null
  const offset = takeOffset(take)
  if (offset === null || take(anything) !== null) return null
  const local = ticksOf({ ...date, ...clock })
  if (local === null) return null
  if (weekday !== undefined && indexOf(weekdays, weekday) !== fieldsOf(local).weekday) return null
  const ticks = local - BigInt(offset * 60) * perSecond
  return exists(ticks) ? ticks : null
}

// No date is longer, and a hostile text keeps nobody busy.
const longest = 200

/** Reads an ISO 8601 date or date-time, with `T` or a blank between them. */
export function readIso(text: string): Ticks | null {
  return isoForm.test(text) ? readDate(text) : null
}

const isoForm = /^\s*\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)? ?(?:Z|[+-]\d\d(?::?\d\d)?)?\s*$/i

type Take = (pattern: RegExp) => RegExpExecArray | null

function scanner(text: string): Take {
  let at = 0
  return (pattern) => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found !== null) at = pattern.lastIndex
    return found
  }
}

function either(names: readonly string[]): string {
  return names.map((name) => `${short(name)}(?:${name.slice(3)})?`).join('|')
}

const weekdayName = new RegExp(`(${either(weekdays)})(?![a-z])\\.?\\s*,?\\s*`, 'iy')
// A number that a colon or AM follows belongs to the time.
const part = `(?:(?<number>\\d+)(?!\\d|\\s*:|\\s*[ap]m)|(?<month>${either(months)})(?![a-z]))`
const firstPart = new RegExp(part, 'iy')
const nextPart = new RegExp(`\\s*[-/.,]?\\s*${part}`, 'iy')
const isoClock = /\s*T\s*(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?!\d)/iy
const wallClock = /[\s,]+(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?)?(?!\d)\s*(AM|PM)?/iy
const zone = /\s*(?:(?:Z|GMT)(?![a-z])|([+-])\s*(?:(\d{1,2})(?::(\d{1,2}))?|(\d{1,2})(\d{2}))(?!\d))/iy
const anything = /./sy

function indexOf(names: readonly string[], name: string): number {
  return names.findIndex((one) => short(one).toLowerCase() === short(name).toLowerCase())
}

type Day = Pick<Fields, 'year' | 'month' | 'day'>
type Clock = Omit<Fields, keyof Day>

/** What stands there: a day, one with the year first, or a month alone, which takes no time. */
type Form = 'day' | 'iso' | 'month'

function takeDate(take: Take): (Day & { readonly form: Form }) | null {
  const numbers: string[] = []
  let month: number | undefined
  for (let count = 0; count < 3; count++) {
    const { number, month: name } = take(count === 0 ? firstPart : nextPart)?.groups ?? {}
    if (number === undefined && (name === undefined || month !== undefined)) break
    if (number !== undefined) numbers.push(number)
    else month = indexOf(months, name ?? '') + 1
  }
  if (numbers.filter(isYear).length > 1) return null
  const day = month === undefined ? byNumbers(numbers) : byName(numbers, month)
  if (day === null) return null
  if (numbers.length + (month === undefined ? 0 : 1) < 3) return { ...day, form: 'month' }
  return { ...day, form: month === undefined && isYear(numbers[0]) ? 'iso' : 'day' }
}

function isYear(digits: string | undefined): boolean {
  return digits !== undefined && digits.length > 2
}

function byNumbers(numbers: readonly string[]): Day | null {
  const [first = 0, second = 1, third] = numbers.filter((digits) => !isYear(digits)).map(Number)
  const year = numbers.find(isYear)
  if (year !== undefined) return numbers.length < 2 ? null : { year: Number(year), month: first, day: second }
  return third === undefined ? null : { year: inCentury(third), month: first, day: second }
}

function byName(numbers: readonly string[], month: number): Day | null {
  const year = numbers.find(isYear)
  const [first = 1, second] = numbers.filter((digits) => !isYear(digits)).map(Number)
  if (year !== undefined) return { year: Number(year), month, day: first }
  if (second === undefined) return null
  const usual = { year: inCentury(second), month, day: first }
  return ticksOf({ ...usual, ...midnight }) === null ? { year: inCentury(first), month, day: second } : usual
}

const midnight: Clock = { hour: 0, minute: 0, second: 0, fraction: 0 }

function takeClock(take: Take, form: Form): Clock | null {
  const found = form === 'month' ? null : ((form === 'iso' ? take(isoClock) : null) ?? take(wallClock))
  if (found === null) return midnight
  const [, hour = '', minute, second = '0', fraction = '0', half] = found
  const clocked = onTheClock(Number(hour), half?.toUpperCase())
  if (clocked === null || (minute === undefined && half === undefined)) return null
  return {
    hour: clocked,
    minute: Number(minute ?? 0),
    second: Number(second),
    fraction: Math.round(Number(`0.${fraction}`) * Number(perSecond)),
  }
}

// .NET takes 13 PM for 13, but not 13 AM.
function onTheClock(hour: number, half: string | undefined): number | null {
  if (half === 'AM') return hour > 12 ? null : hour % 12
  return half === 'PM' && hour < 12 ? hour + 12 : hour
}

/** Minutes east of UTC; null when there is no such offset. */
function takeOffset(take: Take): number | null {
  const [, sign, hour, minute, hours, minutes] = take(zone) ?? []
  const inHour = Number(minute ?? minutes ?? 0)
  const offset = Number(hour ?? hours ?? 0) * 60 + inHour
  if (inHour > 59 || offset > 14 * 60) return null
  return sign === '-' ? -offset : offset
}
