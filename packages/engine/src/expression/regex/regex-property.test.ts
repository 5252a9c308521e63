import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EvaluationFailure } from '../value.ts'
import { meaning } from '../../../../../test/regex-meaning.ts'
import { parsePattern } from './parse.ts'
import { compileRegex, firstMatch, matches } from './regex.ts'
import type { Regex } from './regex.ts'

type Piece = { readonly text: string; readonly empty: boolean; readonly captures: boolean }
/** What may stand in a pattern besides characters, and what may be repeated. */
type Grammar = {
  readonly groups: readonly string[]
  readonly points: readonly string[]
  readonly repeats: (piece: Piece) => boolean
}

const characters = ['a', 'b', 'c', '[ab]', '[^a]', '.', '\\w', '[^bc]']
const repetitions = ['*', '+', '?', '{2}', '{1,2}', '{0,2}', '{2,}', '*?', '+?', '??', '{1,3}?', '{0}', '{2,3}?']
const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 8 })

// What both understand alike. JavaScript forgets captures, and takes no empty repetition: so neither is repeated here.
const shared: Grammar = {
  groups: ['(?:', '(', '(?=', '(?!', '(?<=', '(?<!'],
  points: ['^', '$', '\\b', '\\B'],
  repeats: ({ empty, captures }) => !empty && !captures,
}
const linear: Grammar = {
  groups: [...shared.groups, '(?<x>', '(?>', '(?i:', '(?(?=a)', '(?(b)'],
  points: [...shared.points, '(?:)', '()'],
  repeats: () => true,
}
const everything: Grammar = {
  groups: [...linear.groups, '(?<y-x>', '(?<-x>', '(?<-y>', '(?(1)', '(?(x)'],
  points: [...linear.points, '\\1', '\\2', '\\k<x>', '\\k<y>', '\\G'],
  repeats: () => true,
}

function patterns(grammar: Grammar): fc.Arbitrary<string> {
  return branches(grammar, 4).map(({ text }) => text)
}

function branches(grammar: Grammar, depth: number, most = 3): fc.Arbitrary<Piece> {
  return fc.array(sequence(grammar, depth), { minLength: 1, maxLength: most }).map((pieces) => ({
    text: pieces.map(({ text }) => text).join('|'),
    empty: pieces.some(({ empty }) => empty),
    captures: pieces.some(({ captures }) => captures),
  }))
}

function sequence(grammar: Grammar, depth: number): fc.Arbitrary<Piece> {
  return fc.array(term(grammar, depth), { maxLength: 3 }).map((pieces) => ({
    text: pieces.map(({ text }) => text).join(''),
    empty: pieces.every(({ empty }) => empty),
    captures: pieces.some(({ captures }) => captures),
  }))
}

function term(grammar: Grammar, depth: number): fc.Arbitrary<Piece> {
  const times = fc.constantFrom('', '', ...repetitions)
  return fc.tuple(atom(grammar, depth), times).map(([piece, repetition]) => {
    if (repetition === '' || !grammar.repeats(piece)) return piece
    return { ...piece, text: piece.text + repetition, empty: piece.empty || /^[*?]|^\{0/.test(repetition) }
  })
}

function atom(grammar: Grammar, depth: number): fc.Arbitrary<Piece> {
  const simple = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...characters).map((text) => ({ text, empty: false, captures: false })) },
    { weight: 1, arbitrary: fc.constantFrom(...grammar.points).map((text) => ({ text, empty: true, captures: true })) },
  )
  if (depth === 0) return simple
  const group = fc.constantFrom(...grammar.groups).chain((open) =>
    branches(grammar, depth - 1, open.startsWith('(?(') ? 2 : 3).map(({ text, empty, captures }) => ({
      text: `${open}${text})`,
      empty: empty || /^\(\?<?[=!]/.test(open),
      captures: captures || open === '(',
    })),
  )
  return fc.oneof({ weight: 2, arbitrary: simple }, { weight: 1, arbitrary: group })
}

function compiled(pattern: string): Regex {
  const regex = compileRegex(pattern)
  if (regex.kind === 'problem') throw new Error(`${pattern}: ${regex.message}`)
  return regex
}

/** A few patterns are so bad that the search is given up, or that their meaning cannot be worked out. */
function unlessTooLong<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (failure) {
    if (failure instanceof EvaluationFailure) return undefined
    throw failure
  }
}

test('what JavaScript understands too is found as JavaScript finds it', () => {
  fc.assert(
    fc.property(patterns(shared), texts, (pattern, text) => {
      const theirs = [...text.matchAll(new RegExp(pattern, 'dg'))].map(({ indices = [] }) =>
        indices.map((span) => (span === undefined ? null : { at: span[0], end: span[1] })),
      )
      expect([...matches(compiled(pattern), text)].map(({ groups }) => groups)).toEqual(theirs)
    }),
    { numRuns: 3000 },
  )
})

test.each([
  ['that can be remembered', linear, ''],
  // So that every group and name that is referred to is there.
  ['that depends on captures', everything, '(?:(a)|(b)|(?<x>c)|(?<y>b)|)'],
] as const)('a pattern %s is found where its meaning says', (_, grammar, before) => {
  fc.assert(
    fc.property(patterns(grammar), texts, (pattern, text) => {
      const regex = compiled(before + pattern)
      const { root } = parsePattern(before + pattern)
      const found = unlessTooLong(() => ({ match: firstMatch(regex, text), meant: meaning(root, text) }))
      if (found === undefined) return
      const { match, meant } = found
      expect(match && { at: match.at, end: match.end }).toEqual(meant && { at: meant.at, end: meant.end })
      for (const [place, span] of match?.groups.entries() ?? []) {
        if (place > 0) expect(span).toEqual(meant?.captures.get(place)?.at(-1) ?? null)
      }
    }),
    { numRuns: 3000 },
  )
})

test('to remember what was tried changes nothing but the time', () => {
  fc.assert(
    fc.property(patterns(linear), texts, (pattern, text) => {
      // Group 0 takes no part while it is matched. But what depends on a group is not remembered.
      const forgetful = compiled(`(?:${pattern})(?(0)|)`)
      const slow = unlessTooLong(() => [...matches(forgetful, text)])
      if (slow !== undefined) expect([...matches(compiled(pattern), text)]).toEqual(slow)
    }),
    { numRuns: 3000 },
  )
})
