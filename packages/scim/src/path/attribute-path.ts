import { ScimError } from '../message/error.ts'
import type { ScimType } from '../message/error.ts'
import { urns } from '../message/urns.ts'

/**
 * Names an attribute: `userName`, `name.givenName`, `urn:…:enterprise:2.0:User:department` (RFC 7644 §3.10).
 *
 * `urn` is present for extensions only; the URN of a core schema is dropped. An extension's container is an attribute
 * whose name is the URN, as it is in the JSON.
 */
export type AttributePath = { readonly urn?: string; readonly attribute: string; readonly sub?: string }

/** Which URNs are known to the reader of a path: those whose attributes stand at the top, and the extensions. */
export type KnownSchemas = { readonly core: readonly string[]; readonly extensions: readonly string[] }

const standard: KnownSchemas = { core: [urns.user, urns.group], extensions: [urns.enterpriseUser] }

/**
 * Reads `[URN ":"] attribute ["." sub-attribute]`.
 *
 * URNs contain dots and colons, so the longest known schema is looked for first; of an unknown URN everything up to
 * the last colon is the URN. Throws 400 with the `scimType` asked for.
 */
export function parseAttributePath(text: string, scimType: ScimType, known: KnownSchemas = standard): AttributePath {
  const { urn, rest } = splitUrn(text, known)
  if (rest === '') return { attribute: urn ?? '' }
  const dot = rest.indexOf('.')
  const attribute = dot < 0 ? rest : rest.slice(0, dot)
  const sub = dot < 0 ? undefined : rest.slice(dot + 1)
  if (!isName(attribute) || (sub !== undefined && !isName(sub)))
    throw new ScimError(400, scimType, `"${excerpt(text)}" is not the name of an attribute.`)
  return {
    ...(urn === undefined ? {} : { urn }),
    attribute,
    ...(sub === undefined ? {} : { sub }),
  }
}

function splitUrn(text: string, known: KnownSchemas): { urn?: string; rest: string } {
  if (text.length < 5 || text.slice(0, 4).toLowerCase() !== 'urn:') return { rest: text }
  const lower = text.toLowerCase()
  const prefix = longestPrefix(lower, known) ?? longestPrefix(lower, standard)
  if (prefix !== undefined) {
    const rest = text.slice(prefix.urn.length + 1)
    return prefix.core && rest !== '' ? { rest } : { urn: prefix.urn, rest }
  }
  const colon = text.lastIndexOf(':')
  // urn:…:2.0:User is a container, urn:…:2.0:User:tag an attribute in it: the version stands before the type's name.
  const before = text.slice(text.lastIndexOf(':', colon - 1) + 1, colon)
  if (isVersion(before)) return { urn: text, rest: '' }
  return { urn: text.slice(0, colon), rest: text.slice(colon + 1) }
}

function longestPrefix(lower: string, known: KnownSchemas): { urn: string; core: boolean } | undefined {
  let found: { urn: string; core: boolean } | undefined
  const consider = (urn: string, core: boolean): void => {
    const hits = lower === urn.toLowerCase() || lower.startsWith(`${urn.toLowerCase()}:`)
    if (hits && urn.length > (found?.urn.length ?? 0)) found = { urn, core }
  }
  for (const urn of known.core) consider(urn, true)
  for (const urn of known.extensions) consider(urn, false)
  return found
}

/** RFC 7643 §2.1: a letter, then letters, digits, `$`, `-` and `_`. `$ref` is the exception that starts with `$`. */
export function isName(text: string): boolean {
  if (text === '' || text.length > 200) return false
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    const letter = (char >= 0x41 && char <= 0x5a) || (char >= 0x61 && char <= 0x7a)
    const later = (char >= 0x30 && char <= 0x39) || char === 0x2d || char === 0x5f
    if (!letter && char !== 0x24 && !(later && at > 0)) return false
  }
  return true
}

function isVersion(text: string): boolean {
  if (text === '') return false
  for (const char of text) if (char !== '.' && (char < '0' || char > '9')) return false
  return true
}

/** Enough of a stranger's text to recognise it in a message. */
export function excerpt(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
