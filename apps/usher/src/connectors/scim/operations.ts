import type { AttributeChange } from '@usher/engine'
import { parsePath, readPath, referenceTo, writePath, type Attributes, type Json } from '@usher/scim'

export type PatchOperation = { readonly op: 'add' | 'replace' | 'remove'; readonly path: string; readonly value?: Json }

/**
 * The operations of one PATCH (RFC 7644 §3.5.2).
 *
 * A value filter that finds no element fails with `noTarget`, so an element that is known to be missing is added
 * whole, with all that goes into it (scim-client.md P-3).
 */
export function operations(patch: readonly AttributeChange[], current: Attributes): readonly PatchOperation[] {
  const result: PatchOperation[] = []
  const missing = new Map<string, { attribute: string; element: Attributes }>()
  for (const change of patch) {
    const value = valueOf(change)
    const bracket = change.path.indexOf('[')
    const element = bracket < 0 ? '' : change.path.slice(0, change.path.indexOf(']') + 1)
    if (bracket < 0 || change.op === 'remove' || readPath(current, parsePath(element)) !== undefined) {
      result.push({ op: change.op, path: wirePath(change.path), ...(value !== undefined && { value }) })
      continue
    }
    const built = writePath(missing.get(element)?.element ?? {}, parsePath(change.path), value ?? null)
    missing.set(element, { attribute: change.path.slice(0, bracket), element: built })
  }
  for (const { attribute, element } of missing.values()) {
    const value = readPath(element, parsePath(attribute))
    result.push({ op: 'add', path: attribute, ...(value !== undefined && { value }) })
  }
  return result
}

/** Mappings write `primary eq "True"`, as Entra does; the attribute is a Boolean (RFC 7643 §2.4). */
function wirePath(path: string): string {
  return path.replace(/\[primary eq "(true|false)"\]/i, (_, value: string) => `[primary eq ${value.toLowerCase()}]`)
}

function valueOf({ to, kind }: AttributeChange): Json | undefined {
  if (to === undefined) return undefined
  return kind === 'reference' ? referenceTo(to) : to
}
