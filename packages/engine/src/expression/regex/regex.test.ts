import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { placeOf } from './groups.ts'
import { compileRegex, firstMatch, isMatch, matches, replaceAll } from './regex.ts'
import type { Regex } from './regex.ts'
import { parseReplacement } from './replacement.ts'

type Found = { readonly at: number; readonly is: string; readonly groups?: Readonly<Record<string, string | null>> }
type Cases = {
  readonly matches: readonly {
    readonly of: string
    readonly pattern: string
    readonly text: string
    readonly matches: readonly Found[]
  }[]
  readonly problems: readonly { readonly pattern: string; readonly at: number; readonly message: string }[]
  readonly replacements: readonly {
    readonly pattern: string
    readonly text: string
    readonly replacement: string
    readonly result: string
  }[]
  readonly anchored: readonly { readonly pattern: string; readonly is: boolean }[]
}

const file = new URL('regex.cases.json', import.meta.url)
const cases = JSON.parse(readFileSync(file, 'utf8')) as Cases

function regex(pattern: string): Regex {
  const compiled = compileRegex(pattern)
  if (compiled.kind === 'problem') throw new Error(`${pattern}: ${compiled.message}`)
  return compiled
}

/** What is found, with those groups that the row names. */
function found(compiled: Regex, text: string, wanted: readonly Found[]): readonly Found[] {
  return [...matches(compiled, text)].map(({ at, end, groups }, i) => {
    const names = Object.keys(wanted[i]?.groups ?? {})
    const captured = names.map((name) => {
      const span = groups[placeOf(compiled.groups, name) ?? -1] ?? null
      return [name, span === null ? null : text.slice(span.at, span.end)]
    })
    return { at, is: text.slice(at, end), ...(wanted[i]?.groups && { groups: Object.fromEntries(captured) }) }
  })
}

describe.each([...new Set(cases.matches.map((row) => row.of))])('%s', (of) => {
  const rows = cases.matches.filter((row) => row.of === of)
  test.each(rows.map((row) => [row.pattern, row.text, row.matches] as const))('%j in %j', (pattern, text, wanted) => {
    expect(found(regex(pattern), text, wanted)).toEqual(wanted)
  })
})

test.each(cases.problems.map((row) => [row.pattern, row.at, row.message] as const))(
  'the pattern %j is wrong at %i: %s',
  (pattern, at, message) => {
    expect(compileRegex(pattern)).toEqual({ kind: 'problem', at, message })
  },
)

test.each(cases.replacements.map((row) => [row.pattern, row.text, row.replacement, row.result] as const))(
  '%j in %j, replaced by %j, gives %j',
  (pattern, text, replacement, result) => {
    const compiled = regex(pattern)
    expect(replaceAll(compiled, text, parseReplacement(replacement, compiled.groups))).toBe(result)
  },
)

test.each(cases.anchored.map((row) => [row.pattern, row.is] as const))(
  'that %j fits whole texts only is %j',
  (pattern, is) => {
    expect(regex(pattern).anchored).toBe(is)
  },
)

test('a group is found by its number and by its name, and one that there is not is not found', () => {
  const { groups } = regex('(?<x>a)(b)')
  expect(['0', '1', '2', '02', 'x', '3', 'X'].map((name) => placeOf(groups, name))).toEqual([
    0,
    1,
    2,
    2,
    2,
    undefined,
    undefined,
  ])
})

test('the first match is that from the left', () => {
  expect(firstMatch(regex('b|a'), 'xab')).toMatchObject({ at: 1, end: 2 })
  expect(isMatch(regex('c'), 'xab')).toBe(false)
})

test('a search from a place on sees what stands before it', () => {
  expect(firstMatch(regex('(?<=a)b'), 'abab', 1)).toMatchObject({ at: 1 })
  expect(firstMatch(regex('\\Gb'), 'abab', 1)).toMatchObject({ at: 1 })
  expect(firstMatch(regex('^b'), 'abab', 1)).toBeNull()
  expect(firstMatch(regex('a'), 'abab', 1)).toMatchObject({ at: 2 })
})

test('a result that grows beyond all measure is refused', () => {
  const compiled = regex('.')
  expect(() => replaceAll(compiled, 'a'.repeat(2000), parseReplacement('$_', compiled.groups))).toThrow(
    'the result would have more than 1000000 characters',
  )
})
