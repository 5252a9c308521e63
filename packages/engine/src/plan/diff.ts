import { type Attributes, type Json, parsePath, readPath } from '@usher/scim'
import { readDate } from '../expression/date/read-date.ts'
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
 * object is looked at again when it exists. `FlowAlways` is written although it is equal.
 */
export function diff(
  flows: readonly Flow[],
  current: Attributes,
  definitions: Definitions,
): readonly AttributeChange[] {
  return flows.flatMap((flow) => {
    const definition = definitions.get(flow.path)
    const kind = kindOf(flow, definition)
    const from = simple(readPath(current, parsePath(flow.path)), kind)
    const always = flow.mapping.flowBehavior === 'FlowAlways'
    if (isLate(flow.value)) {
      return always && flow.value.late === 'generated' ? [change(flow, { op: 'replace', kind, to: flow.value })] : []
    }
    if (flow.ifEmpty === true && !isEmpty(from)) return []
    if (Array.isArray(flow.value)) return listDiff(flow, { from, to: flow.value, kind, always })
    const to = isEmpty(flow.value) ? null : flow.value
    if (to === null && flow.addsOnly === true) return []
    if (to === null ? isEmpty(from) : !always && equal(from, to, definition)) return []
    const op = to === null ? 'remove' : from === undefined ? 'add' : 'replace'
    return [change(flow, { op, kind, ...(from !== undefined && { from }), ...(to !== null && { to }) })]
  })
}

/** Everything that a new account gets, late values included. */
export function all(flows: readonly Flow[], definitions: Definitions): readonly AttributeChange[] {
  return flows
    .filter((flow) => isLate(flow.value) || !isEmpty(flow.value))
    .map((flow) => change(flow, { op: 'add', kind: kindOf(flow, definitions.get(flow.path)), to: flow.value }))
}

type Lists = {
  readonly from: Json | undefined
  readonly to: readonly Json[]
  readonly kind: AttributeChange['kind']
  readonly always: boolean
}

/** Attributes with several values are sets: order is no difference, and an element is known by its value. */
function listDiff(flow: Flow, { from, to, kind, always }: Lists): readonly AttributeChange[] {
  const there = from === undefined || from === null ? [] : Array.isArray(from) ? (from as readonly Json[]) : [from]
  const missing = to.filter((wanted) => !there.some((one) => sameElement(wanted, one)))
  const extra = there.some((one) => !to.some((wanted) => sameElement(wanted, one)))
  const before = from === undefined ? {} : { from }
  if (flow.addsOnly === true) {
    return missing.length === 0 ? [] : [change(flow, { op: 'add', kind, addsOnly: true, ...before, to: missing })]
  }
  if (missing.length === 0 && !extra && !always) return []
  if (to.length === 0) return there.length === 0 ? [] : [change(flow, { op: 'remove', kind, ...before })]
  return [change(flow, { op: there.length === 0 ? 'add' : 'replace', kind, ...before, to })]
}

function sameElement(wanted: Json, there: Json): boolean {
  return keyOf(wanted) === keyOf(there)
}

/** Targets drop or add parts of an element, `display` for instance; its value is what it is known by. */
function keyOf(element: Json): string {
  if (typeof element !== 'object' || element === null || Array.isArray(element)) return stable(element)
  const { value } = element as { readonly value?: Json }
  return stable(value === undefined ? element : value)
}

export function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function change(flow: Flow, rest: Omit<AttributeChange, 'path' | 'sensitive'>): AttributeChange {
  const generated = isLate(flow.value) && flow.value.late === 'generated'
  return {
    path: flow.path,
    ...rest,
    ...(flow.redacts === true && rest.from !== undefined && { from: '[Redact]' }),
    ...(flow.sensitive && { sensitive: true }),
    ...(generated && { generated: true }),
  }
}

function kindOf(flow: Flow, definition: AttributeDefinition | undefined): AttributeChange['kind'] {
  if (flow.roles === true) return 'roles'
  return definition?.type === 'Reference' ? 'reference' : 'value'
}

/** A reference may come back as an id or as an object that holds it (RFC 7643 §4.3, manager). */
function simple(value: Json | undefined, kind: AttributeChange['kind']): Json | undefined {
  if (value === null) return undefined
  if (kind !== 'reference' || typeof value !== 'object' || Array.isArray(value)) return value
  return (value as { readonly value?: Json } | undefined)?.value
}

function equal(from: Json | undefined, to: Json, definition: AttributeDefinition | undefined): boolean {
  if (from === undefined) return false
  if (definition?.type === 'Boolean') return fold(from) === fold(to)
  if (definition?.type === 'DateTime') return momentOf(from) === momentOf(to)
  if (definition?.caseExact === false) return fold(from) === fold(to)
  return stable(from) === stable(to)
}

/** Applications write a moment in their own manner: with fractions of a second, or in another time zone. */
function momentOf(value: Json): string {
  const moment = typeof value === 'string' ? readDate(value) : null
  return moment === null ? stable(value) : String(moment)
}

function fold(value: Json): string {
  return stable(value).toLowerCase()
}

function stable(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
