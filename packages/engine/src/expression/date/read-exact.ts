import { fieldReaders, take } from './field-readers.ts'
import type { Reading } from './field-readers.ts'
import { inCentury } from './names.ts'
import type { Piece } from './pattern.ts'
import type { Styles } from './styles.ts'
import { exists, fieldsOf, perDay, perSecond, ticksOf } from './ticks.ts'
import type { Ticks } from './ticks.ts'

/** `zone`: what .NET knows of the time's zone, which the format letter K prints. */
export type Exact = { readonly ticks: Ticks; readonly zone: Zone }
export type Zone = 'utc' | 'local' | 'unspecified'

const white = /[\s\x85]*/y

/** Reads a date that has exactly this form, as .NET's DateTime.ParseExact under the invariant culture; else null. */
export function readExact(text: string, pieces: readonly Piece[], styles: Styles): Exact | null {
  const reading: Reading = { text, at: 0, found: {}, shortYear: false, twelveHours: false, zulu: false }
  if (styles.has('AllowLeadingWhite')) take(reading, white)
  for (const piece of trimmed(pieces, styles)) {
    if (styles.has('AllowInnerWhite')) take(reading, white)
    if (!fits(reading, piece, styles)) return null
  }
  if (styles.has('AllowTrailingWhite')) take(reading, white)
  return reading.at === text.length ? finished(reading, styles) : null
}

// White space that the text need not have at its ends, the format need not either.
function trimmed(pieces: readonly Piece[], styles: Styles): readonly Piece[] {
  const blank = (piece: Piece): boolean => piece.kind !== 'field' && piece.text.trim() === ''
  const first = styles.has('AllowLeadingWhite') ? pieces.findIndex((piece) => !blank(piece)) : 0
  const last = styles.has('AllowTrailingWhite') ? pieces.findLastIndex((piece) => !blank(piece)) : pieces.length - 1
  return first < 0 ? [] : pieces.slice(first, last + 1)
}

function fits(reading: Reading, piece: Piece, styles: Styles): boolean {
  if (piece.kind === 'field') return fieldReaders[piece.letter]?.(reading, piece.count) ?? false
  for (const character of piece.text) {
    if (character === ' ' && styles.has('AllowInnerWhite')) take(reading, white)
    else if (reading.text.startsWith(character, reading.at)) reading.at += character.length
    // As .NET: where blanks at the end are allowed, one within the format may be missing in the text.
    else if (character !== ' ' || piece.kind === 'quoted' || !styles.has('AllowTrailingWhite')) return false
  }
  return true
}

function finished({ found, shortYear, twelveHours, zulu }: Reading, styles: Styles): Exact | null {
  const { year = 1, month = 1, day = 1, minute = 0, second = 0, fraction = 0, weekday, offset } = found
  const hour = twelveHours ? onTwelve(found) : onTwentyFour(found)
  if (hour === null || (shortYear && year > 99)) return null
  const fields = { year: shortYear ? inCentury(year) : year, month, day, hour, minute, second, fraction }
  const local = ticksOf(fields)
  if (local === null || (weekday !== undefined && weekday !== fieldsOf(local).weekday)) return null
  if (Math.abs(offset ?? 0) > 14 * 60) return null
  const ticks = local - BigInt((offset ?? 0) * 60) * perSecond
  // A time alone stays on its day.
  const wrapped = ticks < 0n && local < perDay ? ticks + perDay : ticks
  return exists(wrapped) ? { ticks: wrapped, zone: zoneOf(offset !== undefined, zulu, styles) } : null
}

function onTwelve({ hour = 0, half = 0 }: Reading['found']): number | null {
  return hour > 12 ? null : (hour % 12) + half * 12
}

function onTwentyFour({ hour = 0, half }: Reading['found']): number | null {
  return half === undefined || half === Math.floor(hour / 12) ? hour : null
}

function zoneOf(written: boolean, zulu: boolean, styles: Styles): Zone {
  if (zulu && styles.has('RoundtripKind')) return 'utc'
  if (written) return styles.has('AdjustToUniversal') ? 'utc' : 'local'
  if (!styles.has('AssumeLocal') && !styles.has('AssumeUniversal')) return 'unspecified'
  return styles.has('AdjustToUniversal') ? 'utc' : 'local'
}
