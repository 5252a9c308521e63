import { readDate } from './read-date.ts'
import { fieldsOf } from './ticks.ts'
import { dateText } from './write.ts'

const iso = /^\s*(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?\s*$/

/**
 * A date and time as RFC 3339 text, or null when the text is none.
 *
 * Takes what `CDate` takes. An ISO 8601 date and time keeps its spelling; a date alone is midnight UTC.
 */
export function instantOf(text: string): string | null {
  const ticks = readDate(text)
  if (ticks === null) return null
  const [, day, clock = '00:00', second = ':00', zone = 'Z'] = iso.exec(text) ?? []
  if (day !== undefined)
    return `${day}T${clock}${second}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`
  const { year, month, day: date, hour, minute, second: seconds } = fieldsOf(ticks)
  return `${padded(year, 4)}-${padded(month)}-${padded(date)}T${padded(hour)}:${padded(minute)}:${padded(seconds)}Z`
}

/**
 * Whether a text names a day and no time of it.
 *
 * Directories store a day as midnight UTC, so that counts as a day alone.
 */
export function isDayAlone(text: string): boolean {
  const midnight = /[T ](?:00:00(?::00(?:\.0+)?)?(?:Z|\+00:?00)|12:00:00 AM)\s*$/i
  return !/[:Z+]/i.test(text.replace(midnight, ''))
}

/** A date and time as the language writes it: 7/2/2021 3:33:38 PM, in UTC. What is none stays as it is. */
export function asDateText(text: string): string {
  const ticks = readDate(text)
  return ticks === null ? text : dateText(ticks)
}

function padded(number: number, width = 2): string {
  return String(number).padStart(width, '0')
}
