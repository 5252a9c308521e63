import { match, take } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { PatternFailure } from './syntax.ts'

export type Quantifier = { readonly min: number; readonly max: number; readonly lazy: boolean }

// A { that begins no quantifier is a character: a{,3} is five characters.
const written = /[*+?]|\{(\d+)(?:(,)(\d*))?\}/y
const most = 2_147_483_647

/** Reads a quantifier; null when none stands here. Comments may stand before each part of it. */
export function quantifier(cursor: Cursor, skipBlank: () => void): Quantifier | null {
  skipBlank()
  const at = cursor.at
  const found = match(cursor, written)
  if (found === null) return null
  const { min, max } = bounds(found)
  if (min > most || (max > most && max !== Infinity)) throw new PatternFailure(at, 'The repetition is too large.')
  if (min > max) throw new PatternFailure(at, `The repetition ${found[0]} has its numbers in the wrong order.`)
  skipBlank()
  const lazy = take(cursor, '?')
  skipBlank()
  const again = cursor.at
  if (match(cursor, written) !== null) {
    throw new PatternFailure(again, 'A repetition follows a repetition; put what is repeated in (?:…).')
  }
  return { min, max, lazy }
}

/** Refuses a quantifier that stands where there is nothing to repeat. */
export function refuseQuantifier(cursor: Cursor): void {
  const at = cursor.at
  const found = match(cursor, written)?.[0][0]
  if (found === undefined) return
  throw new PatternFailure(at, `There is nothing before ${found} to repeat; write \\${found} for the character.`)
}

function bounds([text, least, comma, greatest]: RegExpExecArray): { readonly min: number; readonly max: number } {
  if (text === '*') return { min: 0, max: Infinity }
  if (text === '+') return { min: 1, max: Infinity }
  if (text === '?') return { min: 0, max: 1 }
  const min = Number(least)
  if (comma === undefined) return { min, max: min }
  const max = greatest === '' ? most : Number(greatest)
  return { min, max: max === most ? Infinity : max }
}
