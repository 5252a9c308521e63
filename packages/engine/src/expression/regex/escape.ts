import { match } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { PatternFailure } from './syntax.ts'
import { boundaryWord, digit, property, space, word } from './unicode.ts'
import { complement, has } from './unit-set.ts'
import type { UnitSet } from './unit-set.ts'

const single: Readonly<Record<string, number>> = { a: 7, b: 8, e: 27, f: 12, n: 10, r: 13, t: 9, v: 11 }
const sets: Readonly<Record<string, () => UnitSet>> = {
  d: digit,
  D: () => complement(digit()),
  s: space,
  S: () => complement(space()),
  w: word,
  W: () => complement(word()),
}

/** Reads an escape for a set of characters, \d or \p{Lu} for example; undefined when another escape stands here. */
export function escapedSet(cursor: Cursor, ignoreCase: boolean): UnitSet | undefined {
  const letter = cursor.pattern[cursor.at] ?? ''
  if (letter === 'p' || letter === 'P') return escapedProperty(cursor, ignoreCase)
  const set = sets[letter]?.()
  if (set !== undefined) cursor.at++
  return set
}

function escapedProperty(cursor: Cursor, ignoreCase: boolean): UnitSet {
  const at = cursor.at - 1
  const found = match(cursor, /([pP])\{([\w-]+)\}/y)
  if (found === null) throw new PatternFailure(at, 'Write the category in braces, \\p{Lu} for example.')
  const [, letter, name = ''] = found
  const set = property(name, ignoreCase)
  if (set !== undefined) return letter === 'P' ? complement(set) : set
  throw new PatternFailure(
    at,
    `Unknown property ${name}; general categories are written \\p{L} or \\p{Lu}, named blocks \\p{IsGreek}.`,
  )
}

/** Reads an escape for one character. A word character that is no escape is an error; anything else is itself. */
export function escapedUnit(cursor: Cursor): number {
  const at = cursor.at - 1
  const { pattern } = cursor
  const letter = pattern[cursor.at]
  if (letter === undefined) {
    throw new PatternFailure(at, 'The pattern ends with a backslash; write \\\\ for the character.')
  }
  const octal = match(cursor, /[0-7]{1,3}/y)
  if (octal !== null) return Number.parseInt(octal[0], 8) & 0xff
  cursor.at++
  if (letter === 'x' || letter === 'u') return hexadecimal(cursor, letter)
  if (letter === 'c') return control(cursor)
  const unit = single[letter] ?? letter.charCodeAt(0)
  if (single[letter] === undefined && has(boundaryWord(), unit)) {
    throw new PatternFailure(
      at,
      `Unrecognized escape sequence \\${letter}; leave out the backslash, or write \\\\ for one.`,
    )
  }
  return unit
}

function hexadecimal(cursor: Cursor, letter: 'x' | 'u'): number {
  const at = cursor.at - 2
  const found = match(cursor, letter === 'x' ? /[\da-fA-F]{2}/y : /[\da-fA-F]{4}/y)
  if (found !== null) return Number.parseInt(found[0], 16)
  throw new PatternFailure(at, `\\${letter} needs ${letter === 'x' ? 'two' : 'four'} hexadecimal digits.`)
}

function control(cursor: Cursor): number {
  const at = cursor.at - 2
  const letter = match(cursor, /[@-_a-z]/y)?.[0]
  if (letter === undefined) throw new PatternFailure(at, '\\c needs a letter, \\cJ for example.')
  return letter.toUpperCase().charCodeAt(0) - 64
}
