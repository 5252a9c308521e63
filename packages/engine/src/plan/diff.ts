import { type Attributes, type Json, parsePath, readPath } from '@usher/scim'
import type { AttributeDefinition } from '../job/schema.ts'
import type { AttributeChange, Flow, Late, Value } from '../types.ts'

export type Definitions = ReadonlyMap<string, AttributeDefinition>

export function isLate(value: Value): value is Late {
  return typeof value === 'object' && value !== null && 'late' in value
}

/**
 * What must be written so that the target agrees with the flows.
 *
 * A difference in letter case alone counts only for attributes that are `caseExact`. A late value is left out: the
 * object is looked at again when it exists.
 */
export function diff(
  flows: readonly Flow[],
  current: Attributes,
  definitions: Definitions,
): readonly AttributeChange[] {
  return flows.flatMap((flow) => {
    if (isLate(flow.value)) return []
    const definition = definitions.get(flow.path)
    const kind = kindOf(definition)
    const from = simple(readPath(current, parsePath(flow.path)), kind)
    const to = flow.value
    if (equal(from, to, definition)) return []
    const op = to === null ? 'remove' : from === undefined ? 'add' : 'replace'
    return [change(flow, { op, kind, ...(from !== undefined && { from }), ...(to !== null && { to }) })]
  })
}

/** Everything that a new account gets, late values included. */
export function all(flows: readonly Flow[], definitions: Definitions): readonly AttributeChange[] {
  return flows
    .filter((flow) => flow.value !== null)
    .map((flow) => change(flow, { op: 'add', kind: kindOf(definitions.get(flow.path)), to: flow.value }))
}

function change(flow: Flow, rest: Omit<AttributeChange, 'path' | 'sensitive'>): AttributeChange {
  return { path: flow.path, ...rest, ...(flow.sensitive && { sensitive: true }) }
}

function kindOf(definition: AttributeDefinition | undefined): AttributeChange['kind'] {
  return definition?.type === 'Reference' ? 'reference' : 'value'
}

/** A reference may come back as an id or as an object that holds it (RFC 7643 §4.3, manager). */
function simple(value: Json | undefined, kind: AttributeChange['kind']): Json | undefined {
  if (value === null) return undefined
  if (kind !== 'reference' || typeof value !== 'object') return value
  return (value as { readonly value?: Json } | undefined)?.value
}

function equal(from: Json | undefined, to: Json, definition: AttributeDefinition | undefined): boolean {
  if (from === undefined) return to === null
  if (definition?.type === 'Boolean') return fold(from) === fold(to)
  if (definition?.caseExact === false) return fold(from) === fold(to)
  return stable(from) === stable(to)
}

function fold(value: Json): string {
  return stable(value).toLowerCase()
}

function stable(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
