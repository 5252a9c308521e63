import { match, take } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { PatternFailure } from './syntax.ts'

export type Flags = Readonly<Record<'i' | 'm' | 'n' | 's' | 'x', boolean>>

/** What stands after the parenthesis that opens a group, and says of which kind it is. */
export type Opening =
  | { readonly kind: 'unnamed' | 'plain' | 'atomic' | 'condition' }
  | { readonly kind: 'look'; readonly behind: boolean; readonly negative: boolean }
  /** `pops`: the group whose last capture is taken away, in the balancing groups (?<name-pops>…) and (?<-pops>…). */
  | { readonly kind: 'named'; readonly name: string | undefined; readonly pops: string | undefined }
  /** `alone`: (?i) holds for the rest of the group around it, (?i:…) for what stands within. */
  | { readonly kind: 'options'; readonly change: Partial<Flags>; readonly alone: boolean }

const simple: readonly (readonly [string, Opening])[] = [
  ['?:', { kind: 'plain' }],
  ['?>', { kind: 'atomic' }],
  ['?=', { kind: 'look', behind: false, negative: false }],
  ['?!', { kind: 'look', behind: false, negative: true }],
  ['?<=', { kind: 'look', behind: true, negative: false }],
  ['?<!', { kind: 'look', behind: true, negative: true }],
  ['?(', { kind: 'condition' }],
]

/** What a name is made of, as the source of a regular expression with the flag u. */
export const nameSource = String.raw`[\p{L}\p{Mn}\p{Nd}\p{Pc}\u200c\u200d]+`
const names = new RegExp(`\\?(?:<(${nameSource})?(?:-(${nameSource}))?>|'(${nameSource})?(?:-(${nameSource}))?')`, 'uy')

/** Reads what follows the parenthesis at this place. */
export function opening(cursor: Cursor, at: number): Opening {
  if (cursor.pattern[cursor.at] !== '?') return { kind: 'unnamed' }
  const found = simple.find(([text]) => take(cursor, text))
  if (found !== undefined) return found[1]
  return /[<']/.test(cursor.pattern[cursor.at + 1] ?? '') ? named(cursor, at) : options(cursor, at)
}

function named(cursor: Cursor, at: number): Opening {
  const [, angled, angledPops, quoted, quotedPops] = match(cursor, names) ?? []
  const name = angled ?? quoted
  const pops = angledPops ?? quotedPops
  if ((name ?? pops) === undefined || [name, pops].some((each) => /^\d+\D|^\d{10}/.test(each ?? ''))) {
    throw new PatternFailure(at, 'A group is named with letters, digits and _, or has a number: (?<name>…).')
  }
  if (/^0+$/.test(name ?? '')) throw new PatternFailure(at, 'Group 0 is the whole match; take another number.')
  return { kind: 'named', name, pops }
}

function options(cursor: Cursor, at: number): Opening {
  const [letters = ''] = match(cursor, /\?[imnsx+-]*/iy) ?? []
  const change: { -readonly [K in keyof Flags]?: boolean } = {}
  let on = true
  for (const letter of letters.slice(1).toLowerCase()) {
    if (letter === '+' || letter === '-') on = letter === '+'
    else change[letter as keyof Flags] = on
  }
  if (letters !== '?' && take(cursor, ')')) return { kind: 'options', change, alone: true }
  if (take(cursor, ':')) return { kind: 'options', change, alone: false }
  const hint = cursor.pattern.startsWith('P<', cursor.at) ? ' A named group is written (?<name>…).' : ''
  throw new PatternFailure(at, `No kind of group begins ${cursor.pattern.slice(at, cursor.at + 1)}.${hint}`)
}
