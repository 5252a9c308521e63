import { EvaluationFailure } from '../value.ts'
import { nameSource } from './group-opening.ts'
import { placeOf } from './groups.ts'
import type { Groups } from './groups.ts'
import type { Match } from './match.ts'

/** What is put in the place of a match: its parts make texts of the match and the text it was found in. */
export type Replacement = readonly Part[]
type Part = (match: Match, text: string) => string

const reference = new RegExp(`\\$(?:([$&\`'+_])|(\\d+)|\\{(${nameSource})\\})`, 'gu')

/**
 * Reads a replacement pattern of .NET: $1, ${name}, $&, $$, $`, $', $+ and $_.
 *
 * A reference to a group that does not exist is literal text.
 */
export function parseReplacement(replacement: string, groups: Groups): Replacement {
  const parts: Part[] = []
  let from = 0
  for (const { 0: written, 1: sign, 2: number, 3: name, index } of replacement.matchAll(reference)) {
    const part = sign === undefined ? captured(placeOf(groups, number ?? name ?? '')) : bySign(sign, groups)
    if (part === undefined) continue
    parts.push(literal(replacement.slice(from, index)), part)
    from = index + written.length
  }
  return [...parts, literal(replacement.slice(from))]
}

/** What the replacement is for a match. */
export function expand(replacement: Replacement, match: Match, text: string): string {
  return replacement.map((part) => part(match, text)).join('')
}

export type Change = { readonly at: number; readonly end: number; readonly by: string }

// $_ in the place of every character makes of n characters n².
const longestResult = 1_000_000

/** The text with these changes made, from the left; one that begins before the end of the last is left out. */
export function replaceSpans(text: string, changes: Iterable<Change>): string {
  let result = ''
  let from = 0
  for (const { at, end, by } of changes) {
    if (at < from) continue
    result += text.slice(from, at) + by
    from = end
    if (result.length > longestResult) {
      throw new EvaluationFailure(`the result would have more than ${longestResult} characters`)
    }
  }
  return result + text.slice(from)
}

function bySign(sign: string, groups: Groups): Part | undefined {
  if (sign === '$') return literal('$')
  if (sign === '&') return captured(0)
  if (sign === '`') return ({ at }, text) => text.slice(0, at)
  if (sign === "'") return ({ end }, text) => text.slice(end)
  if (sign === '_') return (_, text) => text
  return captured(Math.max(...groups.values()))
}

function literal(text: string): Part {
  return () => text
}

function captured(place: number | undefined): Part | undefined {
  if (place === undefined) return undefined
  return ({ groups }, text) => {
    const span = groups[place] ?? null
    return span === null ? '' : text.slice(span.at, span.end)
  }
}
