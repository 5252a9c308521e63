import { isAnchored } from './anchored.ts'
import type { Groups } from './groups.ts'
import { Matcher } from './match.ts'
import type { Match } from './match.ts'
import { parsePattern } from './parse.ts'
import { compileProgram } from './program.ts'
import type { Program } from './program.ts'
import { expand, replaceSpans } from './replacement.ts'
import type { Change, Replacement } from './replacement.ts'
import { PatternFailure } from './syntax.ts'

/** A regular expression with the meaning that .NET gives it under RegexOptions.None and the invariant culture. */
export type Regex = {
  readonly kind: 'regex'
  readonly groups: Groups
  /** It can match a whole text only: ^…$. */
  readonly anchored: boolean
  readonly program: Program
}
/** What is wrong with a pattern, at which offset, as a sentence. */
export type RegexProblem = { readonly kind: 'problem'; readonly at: number; readonly message: string }

// Longer than an expression can be (mapping.md section 2, rule 13); it bounds the time that compiling takes.
const longest = 10_000

/**
 * Makes a regular expression ready to be used.
 *
 * What is done with it afterwards throws an EvaluationFailure when a text needs too long.
 *
 * @example
 * compileRegex('(?<year>\\d{4})') // { kind: 'regex', … }
 * compileRegex('(a')              // { kind: 'problem', at: 0, message: 'The group that begins here is not closed; …' }
 */
export function compileRegex(pattern: string): Regex | RegexProblem {
  if (pattern.length > longest) {
    return { kind: 'problem', at: longest, message: `A regular expression has at most ${longest} characters.` }
  }
  try {
    const { root, groups } = parsePattern(pattern)
    const program = compileProgram(root, new Set(groups.values()).size)
    return { kind: 'regex', groups, anchored: isAnchored(root), program }
  } catch (failure) {
    if (failure instanceof PatternFailure) return { kind: 'problem', at: failure.at, message: failure.message }
    throw failure
  }
}

export function isMatch(regex: Regex, text: string): boolean {
  return firstMatch(regex, text) !== null
}

/** The first match at or after a place. */
export function firstMatch({ program }: Regex, text: string, from = 0): Match | null {
  return new Matcher(program, text).next(from)
}

/** All matches, from the left. After an empty one the search goes on one unit further. */
export function* matches({ program }: Regex, text: string): Generator<Match, void> {
  const matcher = new Matcher(program, text)
  let found = matcher.next(0)
  while (found !== null) {
    yield found
    found = matcher.next(found.end > found.at ? found.end : found.end + 1, found.end)
  }
}

/** The text with every match replaced; see parseReplacement. */
export function replaceAll(regex: Regex, text: string, replacement: Replacement): string {
  return replaceSpans(text, changes(regex, text, replacement))
}

function* changes(regex: Regex, text: string, replacement: Replacement): Generator<Change, void> {
  for (const match of matches(regex, text)) {
    yield { at: match.at, end: match.end, by: expand(replacement, match, text) }
  }
}
