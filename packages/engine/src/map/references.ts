import type { Json, Ref } from '@usher/scim'
import { isRef } from '../expression/value.ts'
import type { Entry, Late, Link } from '../types.ts'
import type { CompiledMapping } from './compiled.ts'
import { sourceValue } from './source-values.ts'

/** The key of an object in a map of links. */
export function refKey(ref: Ref): string {
  return `${ref.type}/${ref.id}`
}

/** The objects that this entry's mappings refer to, so that their links can be loaded before anything is decided. */
export function usedRefs(mapping: CompiledMapping, entry: Entry): readonly Ref[] {
  const refs: Ref[] = []
  for (const { reference } of mapping.mappings) {
    const value = reference === null || entry.object === null ? null : sourceValue(entry.object, reference)
    if (isRef(value)) refs.push({ type: value.type, id: value.id })
  }
  return refs
}

/** The target id of the object referred to; late when it has none yet. */
export function resolve(ref: Ref, references: ReadonlyMap<string, Link>): Json | Late {
  return references.get(refKey(ref))?.targetId ?? { late: 'targetId', of: ref }
}
