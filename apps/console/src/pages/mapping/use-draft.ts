import { useSyncExternalStore } from 'react'
import type { Schema } from './schema.ts'

/** What is not saved yet, and what it was made of. It outlives the page, so that nothing is lost by looking elsewhere. */
type Kept = { readonly base: Schema; readonly schema: Schema }

const kept = new Map<string, Kept>()
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function keep(key: string, draft: Kept | null): void {
  if (draft === null) kept.delete(key)
  else kept.set(key, draft)
  for (const listener of listeners) listener()
}

export type Draft = {
  readonly schema: Schema
  readonly saved: Schema
  readonly isChanged: boolean
  /** Somebody saved others since this was begun. */
  readonly isOvertaken: boolean
  readonly change: (schema: Schema) => void
  readonly discard: () => void
}

/** Mappings of a job as somebody edits them. `key`: of application and job. */
export function useDraft(key: string, saved: Schema): Draft {
  const draft = useSyncExternalStore(subscribe, () => kept.get(key))
  return {
    schema: draft?.schema ?? saved,
    saved,
    isChanged: draft !== undefined,
    isOvertaken: draft !== undefined && !isSame(draft.base, saved),
    change: (schema) => keep(key, isSame(schema, saved) ? null : { base: draft?.base ?? saved, schema }),
    discard: () => keep(key, null),
  }
}

function isSame(one: Schema, other: Schema): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}
