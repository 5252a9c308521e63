import { months, short, weekdays } from './names.ts'
import type { Fields } from './ticks.ts'

/** A date that is being read. `zulu`: its zone is written as Z. */
export type Reading = {
  readonly text: string
  at: number
  /** `half`: 0 before noon, 1 after it. `offset`: minutes east of UTC. */
  found: Partial<Record<keyof Fields | 'weekday' | 'half' | 'offset', number>>
  shortYear: boolean
  twelveHours: boolean
  zulu: boolean
}

/** Takes what matches here; the pattern must be sticky. */
export function take(reading: Reading, pattern: RegExp): string | null {
  pattern.lastIndex = reading.at
  const [found] = pattern.exec(reading.text) ?? []
  if (found === undefined) return null
  reading.at += found.length
  return found
}

type FieldReader = (reading: Reading, count: number) => boolean

/** How each field of a format is read; false when the text does not fit, or contradicts what was read before. */
export const fieldReaders: Readonly<Record<string, FieldReader>> = {
  y: (reading, count) => {
    reading.shortYear ||= count < 3
    return note(reading, 'year', number(reading, count))
  },
  M: (reading, count) => {
    if (count < 3) return note(reading, 'month', number(reading, count))
    const index = name(reading, months, count)
    return index !== null && note(reading, 'month', index + 1)
  },
  d: (reading, count) =>
    count < 3 ? note(reading, 'day', number(reading, count)) : note(reading, 'weekday', name(reading, weekdays, count)),
  H: (reading, count) => note(reading, 'hour', number(reading, Math.min(count, 2))),
  h: (reading, count) => {
    reading.twelveHours = true
    return note(reading, 'hour', number(reading, Math.min(count, 2)))
  },
  m: (reading, count) => note(reading, 'minute', number(reading, Math.min(count, 2))),
  s: (reading, count) => note(reading, 'second', number(reading, Math.min(count, 2))),
  t: (reading, count) => {
    const mark = take(reading, count === 1 ? /[AP]/y : /[AP]M/iy)
    return mark !== null && note(reading, 'half', mark.toUpperCase().startsWith('P') ? 1 : 0)
  },
  f: (reading, count) => note(reading, 'fraction', decimals(digits(reading, count, count))),
  F: (reading, count) => note(reading, 'fraction', decimals(digits(reading, 0, count))),
  '.F': (reading, count) =>
    note(reading, 'fraction', take(reading, /\./y) === null ? 0 : decimals(digits(reading, 0, count))),
  g: (reading) => take(reading, /A\.D\.|AD/iy) !== null,
  z: (reading, count) => note(reading, 'offset', offset(reading, count)),
  Z: (reading) => take(reading, /(?:Z|GMT)(?!\p{L})/iuy) !== null && zulu(reading),
  K: (reading) => {
    if (take(reading, /Z/y) !== null) return zulu(reading)
    return !/[+-]/.test(reading.text.charAt(reading.at)) || note(reading, 'offset', offset(reading, 3))
  },
  GMT: (reading) => take(reading, /GMT/y) !== null && note(reading, 'offset', 0),
}

function note(reading: Reading, field: keyof Reading['found'], value: number | null): boolean {
  if (value === null || (reading.found[field] ?? value) !== value) return false
  reading.found[field] = value
  return true
}

function zulu(reading: Reading): boolean {
  reading.zulu = true
  return note(reading, 'offset', 0)
}

function digits(reading: Reading, least: number, most: number): string | null {
  return take(reading, new RegExp(`\\d{${least},${most}}`, 'y'))
}

/** One letter reads one digit or two, more letters as many digits as they are. */
function number(reading: Reading, count: number): number | null {
  const found = digits(reading, count, Math.max(count, 2))
  return found === null ? null : Number(found)
}

function decimals(found: string | null): number | null {
  return found === null ? null : Number(found.padEnd(7, '0'))
}

function name(reading: Reading, names: readonly string[], count: number): number | null {
  const index = names.findIndex((one) => {
    const wanted = count === 3 ? short(one) : one
    return reading.text.slice(reading.at, reading.at + wanted.length).toLowerCase() === wanted.toLowerCase()
  })
  if (index < 0) return null
  reading.at += count === 3 ? 3 : (names[index]?.length ?? 0)
  return index
}

/** Minutes east of UTC: hours for one or two letters, with minutes for three. */
function offset(reading: Reading, count: number): number | null {
  const sign = take(reading, /[+-]/y)
  const hours = sign === null ? null : number(reading, count === 2 ? 2 : 1)
  if (hours === null) return null
  if (count < 3) return sign === '-' ? -hours * 60 : hours * 60
  take(reading, /:/y)
  const minutes = digits(reading, 2, 2)
  if (minutes === null || Number(minutes) > 59) return null
  return (hours * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
}
