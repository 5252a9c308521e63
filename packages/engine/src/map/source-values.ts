import type { Attributes, Json } from '@usher/scim'
import type { SourceValues } from '../expression/value.ts'
import type { Entry, Verdict } from '../types.ts'

/** A source attribute by its name. Names may hold dots, `employeeOrgData.costCenter`; a nested object is then entered. */
export function sourceValue(object: Attributes, name: string): Json | undefined {
  if (Object.hasOwn(object, name)) return object[name]
  const dot = name.indexOf('.')
  if (dot < 0) return undefined
  const inner = Object.hasOwn(object, name.slice(0, dot)) ? object[name.slice(0, dot)] : undefined
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return undefined
  return sourceValue(inner as Attributes, name.slice(dot + 1))
}

/** The attributes that a mapping reads: those of the object, and the computed `IsSoftDeleted` (mapping.md section 5.7). */
export function sourceValues(entry: Entry, verdict: Verdict): SourceValues {
  const object = entry.object ?? {}
  const gone = !verdict.inScope
  return (name) => (name === 'IsSoftDeleted' ? gone : sourceValue(object, name))
}
