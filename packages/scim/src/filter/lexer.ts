import { ScimError } from '../message/error.ts'
import { excerpt } from '../path/attribute-path.ts'
import type { Rules } from '../rules.ts'
import type { Literal } from './filter.ts'

/** A place in a filter's text. Every function here moves it forward, so reading is linear in the length. */
export type Cursor = { readonly text: string; at: number }

export function skipSpaces(cursor: Cursor): void {
  while (isSpace(cursor.text.charCodeAt(cursor.at))) cursor.at++
}

/** Takes one character if it stands next, after spaces. */
export function take(cursor: Cursor, char: string): boolean {
  skipSpaces(cursor)
  if (cursor.text[cursor.at] !== char) return false
  cursor.at++
  return true
}

export function expect(cursor: Cursor, char: string): void {
  if (!take(cursor, char)) throw wrong(cursor, `"${char}" is expected`)
}

/** Takes a word: everything up to a space, a parenthesis or a bracket. */
export function word(cursor: Cursor): string {
  skipSpaces(cursor)
  const start = cursor.at
  while (cursor.at < cursor.text.length && !endsWord(cursor.text.charCodeAt(cursor.at))) cursor.at++
  return cursor.text.slice(start, cursor.at)
}

/** Takes this keyword, in any case, if it is the whole next word. */
export function keyword(cursor: Cursor, expected: 'and' | 'or' | 'not'): boolean {
  const start = cursor.at
  if (word(cursor).toLowerCase() === expected) return true
  cursor.at = start
  return false
}

/**
 * Takes a comparison value: a JSON string, a number, `true`, `false` or `null`.
 *
 * Lenient takes a bare word as text, as older clients send `externalId eq jyoung`.
 */
export function literal(cursor: Cursor, rules: Rules): Literal {
  skipSpaces(cursor)
  if (cursor.text[cursor.at] === '"') return quoted(cursor)
  const start = cursor.at
  const bare = word(cursor)
  if (bare === '') throw wrong(cursor, 'a value is expected')
  const known = constants.get(rules.literalCase ? bare.toLowerCase() : bare)
  if (known !== undefined) return known
  const number = numberOf(bare)
  // What a number would lose, as in 1.10, counts where the word stands for a text.
  if (number !== undefined && (!rules.bareWords || String(number) === bare)) return number
  if (rules.bareWords && !bare.includes('"')) return bare
  cursor.at = start
  throw wrong(cursor, 'a text in quotation marks, a number, true, false or null is expected')
}

const constants: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ['true', true],
  ['false', false],
  ['null', null],
])

function quoted(cursor: Cursor): string {
  const start = cursor.at
  for (let at = start + 1; at < cursor.text.length; at++) {
    const char = cursor.text.charCodeAt(at)
    if (char === 0x5c) at++
    else if (char === 0x22) {
      cursor.at = at + 1
      return unescape(cursor, cursor.text.slice(start, at + 1))
    }
  }
  throw wrong(cursor, 'a closing quotation mark is missing')
}

function unescape(cursor: Cursor, text: string): string {
  const value = parsed(text)
  if (value === undefined) throw wrong(cursor, 'a text in quotation marks is not a JSON string')
  // No stored text can contain these, and a database refuses them.
  if (!value.isWellFormed() || value.includes('\0')) throw wrong(cursor, 'a text contains what no text can contain')
  return value
}

function parsed(text: string): string | undefined {
  try {
    return JSON.parse(text) as string
  } catch {
    return undefined
  }
}

/** The number that a word is in JSON; nothing when it is none, or has no end. */
function numberOf(text: string): number | undefined {
  if (!isNumeric(text)) return undefined
  const number: unknown = parsed(text)
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** The filter cannot be read: 400 `invalidFilter`, with the place. */
export function wrong(cursor: Cursor, what: string): ScimError {
  const where = cursor.at >= cursor.text.length ? 'at the end' : `at character ${cursor.at + 1}`
  return new ScimError(400, 'invalidFilter', `The filter "${excerpt(cursor.text)}" cannot be read: ${what} ${where}.`)
}

function isNumeric(text: string): boolean {
  const first = text.charCodeAt(text[0] === '-' ? 1 : 0)
  return first >= 0x30 && first <= 0x39
}

function isSpace(char: number): boolean {
  return char === 0x20 || char === 0x09 || char === 0x0a || char === 0x0d
}

function endsWord(char: number): boolean {
  return isSpace(char) || char === 0x28 || char === 0x29 || char === 0x5b || char === 0x5d
}
