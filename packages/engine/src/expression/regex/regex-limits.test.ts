import { describe, expect, test } from 'vitest'
import { EvaluationFailure } from '../value.ts'
import { compileRegex, isMatch, replaceAll } from './regex.ts'
import type { Regex } from './regex.ts'
import { parseReplacement } from './replacement.ts'

const tooLong = 'the regular expression needs too long for this text; avoid nested repetitions like (a+)+'
const most = 100

function regex(pattern: string): Regex {
  const compiled = compileRegex(pattern)
  if (compiled.kind === 'problem') throw new Error(`${pattern}: ${compiled.message}`)
  return compiled
}

/** What comes of it once it is warm, and the processor time that it took, in milliseconds. */
function timed<T>(work: () => T): { readonly result: T | string; readonly took: number } {
  const run = (): T | string => {
    try {
      return work()
    } catch (failure) {
      if (failure instanceof EvaluationFailure) return failure.message
      throw failure
    }
  }
  run()
  const before = process.cpuUsage()
  const result = run()
  const { user, system } = process.cpuUsage(before)
  return { result, took: (user + system) / 1000 }
}

describe('a pattern that would take for ever is found, not found or given up, and at once', () => {
  const hostile: readonly (readonly [pattern: string, text: string])[] = [
    ['(a+)+$', 'a!'],
    ['(a|aa)+$', 'a!'],
    ['(a|a)*b', 'a'],
    ['(.*)*x', 'a'],
    ['(.*.*)*x', 'a'],
    ['(x+x+)+y', 'x'],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'],
    ['((((((a*)*)*)*)*)*)*b', 'a'],
    ['(a+)+\\1b', 'a'],
    ['(?=(a+)+$)', 'a!'],
    ['(?=(a+)+$)b', 'a'],
    ['(?!(a+)+$)a*b', 'a'],
    ['(?<=(a+)+)b', 'a'],
    ['(?<=^(a+)+)!b', 'a!'],
    ['(?=(?=(?=(a+)+$)a*)a*)b', 'a'],
    ['(?>(a+)+)b', 'a'],
    ['(?(a+)b|c)', 'a'],
    ['(a)*(?(1)b|c)', 'a'],
    ['(?<x>a)*(?<-x>a)*(?(x)(?!))b', 'a'],
    ['(\\w*)*!', 'é'],
    ['(?i)(k|\u212a)+$', 'K!'],
    ['.*.*.*.*.*x', 'a'],
    ['(?:a?){500}a{500}b', 'a'],
  ]

  describe.each([30, 1_000, 100_000])('on %i characters', (length) => {
    test.each(hostile)('%s on %s', (pattern, [unit = '', ...end]) => {
      const compiled = regex(pattern)
      const text = unit.repeat(length) + end.join('')
      const { result, took } = timed(() => isMatch(compiled, text))
      expect([true, false, tooLong]).toContain(result)
      expect(took).toBeLessThan(most)
    })
  })
})

test.each([
  ['(a+)+$', 'a!', false],
  ['(.*)*x', 'a', false],
  ['(a|aa)+$', 'a', true],
  ['(x+x+)+y', 'x', false],
  ['(?>a*)b', 'a', false],
  ['(?=.*x)a', 'a', false],
  ['(?<!a*)b', 'a', false],
])('%s is decided on 10,000 characters: time is linear in the text', (pattern, [unit = '', ...end], is) => {
  expect(isMatch(regex(pattern), unit.repeat(10_000) + end.join(''))).toBe(is)
})

test('a text of 100,000 characters has its characters replaced, at once', () => {
  const compiled = regex('\\s+')
  const { result, took } = timed(() =>
    replaceAll(compiled, 'ab '.repeat(33_333), parseReplacement('', compiled.groups)),
  )
  expect(result).toBe('ab'.repeat(33_333))
  expect(took).toBeLessThan(most)
})

describe('a pattern beyond all measure is refused', () => {
  const large = 'The regular expression is too large; repeat with smaller numbers, or with * and +.'
  const deep = 'More than 250 groups or classes stand in one another.'
  test.each([
    ['counted repetitions within one another', '(?:(?:a{1000}){1000}){1000}', large],
    ['a large repetition', 'a{1,100000}', large],
    ['nothing, very often', '(?:(?:(?:){99999}){99999}){99999}', large],
    ['groups within groups', '('.repeat(5_000), deep],
    ['classes within classes', '[a-'.repeat(3_000), deep],
    ['a long pattern', 'a'.repeat(10_001), 'A regular expression has at most 10000 characters.'],
  ])('%s', (_, pattern, message) => {
    const { result, took } = timed(() => compileRegex(pattern))
    expect(result).toMatchObject({ kind: 'problem', message })
    expect(took).toBeLessThan(most)
  })

  test.each([
    ['250 groups', '(?:'.repeat(250) + ')'.repeat(250)],
    ['250 repetitions of repetitions', `${'(?:'.repeat(249)}a${')*'.repeat(249)}b`],
    ['250 lookaheads', `${'(?='.repeat(249)}a${')'.repeat(249)}b`],
    ['120 conditions', `${'(?('.repeat(120)}a${')b)'.repeat(120)}`],
  ])('but %s within one another are run', (_, pattern) => {
    const { result, took } = timed(() => isMatch(regex(pattern), 'a'.repeat(1_000)))
    expect([true, false, tooLong]).toContain(result)
    expect(took).toBeLessThan(most)
  })
})
