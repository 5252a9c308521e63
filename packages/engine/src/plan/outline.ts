/**
 * What was last accepted of an object, in outline: which attributes have a value, and a short digest of those that name it.
 *
 * So it is known before anything is asked that an attribute would become empty, or a name another one (decision 0031). It is
 * some hundred bytes a link, and says nothing about any value.
 */
import type { Json } from '@usher/scim'
import type { Desired, Flow } from '../types.ts'
import { isEmpty, isLate } from './diff.ts'

/** Changes that are guarded together, by what they are and what they are about. */
export type ChangeKind = 'creation' | `wipe:${string}` | `rename:${string}`

type Naming = { readonly naming: ReadonlySet<string>; digest(text: string): string }

/** A token for each attribute that has a value: `path`, or `path=name`, both short. */
export function outlineOf(desired: Desired, written: ReadonlyMap<string, Json>, of: Naming): string {
  let outline = ''
  for (const flow of desired.flows) {
    const value = isLate(flow.value) ? (written.get(flow.path) ?? flow.value) : flow.value
    if (!isKept(flow) || (!isLate(value) && isEmpty(value))) continue
    if (outline !== '') outline += ' '
    outline += shortPath(flow.path)
    if (!isLate(value) && of.naming.has(flow.path)) outline += `=${nameOf(value, of)}`
  }
  return outline
}

/** What would change of an object that has this outline: attributes that become empty, names that become others. */
export function changesFrom(outline: string, desired: Desired, of: Naming): readonly ChangeKind[] {
  const before = new Map(outline.split(' ').map((token) => [token.slice(0, 4), token.slice(5)]))
  return desired.flows.filter(isKept).flatMap((flow): readonly ChangeKind[] => {
    const name = before.get(shortPath(flow.path))
    if (name === undefined || isLate(flow.value)) return []
    if (isEmpty(flow.value)) return flow.addsOnly === true ? [] : [`wipe:${flow.path}`]
    return name === '' || name === nameOf(flow.value, of) ? [] : [`rename:${flow.path}`]
  })
}

/** What belongs to the creation, or only fills what is empty, is not kept in agreement. */
function isKept({ once, ifEmpty }: Flow): boolean {
  return once !== true && ifEmpty !== true
}

/** Another letter case is no other name. */
function nameOf(value: Json, { digest }: Naming): string {
  return short(digest(JSON.stringify(value).toLowerCase()))
}

/** Paths are few, and asked for again with every person. */
const shortPaths = new Map<string, string>()

function shortPath(path: string): string {
  let found = shortPaths.get(path)
  if (found === undefined) shortPaths.set(path, (found = short(path)))
  return found
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Four letters of FNV-1a: 24 bits, so that one name in sixteen million is taken for the one before. */
function short(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  const letter = (bits: number): string => letters.charAt((hash >>> bits) & 63)
  return letter(0) + letter(6) + letter(12) + letter(18)
}
