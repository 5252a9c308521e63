import type { Attributes, Json } from '@usher/scim'
import { isObject } from './value.ts'

/** One entry of a file of vectors; what cannot be read says why, and the others are still read. */
export type ReadEntry<T> =
  | { readonly kind: 'vector'; readonly vector: T }
  | { readonly kind: 'unreadable'; readonly id: string; readonly problem: string; readonly expected: Json }

/** Reads a list of vectors entry by entry; null when it is no list. An entry without an id is called by its number. */
export function readEntries<T>(
  value: Json,
  read: (entry: Attributes, id: string) => T | string,
): readonly ReadEntry<T>[] | null {
  if (!Array.isArray(value)) return null
  return (value as readonly Json[]).map((entry, i): ReadEntry<T> => {
    const place = `entry ${i + 1}`
    if (!isObject(entry)) return { kind: 'unreadable', id: place, problem: 'it is not an object', expected: null }
    const { id = null, expected = null } = entry
    const name = typeof id === 'string' || typeof id === 'number' ? String(id) : place
    const vector = read(entry, name)
    return typeof vector === 'string'
      ? { kind: 'unreadable', id: name, problem: vector, expected }
      : { kind: 'vector', vector }
  })
}
