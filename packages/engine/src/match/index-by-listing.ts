import { parsePath, readPath } from '@usher/scim'
import type { Target } from '../ports.ts'
import type { Exchange, MatchingTerm, MatchingValue, TargetObject } from '../types.ts'
import { asText, termsOf } from './terms.ts'

/** Target ids by matching value, case folded: a hit is a candidate to be read, never yet a match. */
export type Index = { ids(value: MatchingValue): readonly string[] }

/**
 * Whether reading the target in pages takes fewer requests than asking once for each object.
 *
 * `total` is what the target says it holds.
 */
export function worthListing(unlinked: number, total: number, pageSize: number): boolean {
  return Math.max(1, Math.ceil(total / pageSize)) < unlinked
}

/**
 * Reads the target in pages into an index; null when the first page shows that single queries are cheaper.
 *
 * Only ids are kept, so memory grows by some hundred bytes an account. "Not in the list" is no proof: the target
 * may change while it is read, so a create may still meet a 409 and the object is then searched by query.
 */
export async function indexByListing(
  target: Target,
  of: { readonly type: string; readonly paths: readonly string[]; readonly unlinked: number },
  trace: Exchange[],
): Promise<Index | null> {
  if (!target.able.list) return null
  const ids = new Map<string, string[]>()
  for await (const { objects, total } of target.list(of.type, of.paths, trace)) {
    if (!worthListing(of.unlinked, total, target.able.pageSize)) return null
    for (const object of objects) {
      for (const key of keysOf(object, of.paths)) ids.set(key, [...(ids.get(key) ?? []), object.id])
    }
  }
  // Of several terms the rarest gives the candidates; each is read and compared whole.
  const found = ({ path, value }: MatchingTerm): readonly string[] => ids.get(keyOf(path, value)) ?? []
  return {
    ids: (value) =>
      termsOf(value)
        .map(found)
        .reduce((fewest, some) => (some.length < fewest.length ? some : fewest)),
  }
}

function keysOf(object: TargetObject, paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    const value = asText(readPath(object.attributes, parsePath(path)))
    return value === null ? [] : [keyOf(path, value)]
  })
}

function keyOf(path: string, value: string): string {
  return `${path}\n${value.toLowerCase()}`
}
