import type { Json } from '../resource.ts'
import { ScimError } from './error.ts'

/** Limits of a JSON text: how deep it may nest. */
export type JsonLimits = { readonly depth: number }

/**
 * Reads a JSON text that a stranger sent.
 *
 * Refuses with 400 `invalidSyntax` what is not JSON, nests deeper than 32 or names a member twice (RFC 7644 §3.12),
 * and with 400 `invalidValue` text that cannot be stored: lone surrogates, NUL, numbers that are not finite.
 * `__proto__` and `constructor` stay plain members; look members up with `Object.hasOwn` or in a `Map`.
 */
export function parseJson(text: string, limits: JsonLimits = { depth: 32 }): Json {
  const members = countMembers(text, limits.depth)
  const value = parse(text)
  // JSON.parse keeps the last of two members with one name, so the value has fewer members than the text has colons.
  if (inspect(value) !== members) throw syntax('The JSON names a member twice.')
  return value
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    throw syntax(`The body is not JSON: ${(error as Error).message}`)
  }
}

/** Counts the colons outside strings, each of which belongs to one member. Checks the depth before parsing. */
function countMembers(text: string, limit: number): number {
  let members = 0
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === 0x22) at = endOfString(text, at)
    else if (char === 0x3a) members++
    else if (char === 0x7b || char === 0x5b) {
      if (++depth > limit) throw syntax(`The JSON nests deeper than ${limit} levels.`)
    } else if (char === 0x7d || char === 0x5d) depth--
  }
  return members
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === 0x5c) at++
    else if (char === 0x22) return at
  }
  return text.length
}

/** Counts the members of a value, and refuses what cannot be stored. */
function inspect(value: Json): number {
  if (typeof value === 'string') return checked(value)
  if (typeof value === 'number' && !Number.isFinite(value)) throw invalid('A number is too large.')
  if (value === null || typeof value !== 'object') return 0
  let members = 0
  if (Array.isArray(value)) {
    for (const element of value as readonly Json[]) members += inspect(element)
    return members
  }
  for (const [name, member] of Object.entries(value)) members += 1 + checked(name) + inspect(member)
  return members
}

function checked(text: string): 0 {
  if (!text.isWellFormed()) throw invalid('A text contains half of a surrogate pair, which is not Unicode.')
  if (text.includes('\0')) throw invalid('A text contains the character NUL, which cannot be stored.')
  return 0
}

function syntax(detail: string): ScimError {
  return new ScimError(400, 'invalidSyntax', detail)
}

function invalid(detail: string): ScimError {
  return new ScimError(400, 'invalidValue', detail)
}
