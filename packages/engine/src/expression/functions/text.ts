import { toLower } from '../casing.ts'
import { EvaluationFailure, isList, kindOf } from '../value.ts'
import { trimmed } from '../white.ts'
import { row } from './row.ts'
import type { FunctionRow } from './row.ts'

const source = { name: 'source', kind: 'text' } as const

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
      const comparable = comparisons.get(compareType)
      if (comparable === undefined) throw new EvaluationFailure('compareType is vbBinaryCompare or vbTextCompare')
      if (start > within.length) return '0'
      return String(comparable(within).indexOf(comparable(wanted), start - 1) + 1)
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
    refuses: ([, start]) => (start !== undefined && start !== null && Number(start) < 1 ? 'start counts from 1' : null),
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

  Trim: row({
    syntax: 'Trim(value)',
    knownFrom: 'Cloud Sync reference',
    summary: 'Removes white space at both ends; in a list, of each element.',
    takes: [{ name: 'value', kind: 'any' }],
    gives: 'any',
    examples: [['Trim(" Test ")', 'Test']],
    run: ([value]) => {
      if (value === null) return null
      if (typeof value === 'string') return trimmed(value)
      if (isList(value)) return value.map((element) => trimmed(textOf(element)))
      throw new EvaluationFailure(`value must be a text or a list; this is ${kindOf(value)}`)
    },
  }),

  Word: row({
    syntax: 'Word(string, wordNumber, delimiters)',
    summary: 'The nth piece of a text that is cut at any of the delimiters; empty when there are fewer.',
    takes: [
      { name: 'string', kind: 'nullable' },
      { name: 'wordNumber', kind: 'integer' },
      { name: 'delimiters', kind: 'nullable' },
    ],
    gives: 'text',
    examples: [
      ['Word("The quick brown fox", 3, " ")', 'brown'],
      ['Word("This,string!has&many separators", 3, ",!&#")', 'has'],
    ],
    run: ([text, number, delimiters]) => {
      if (delimiters === null || delimiters === '') throw new EvaluationFailure('delimiters must not be empty')
      return pieces(text ?? '', delimiters)[number - 1] ?? ''
    },
  }),
}

const comparisons: ReadonlyMap<string, (text: string) => string> = new Map([
  ['vbBinaryCompare', (text: string) => text],
  ['vbTextCompare', (text: string) => toLower(text)],
])

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
