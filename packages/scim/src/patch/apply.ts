import type { Attributes, Json } from '../resource.ts'
import type { Mode, PatchOperation } from '../message/patch-op.ts'
import { ScimError } from '../message/error.ts'
import { assigned, coerce, coerceMembers } from '../schema/coerce.ts'
import type { Reading } from '../schema/coerce.ts'
import type { ScimSchema } from '../schema/definition.ts'
import { checkRequired, readContainerMembers, schemasOf } from '../schema/input.ts'
import { extensionOf } from '../schema/resource-type.ts'
import type { ResourceType } from '../schema/resource-type.ts'
import { isDeepEqual, isObject } from '../value.ts'
import { changeElements } from './elements.ts'
import { stepsOf } from './step.ts'
import type { Aim, Step } from './step.ts'

/** What a PATCH made of a resource. `changed` is false when it says what the resource said before. */
export type Patched = { readonly resource: Attributes; readonly changed: boolean }

/**
 * Applies the operations of a PATCH request, in order and all or none (RFC 7644 §3.5.2).
 *
 * The resource is in canonical form, as `readResource` gives it; a new one is returned. `schemas` follows from the
 * extensions that have a value. `id` and `meta` stay: when `changed` is false the caller must leave `lastModified` and
 * `version` alone, too. Throws a `ScimError` 400: `invalidPath`, `invalidFilter`, `noTarget`, `invalidValue`,
 * `mutability`.
 *
 * Lenient takes what Entra and Okta send beyond the RFC: dotted names and paths as members of a path-less value,
 * booleans as text, a filter that selects nothing (the element is made), `remove` of what is not there.
 *
 * @example
 * applyPatch(user, [{ op: 'replace', path: 'active', value: 'False' }], userType).resource // { …user, active: false }
 */
export function applyPatch(
  resource: Attributes,
  operations: readonly PatchOperation[],
  type: ResourceType,
  options: { readonly mode: Mode } = { mode: 'lenient' },
): Patched {
  const { mode } = options
  const reading: Reading = { mode, empty: 'clears' }
  let after = resource
  for (const operation of operations)
    for (const step of stepsOf(type, operation, mode)) after = carryOut(type, after, step, reading)
  checkRequired(type, after, 'mutability')
  const schemas = 'schemas' in resource ? { schemas: schemasOf(type, after) } : {}
  const patched = { ...after, ...schemas }
  return isDeepEqual(resource, patched) ? { resource, changed: false } : { resource: patched, changed: true }
}

function carryOut(type: ResourceType, resource: Attributes, step: Step, reading: Reading): Attributes {
  switch (step.target) {
    case 'attribute':
      return changeAttribute(resource, step, reading)
    case 'container':
      return changeContainer(resource, step.schema, step, reading)
    case 'schemas':
      return changeSchemas(type, resource, step)
  }
}

function changeAttribute(resource: Attributes, step: Step & { target: 'attribute' }, reading: Reading): Attributes {
  const { aim } = step
  const before = read(resource, aim)
  const after = aim.attribute.multiValued
    ? changeElements((before ?? []) as readonly Json[], step, reading)
    : changeSingle(before, step, reading)
  const isEmpty = after === undefined || (Array.isArray(after) && after.length === 0)
  checkImmutable(aim, before, isEmpty ? undefined : after)
  return write(resource, aim, isEmpty ? undefined : after)
}

/** Rows 2 to 4 of the truth table: add and replace are the same for a single value. */
function changeSingle(
  before: Json | undefined,
  step: Step & { target: 'attribute' },
  reading: Reading,
): Json | undefined {
  const { aim, op } = step
  const value = op === 'remove' ? null : (step.value ?? null)
  if (aim.sub !== undefined) {
    const member = coerce(aim.sub, value, reading, aim.text)
    return assigned({ ...(isObject(before) ? before : {}), [aim.sub.name]: member })
  }
  if (aim.attribute.type !== 'complex') return coerce(aim.attribute, value, reading, aim.text)
  const single = unwrap(value, reading)
  if (single === null) return undefined
  return assigned({ ...(isObject(before) ? before : {}), ...coerceMembers(aim.attribute, single, reading, aim.text) })
}

/** A list of one stands for its element, as Entra sends `manager`; an empty one for no value. */
function unwrap(value: Json, { mode }: Reading): Json {
  if (!Array.isArray(value) || mode === 'strict' || value.length > 1) return value
  return (value as readonly Json[])[0] ?? null
}

/** Row 10: the object of an extension behaves as a complex attribute. */
function changeContainer(resource: Attributes, schema: ScimSchema, { op, value }: Step, reading: Reading): Attributes {
  if (op === 'remove' || value === null) return withMember(resource, schema.id, undefined)
  const members = readContainerMembers(schema, value ?? null, reading)
  const before = resource[schema.id]
  const after: { [name: string]: Json | undefined } = { ...(isObject(before) ? before : {}) }
  for (const attribute of schema.attributes) {
    if (!Object.hasOwn(members, attribute.name)) continue
    const aim: Aim = { urn: schema.id, attribute, text: `${schema.id}:${attribute.name}` }
    const was = after[attribute.name]
    const now = mergeMember(was, { op, value: members[attribute.name], target: 'attribute', aim }, reading)
    checkImmutable(aim, was, now)
    after[attribute.name] = now
  }
  return withMember(resource, schema.id, assigned(after))
}

function mergeMember(
  before: Json | undefined,
  step: Step & { target: 'attribute' },
  reading: Reading,
): Json | undefined {
  const { value, aim } = step
  if (value === undefined) return undefined
  if (aim.attribute.multiValued) return changeElements((before ?? []) as readonly Json[], step, reading)
  return isObject(before) && isObject(value) ? { ...before, ...value } : value
}

/** Known extensions come with their values and go with them; the resource type's own schema always stays. */
function changeSchemas(type: ResourceType, resource: Attributes, { op, value }: Step): Attributes {
  if (op !== 'remove') return resource
  const given = (Array.isArray(value) ? value : [value ?? null]) as readonly Json[]
  const urns = given.map((urn) => (typeof urn === 'string' ? urn : ''))
  if (urns.some((urn) => urn === '' || urn.toLowerCase() === type.schema.id.toLowerCase()))
    throw new ScimError(400, 'mutability', `The schema ${type.schema.id} cannot be removed.`)
  const extensions = urns.flatMap((urn) => extensionOf(type, urn)?.id ?? [])
  return extensions.reduce((rest, urn) => withMember(rest, urn, undefined), resource)
}

function checkImmutable({ attribute, sub, text }: Aim, before: Json | undefined, after: Json | undefined): void {
  const isImmutable = attribute.mutability === 'immutable'
  const isSubImmutable = sub?.mutability === 'immutable' && !attribute.multiValued
  const [from, to] = isImmutable ? [before, after] : [memberOf(before, sub?.name), memberOf(after, sub?.name)]
  if ((isImmutable || isSubImmutable) && from !== undefined && !isDeepEqual(from, to))
    throw new ScimError(400, 'mutability', `${text} is immutable and has a value.`)
}

function memberOf(value: Json | undefined, name: string | undefined): Json | undefined {
  return isObject(value) && name !== undefined ? value[name] : undefined
}

function read(resource: Attributes, { urn, attribute }: Aim): Json | undefined {
  const holder = urn === undefined ? resource : resource[urn]
  return isObject(holder) ? holder[attribute.name] : undefined
}

function write(resource: Attributes, { urn, attribute }: Aim, value: Json | undefined): Attributes {
  if (urn === undefined) return withMember(resource, attribute.name, value)
  const holder = resource[urn]
  const written = withMember(isObject(holder) ? holder : {}, attribute.name, value)
  return withMember(resource, urn, assigned(written))
}

function withMember(object: Attributes, name: string, value: Json | undefined): Attributes {
  if (value !== undefined) return { ...object, [name]: value }
  const { [name]: _, ...rest } = object
  return rest
}
