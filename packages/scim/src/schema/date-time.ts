/**
 * The instant that an xsd:dateTime names (RFC 7643 §2.3.5), in milliseconds since 1970 and with their fraction;
 * `undefined` when the text is none.
 *
 * Date and time are needed, both complete: `2026-05-13T04:42:34.5Z`. Without a zone it is UTC, so that every server
 * reads the same. Years have four digits and begin with 1, as PostgreSQL has them.
 */
export function instantOf(text: string): number | undefined {
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)]
  const [hour, minute, second] = [digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2)]
  const isPunctuated = text[4] === '-' && text[7] === '-' && text[10] === 'T' && text[13] === ':' && text[16] === ':'
  if (!isPunctuated || !isDate(year, month, day) || !isTime(hour, minute, second)) return undefined
  const fraction = fractionAt(text, 19)
  const offset = fraction === undefined ? undefined : offsetAt(text, fraction.end)
  if (fraction === undefined || offset === undefined) return undefined
  // Midnight at the end of a day is 24:00:00 and nothing after it.
  if (hour === 24 && (minute > 0 || second > 0 || fraction.milliseconds > 0)) return undefined
  const start = new Date(0)
  start.setUTCFullYear(year, month - 1, day)
  start.setUTCHours(hour, minute - offset, second)
  return start.getTime() + fraction.milliseconds
}

const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function isDate(year: number, month: number, day: number): boolean {
  if (!(year >= 1) || !(day >= 1) || !(day <= (monthDays[month - 1] ?? 0))) return false
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month !== 2 || day < 29 || isLeap
}

function isTime(hour: number, minute: number, second: number): boolean {
  return hour <= 24 && minute <= 59 && second <= 59
}

/** The fraction of a second, if there is one, and where it ends. */
function fractionAt(text: string, at: number): { milliseconds: number; end: number } | undefined {
  if (text[at] !== '.') return { milliseconds: 0, end: at }
  let end = at + 1
  while (isDigit(text.charCodeAt(end))) end++
  if (end === at + 1) return undefined
  return { milliseconds: Number(`0${text.slice(at, end)}`) * 1000, end }
}

/** The zone, as minutes east of UTC: nothing, `Z` or `±hh:mm` up to 14 hours. It ends the text. */
function offsetAt(text: string, at: number): number | undefined {
  const zone = text.slice(at)
  if (zone === '' || zone === 'Z') return 0
  const [hours, minutes] = [digits(zone, 1, 2), digits(zone, 4, 2)]
  if ((zone[0] !== '+' && zone[0] !== '-') || zone[3] !== ':' || zone.length !== 6) return undefined
  if (!(minutes <= 59) || !(hours * 60 + minutes <= 14 * 60)) return undefined
  return (zone[0] === '-' ? -1 : 1) * (hours * 60 + minutes)
}

/** A number of so many digits; NaN when anything else stands there. */
function digits(text: string, at: number, count: number): number {
  for (let index = at; index < at + count; index++) if (!isDigit(text.charCodeAt(index))) return Number.NaN
  return Number(text.slice(at, at + count))
}

function isDigit(char: number): boolean {
  return char >= 0x30 && char <= 0x39
}
