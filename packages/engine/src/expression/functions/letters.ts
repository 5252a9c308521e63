import { titled, toLower, toUpper } from '../casing.ts'
import { withoutDiacritics } from '../diacritics.ts'
import { EvaluationFailure } from '../value.ts'
import { row } from './row.ts'
import type { FunctionRow } from './row.ts'

const source = { name: 'source', kind: 'text' } as const
const culture = { name: 'culture', kind: 'nullable', optional: true } as const

export const letterFunctions: Readonly<Record<string, FunctionRow>> = {
  NormalizeDiacritics: row({
    syntax: 'NormalizeDiacritics(source)',
    summary: 'The text without the marks on its Latin letters: ö becomes o, but ø oe, æ ae, ß ss and ł l.',
    takes: [source],
    gives: 'text',
    examples: [
      ['NormalizeDiacritics("Zoë")', 'Zoe'],
      ['NormalizeDiacritics("Søren Müller")', 'Soeren Muller'],
    ],
    run: ([text]) => withoutDiacritics(text),
  }),

  PCase: row({
    syntax: 'PCase(source, wordSeparators?)',
    summary:
      'A capital at the beginning of each word, small letters after it. With wordSeparators only these characters end a word; without, an apostrophe does not.',
    takes: [source, { name: 'wordSeparators', kind: 'text', optional: true }],
    gives: 'text',
    examples: [
      ['PCase("PABLO O\'NEIL (SECOND)")', "Pablo O'neil (Second)"],
      ['PCase("PINTO-DE\'SILVA", " \'-")', "Pinto-De'Silva"],
    ],
    run: ([text, separators]) =>
      titled(text, separators === undefined ? endsWord : (character) => separators.includes(character)),
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
    run: ([text, tag]) => toLower(text, checked(tag)),
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
    run: ([text, tag]) => toUpper(text, checked(tag)),
  }),
}

// As .NET's TextInfo.ToTitleCase, by Unicode's categories.
function endsWord(character: string): boolean {
  return character !== "'" && /[\p{Z}\p{Cc}\p{Cf}\p{P}\p{S}]/u.test(character)
}

/** No culture is the invariant one, whose name is empty. */
function checked(tag: string | null | undefined): string {
  if (tag === null || tag === undefined || tag === '') return ''
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? ''
  } catch {
    throw new EvaluationFailure('the culture is not a language tag like tr-TR')
  }
}
