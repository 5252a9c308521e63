import { months, short, weekdays } from './names.ts'
import { piecesOf } from './pattern.ts'
import type { Piece } from './pattern.ts'
import type { Exact } from './read-exact.ts'
import { fieldsOf } from './ticks.ts'
import type { Fields, Ticks } from './ticks.ts'

const invariant = piecesOf('M/d/yyyy h:mm:ss tt', 'the invariant format')

/** A date and time as the language writes it: 7/2/2021 3:33:38 PM. */
export function dateText(ticks: Ticks): string {
  return write({ ticks, zone: 'utc' }, invariant)
}

/** Writes a date in a .NET custom format, as DateTime.ToString under the invariant culture. The service's zone is UTC. */
export function write({ ticks, zone }: Exact, pieces: readonly Piece[]): string {
  const of = { ...fieldsOf(ticks), zone }
  return pieces.map((piece) => (piece.kind === 'field' ? written(of, piece) : piece.text)).join('')
}

type Written = Fields & { readonly weekday: number; readonly zone: Exact['zone'] }

function written(of: Written, { letter, count }: Extract<Piece, { kind: 'field' }>): string {
  return print[letter]?.(of, count) ?? letter
}

/** How each field of a format is written. */
const print: Readonly<Record<string, (of: Written, count: number) => string>> = {
  y: ({ year }, count) => padded(count < 3 ? year % 100 : year, count),
  M: ({ month }, count) => (count < 3 ? padded(month, count) : named(months, month - 1, count)),
  d: ({ day, weekday }, count) => (count < 3 ? padded(day, count) : named(weekdays, weekday, count)),
  H: ({ hour }, count) => padded(hour, Math.min(count, 2)),
  h: ({ hour }, count) => padded(hour % 12 || 12, Math.min(count, 2)),
  m: ({ minute }, count) => padded(minute, Math.min(count, 2)),
  s: ({ second }, count) => padded(second, Math.min(count, 2)),
  t: ({ hour }, count) => (hour < 12 ? 'AM' : 'PM').slice(0, Math.min(count, 2)),
  f: ({ fraction }, count) => padded(fraction, 7).slice(0, count),
  F: ({ fraction }, count) => decimals(fraction, count),
  '.F': ({ fraction }, count) => (decimals(fraction, count) === '' ? '' : `.${decimals(fraction, count)}`),
  g: () => 'A.D.',
  z: (_, count) => ['+0', '+00', '+00:00'][Math.min(count, 3) - 1] ?? '',
  K: ({ zone }) => ({ utc: 'Z', local: '+00:00', unspecified: '' })[zone],
  // Z is a letter like any other here; and of GMT only the M is a field.
  GMT: ({ month }) => `G${month}T`,
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

function named(names: readonly string[], index: number, count: number): string {
  const name = names[index] ?? ''
  return count === 3 ? short(name) : name
}

function decimals(fraction: number, count: number): string {
  return padded(fraction, 7).slice(0, count).replace(/0+$/, '')
}
