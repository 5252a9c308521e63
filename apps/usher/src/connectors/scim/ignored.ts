/** Attributes that an application takes and does not change, as its own answers show. */
import type { AttributeChange } from '@usher/engine'
import { parsePath, readPath, type Json } from '@usher/scim'
import { isObject } from './json.ts'

/** Paths whose last update was answered with the value from before; kept with the connection. */
export type Ignored = Set<string>

/**
 * Notes what the answer to an update shows, and returns what it shows as it was before.
 *
 * Only the very value that was there before is a sign: applications write what they take in their own manner, in other
 * letters, as another date, or leave it out of the answer.
 */
export function noteIgnored(
  ignored: Ignored,
  patch: readonly AttributeChange[],
  body: Json | undefined,
): readonly string[] {
  const old: string[] = []
  for (const { path, from, to, kind } of patch) {
    if (kind !== 'value' || !isSimple(from) || !isSimple(to) || path.includes('[') || fold(from) === fold(to)) continue
    const there = isObject(body) ? readPath(body, parsePath(path)) : undefined
    if (!isSimple(there)) continue
    if (there === from) {
      ignored.add(path)
      old.push(path)
    } else ignored.delete(path)
  }
  return old
}

type Simple = string | number | boolean

function isSimple(value: unknown): value is Simple {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** `"True"` and `true`, `"5"` and 5, and letters of another case are one value to some. */
function fold(value: Simple): string {
  return String(value).trim().toLowerCase()
}
