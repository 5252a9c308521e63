import type { Assertion } from './syntax.ts'
import { boundaryWord } from './unicode.ts'
import { has } from './unit-set.ts'

const newline = 10

const begin: Assertion = (_, at) => at === 0
const end: Assertion = (text, at) => at === text.length
const endOrNewline: Assertion = (text, at) =>
  at === text.length || (at === text.length - 1 && text.charCodeAt(at) === newline)
const lineBegin: Assertion = (text, at) => at === 0 || text.charCodeAt(at - 1) === newline
const lineEnd: Assertion = (text, at) => at === text.length || text.charCodeAt(at) === newline
const searchStart: Assertion = (_, at, start) => at === start
const boundary: Assertion = (text, at) => isWord(text, at - 1) !== isWord(text, at)
const notBoundary: Assertion = (text, at) => !boundary(text, at, 0)

/** What holds between two units, by how it is written. `^` and `$` become `^m` and `$m` under the option m. */
export const assertions = {
  '^': begin,
  $: endOrNewline,
  '^m': lineBegin,
  $m: lineEnd,
  '\\A': begin,
  '\\Z': endOrNewline,
  '\\z': end,
  '\\G': searchStart,
  '\\b': boundary,
  '\\B': notBoundary,
} as const

export const beginsText: ReadonlySet<Assertion> = new Set([begin])
export const endsText: ReadonlySet<Assertion> = new Set([end, endOrNewline])

function isWord(text: string, at: number): boolean {
  return has(boundaryWord(), text.charCodeAt(at))
}
