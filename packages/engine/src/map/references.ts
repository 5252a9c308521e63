import type { Json, Ref } from '@usher/scim'
import { isRef } from '../expression/value.ts'
import type { Entry, Late, Link, Membership } from '../types.ts'
import type { CompiledMapping } from './compiled.ts'
import { sourceValue } from './source-values.ts'

/** The key of an object in a map of links. */
export function refKey(ref: Ref): string {
  return `${ref.type}/${ref.id}`
}

/** The key of a membership in a map of them. */
export function memberKey({ group, member }: Membership): string {
  return `${group.id}/${refKey(member)}`
}

/** The objects that this entry's mappings refer to, so that their links can be loaded before anything is decided. */
export function usedRefs(mapping: CompiledMapping, entry: Entry): readonly Ref[] {
  const refs: Ref[] = []
  for (const { reference } of mapping.mappings) {
    const value = reference === null || entry.object === null ? null : sourceValue(entry.object, reference)
    for (const ref of refsIn(value) ?? []) refs.push(ref)
  }
  return refs
}

/** The references that an attribute holds, one or several; null when it holds something else, or nothing. */
export function refsIn(value: Json | undefined): readonly Ref[] | null {
  if (isRef(value)) return [{ type: value.type, id: value.id }]
  if (!Array.isArray(value)) return null
  const all = value as readonly Json[]
  return all.every(isRef) ? all.map(({ type, id }) => ({ type, id })) : null
}

/** The target ids of those who have an account; the others are left out (mapping.md section 6.3). */
export function resolveAll(refs: readonly Ref[], references: ReadonlyMap<string, Link>): readonly string[] {
  return refs.map((ref) => references.get(refKey(ref))?.targetId ?? null).filter((id) => id !== null)
}

/** The target id of the object referred to; late when it has none yet. */
export function resolve(ref: Ref, references: ReadonlyMap<string, Link>): Json | Late {
  return references.get(refKey(ref))?.targetId ?? { late: 'targetId', of: ref }
}
