import type { Attributes, Json } from '@usher/scim'
import { isObject } from './value.ts'

export type Entries<T> =
  | { readonly kind: 'entries'; readonly entries: readonly T[] }
  | { readonly kind: 'malformed'; readonly problem: string }

/** Reads a list of vectors entry by entry; the first that is not of the form is told by its number and id. */
export function readEntries<T>(value: Json, read: (entry: Attributes, id: string) => T | string): Entries<T> {
  if (!Array.isArray(value)) return { kind: 'malformed', problem: 'It must be a list of vectors: [{ … }, { … }].' }
  const entries: T[] = []
  for (const [i, entry] of (value as readonly Json[]).entries()) {
    const place = `entry ${i + 1}`
    if (!isObject(entry)) {
      return { kind: 'malformed', problem: `${place} is not an object.` }
    }
    const { id = null } = entry
    const name = typeof id === 'string' || typeof id === 'number' ? String(id) : place
    const vector = read(entry, name)
    if (typeof vector === 'string') {
      return { kind: 'malformed', problem: `${name === place ? place : `${place} (${name})`}: ${vector}.` }
    }
    entries.push(vector)
  }
  return { kind: 'entries', entries }
}
