import type { AttributeChange } from '@usher/engine'
import type { Json } from '@usher/scim'
import type { PatchRequest, WireOperation } from './dialect.ts'
import { rolesAsObjects, rolesAsText, type RoleForm } from './entra-roles.ts'

/** One operation for each attribute, with its name as the mapping has it; references in a request of their own (P-1, P-9). */
export function patchesByAttribute(patch: readonly AttributeChange[]): readonly PatchRequest[] {
  const { plain, references } = parted(patch)
  const { operations, rest } = rolesAsText(plain)
  return [
    ...request([...rest.map(capital), ...operations]),
    ...references.map((change) => reference(change, capitalised)),
  ]
}

/**
 * What is simple goes into one operation without a path, whose keys are dotted names and whole URNs (section 5.1).
 *
 * A single one keeps its path; so does what has a filter in it, several values or none.
 */
export function flatPatches(patch: readonly AttributeChange[]): readonly PatchRequest[] {
  const { plain, references } = parted(patch)
  const { operations, rest }: RoleForm = rolesAsObjects(plain)
  const together = (op: 'add' | 'replace'): readonly WireOperation[] => {
    const group = rest.filter((change) => isSimple(change) && change.op === op)
    const [first] = group
    if (first === undefined) return []
    if (group.length === 1) return [{ op, path: first.path, value: first.to as Json }]
    return [{ op, value: Object.fromEntries(group.map(({ path, to }) => [path, to as Json])) }]
  }
  const apart = rest.filter((change) => !isSimple(change)).map(small)
  return [
    ...request([...apart, ...operations, ...together('add'), ...together('replace')]),
    ...references.map((change) => reference(change, (op) => op)),
  ]
}

function parted(patch: readonly AttributeChange[]) {
  return {
    plain: patch.filter(({ kind }) => kind !== 'reference'),
    references: patch.filter(({ kind }) => kind === 'reference'),
  }
}

function request(operations: readonly WireOperation[]): readonly PatchRequest[] {
  return operations.length === 0 ? [] : [{ operations }]
}

/** A Boolean is a text (P-5). */
function capital({ op, path, to }: AttributeChange): WireOperation {
  if (op === 'remove' || to === undefined) return { op: 'Remove', path }
  return { op: capitalised(op), path, value: typeof to === 'boolean' ? capitalised(String(to)) : to }
}

function small({ op, path, to }: AttributeChange): WireOperation {
  return op === 'remove' || to === undefined ? { op: 'remove', path } : { op, path, value: to }
}

/** A manager is a text under its whole name, and is cleared by an empty one (R-9, as seen in traffic). */
function reference({ op, path, to }: AttributeChange, cased: (op: string) => string): PatchRequest {
  if (op === 'remove' || to === undefined) return { operations: [{ op: cased('replace'), path, value: '' }] }
  const operations = [{ op: cased(op), path, value: to }]
  if (typeof to !== 'string' || !path.toLowerCase().endsWith(':manager')) return { operations }
  return { operations, unless: { attribute: 'manager', of: to } }
}

function isSimple({ op, path, to }: AttributeChange): boolean {
  return op !== 'remove' && !path.includes('[') && (typeof to !== 'object' || to === null)
}

function capitalised(op: string): string {
  return op.slice(0, 1).toUpperCase() + op.slice(1)
}
