import { ScimError } from '../message/error.ts'
import type { Filter } from '../filter/filter.ts'
import { parseElementFilter } from '../filter/parse.ts'
import { printAttributePath, printFilter } from '../filter/print.ts'
import { excerpt, parseAttributePath } from './attribute-path.ts'
import type { AttributePath, KnownSchemas } from './attribute-path.ts'
import { lenient } from '../rules.ts'
import type { Rules } from '../rules.ts'

/**
 * Names a place in a resource: an attribute, some elements of it, one part of them (RFC 7644 §3.5.2).
 *
 * @example
 * parsePath('emails[type eq "work"].value') // { attribute: 'emails', filter: { kind: 'compare', … }, sub: 'value' }
 */
export type Path = AttributePath & { readonly filter?: Filter }

const remembered = new Map<string, Path>()

/**
 * Reads a path: `[URN ":"] attribute ["[" filter "]"] ["." sub-attribute]`.
 *
 * Throws 400 `invalidPath`; when only the filter within is wrong, 400 `invalidFilter`. Without `known`, the standard
 * schemas are known, and paths are remembered, so that reading one again costs nothing.
 */
export function parsePath(text: string, known?: KnownSchemas, rules: Rules = lenient): Path {
  if (known !== undefined || rules !== lenient) return parse(text, rules, known)
  const before = remembered.get(text)
  if (before !== undefined) return before
  const path = parse(text, rules)
  // Paths come from attribute mappings, of which there are few; a stranger's paths must not fill the memory.
  if (remembered.size < 1000 && text.length < 300) remembered.set(text, path)
  return path
}

/** Prints a path as it is written in a PATCH operation. */
export function printPath(path: Path): string {
  if (path.filter === undefined) return printAttributePath(path)
  const { sub, filter, ...parent } = path
  return `${printAttributePath(parent)}[${printFilter(filter)}]${sub === undefined ? '' : `.${sub}`}`
}

function parse(text: string, rules: Rules, known?: KnownSchemas): Path {
  const trimmed = text.trim()
  if (trimmed === '') throw malformed(text)
  const bracket = trimmed.indexOf('[')
  if (bracket < 0) return parseAttributePath(trimmed, 'invalidPath', known)
  const parent = parseAttributePath(trimmed.slice(0, bracket), 'invalidPath', known)
  if (parent.sub !== undefined || parent.attribute === '') throw malformed(text)
  const { filter, end } = parseElementFilter(trimmed, bracket + 1, known, rules)
  if (end === trimmed.length) return { ...parent, filter }
  if (trimmed[end] !== '.') throw malformed(text)
  const tail = parseAttributePath(trimmed.slice(end + 1), 'invalidPath', known)
  if (tail.urn !== undefined || tail.sub !== undefined) throw malformed(text)
  return { ...parent, filter, sub: tail.attribute }
}

function malformed(text: string): ScimError {
  return new ScimError(400, 'invalidPath', `"${excerpt(text)}" is not a path.`)
}
