import { EvaluationFailure } from '../value.ts'
import { row } from './row.ts'
import type { FunctionRow } from './row.ts'

const source = { name: 'source', kind: 'text' } as const
const culture = { name: 'culture', kind: 'text', optional: true } as const

export const textFunctions: Readonly<Record<string, FunctionRow>> = {
  Append: row({
    syntax: 'Append(source, suffix)',
    summary: 'Puts the suffix after the source. Without a source there is no result.',
    takes: [source, { name: 'suffix', kind: 'nullable' }],
    gives: 'text',
    examples: [['Append("John.Doe@contoso.com", ".test")', 'John.Doe@contoso.com.test']],
    run: ([text, suffix]) => text + (suffix ?? ''),
  }),

  InStr: row({
    syntax: 'InStr(value1, value2, start?, compareType?)',
    summary: 'The position of value2 in value1 at or after start, counted from 1; 0 when it does not occur.',
    takes: [
      { name: 'value1', kind: 'text' },
      { name: 'value2', kind: 'text' },
      { name: 'start', kind: 'integer', optional: true },
      { name: 'compareType', kind: 'word', optional: true },
    ],
    gives: 'integer',
    examples: [
      ['InStr("The quick brown fox", "quick")', '5'],
      ['InStr("repEated", "e", 3, vbBinaryCompare)', '7'],
      ['InStr("repEated", "e", 3, vbTextCompare)', '4'],
    ],
    run: ([within, wanted, start = 1, compareType = 'vbBinaryCompare']) => {
      if (start < 1) throw new EvaluationFailure('start counts from 1')
      if (start > within.length) return '0'
      if (compareType === 'vbBinaryCompare') return String(within.indexOf(wanted, start - 1) + 1)
      if (compareType !== 'vbTextCompare') {
        throw new EvaluationFailure('compareType is vbBinaryCompare or vbTextCompare')
      }
      return String(toLower(within).indexOf(toLower(wanted), start - 1) + 1)
    },
  }),

  Join: row({
    syntax: 'Join(separator, source1, source2, …)',
    summary: 'Puts the separator between the values. Empty values are left out, with their separator.',
    takes: [{ name: 'separator', kind: 'nullable' }],
    rest: [{ name: 'source', kind: 'list' }],
    gives: 'text',
    examples: [
      ['Join(".", "ana", "silva")', 'ana.silva'],
      ['Join("-", "a", "", "b")', 'a-b'],
      ['Join(" ", [nobody])', null],
    ],
    run: ([separator, ...sources]) => {
      if (sources.every((list) => list === null)) return null
      return sources
        .flatMap((list) => list ?? [])
        .map((element) => textOf(element))
        .filter((text) => text !== '')
        .join(separator ?? '')
    },
  }),

  Left: row({
    syntax: 'Left(string, numChars)',
    summary: 'The first characters. A negative number leaves the text as it is.',
    takes: [
      { name: 'string', kind: 'nullable' },
      { name: 'numChars', kind: 'integer' },
    ],
    gives: 'text',
    examples: [
      ['Left("John Doe", 3)', 'Joh'],
      ['Left([nobody], 3)', ''],
    ],
    run: ([text, count]) => (count < 0 ? (text ?? '') : (text ?? '').slice(0, count)),
  }),

  Len: row({
    syntax: 'Len(string)',
    summary: 'How many characters the text has; 0 without a text.',
    takes: [{ name: 'string', kind: 'nullable' }],
    gives: 'integer',
    examples: [
      ['Len("John Doe")', '8'],
      ['Len(42568.75)', '8'],
      ['Len([nobody])', '0'],
    ],
    run: ([text]) => String(text?.length ?? 0),
  }),

  Mid: row({
    syntax: 'Mid(source, start, length)',
    summary: 'A part of the text. start counts from 1; a length that runs past the end stops at the end.',
    takes: [source, { name: 'start', kind: 'integer' }, { name: 'length', kind: 'integer' }],
    gives: 'text',
    examples: [
      ['Mid("abcdef", 3, 2)', 'cd'],
      ['Mid("abcdef", 3, 99)', 'cdef'],
      ['Mid("abcdef", 7, 1)', ''],
    ],
    run: ([text, start, length]) => {
      if (start < 1) throw new EvaluationFailure('start counts from 1')
      if (length < 0) throw new EvaluationFailure('length must not be negative')
      return text.slice(start - 1, start - 1 + length)
    },
  }),

  Prepend: row({
    syntax: 'Prepend(prefix, source)',
    knownFrom: 'Graph function list',
    summary: 'Puts the prefix before the source. Without a source there is no result.',
    takes: [{ name: 'prefix', kind: 'nullable' }, source],
    gives: 'text',
    examples: [['Prepend("smtp:", "ana@contoso.com")', 'smtp:ana@contoso.com']],
    run: ([prefix, text]) => (prefix ?? '') + text,
  }),

  StripSpaces: row({
    syntax: 'StripSpaces(source)',
    summary: 'Removes every space (U+0020); other white space stays.',
    takes: [source],
    gives: 'text',
    examples: [['StripSpaces("Van Der Berg")', 'VanDerBerg']],
    run: ([text]) => text.replaceAll(' ', ''),
  }),

  ToLower: row({
    syntax: 'ToLower(source, culture?)',
    summary: 'Writes the text in small letters, by the rules of the culture when one is given.',
    takes: [source, culture],
    gives: 'text',
    examples: [
      ['ToLower("TITLE")', 'title'],
      ['ToLower("TITLE", "tr-TR")', 'tıtle'],
    ],
    run: ([text, tag]) =>
      tag === undefined ? toLower(text) : byCulture(tag, (known) => text.toLocaleLowerCase(known)),
  }),

  ToUpper: row({
    syntax: 'ToUpper(source, culture?)',
    summary: 'Writes the text in capital letters, by the rules of the culture when one is given.',
    takes: [source, culture],
    gives: 'text',
    examples: [
      ['ToUpper("abc-def")', 'ABC-DEF'],
      ['ToUpper("straße")', 'STRAßE'],
    ],
    run: ([text, tag]) =>
      tag === undefined ? toUpper(text) : byCulture(tag, (known) => text.toLocaleUpperCase(known)),
  }),

  Trim: row({
    syntax: 'Trim(value)',
    knownFrom: 'Cloud Sync reference',
    summary: 'Removes white space at both ends; in a list, of each element.',
    takes: [{ name: 'value', kind: 'any' }],
    gives: 'any',
    examples: [['Trim(" Test ")', 'Test']],
    run: ([value]) => {
      if (typeof value === 'string') return value.trim()
      return Array.isArray(value) ? value.map((element) => textOf(element).trim()) : value
    },
  }),

  Word: row({
    syntax: 'Word(string, wordNumber, delimiters)',
    summary: 'The nth piece of a text that is cut at any of the delimiters; empty when there are fewer.',
    takes: [
      { name: 'string', kind: 'nullable' },
      { name: 'wordNumber', kind: 'integer' },
      { name: 'delimiters', kind: 'text' },
    ],
    gives: 'text',
    examples: [
      ['Word("The quick brown fox", 3, " ")', 'brown'],
      ['Word("This,string!has&many separators", 3, ",!&#")', 'has'],
    ],
    run: ([text, number, delimiters]) => {
      if (delimiters === '') throw new EvaluationFailure('there must be at least one delimiter')
      return number < 1 ? '' : (pieces(text ?? '', delimiters)[number - 1] ?? '')
    },
  }),
}

function pieces(text: string, delimiters: string): string[] {
  const found = ['']
  for (const character of text) {
    if (delimiters.includes(character)) found.push('')
    else found[found.length - 1] += character
  }
  return found
}

/** An element of a list where only text makes sense. */
export function textOf(element: unknown): string {
  if (typeof element === 'string') return element
  throw new EvaluationFailure('the list holds roles, not texts')
}

// .NET's invariant mapping is one character to one character: ß has no capital, and the Turkish i are left alone.
const turkish = new Set(['\u0130', '\u0131'])
const ascii = /^[\0-\x7f]*$/

function toLower(text: string): string {
  return ascii.test(text) ? text.toLowerCase() : mapped(text, (character) => character.toLowerCase())
}

function toUpper(text: string): string {
  return ascii.test(text) ? text.toUpperCase() : mapped(text, (character) => character.toUpperCase())
}

function mapped(text: string, change: (character: string) => string): string {
  let result = ''
  for (const character of text) {
    const changed = turkish.has(character) ? character : change(character)
    result += changed.length > character.length ? character : changed
  }
  return result
}

function byCulture(tag: string, change: (tag: string) => string): string {
  try {
    return change(tag)
  } catch {
    throw new EvaluationFailure('the culture is not a language tag like tr-TR')
  }
}
