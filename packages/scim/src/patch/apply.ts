import type { Attributes, Json } from '../resource.ts'
import type { PatchOperation } from '../message/patch-op.ts'
import { ScimError } from '../message/error.ts'
import { lenient } from '../rules.ts'
import type { Rules } from '../rules.ts'
import { checkResource } from '../schema/check.ts'
import { assigned, checkLength, coerce, coerceMembers } from '../schema/coerce.ts'
import type { Reading } from '../schema/coerce.ts'
import { checkSame } from '../schema/replace.ts'
import { extensionOf } from '../schema/resource-type.ts'
import type { ResourceType } from '../schema/resource-type.ts'
import { schemasOf } from '../schema/schemas.ts'
import { isDeepEqual, isObject } from '../value.ts'
import { changeElements } from './elements.ts'
import { stepsOf } from './step.ts'
import type { Aim, AttributeStep, Step } from './step.ts'

/**
 * What a PATCH made of a resource. `changed` is false when it says what the resource said before. `written` names the
 * attributes that the operations set, for `project`.
 */
export type Patched = { readonly resource: Attributes; readonly changed: boolean; readonly written: readonly string[] }

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
  options: { readonly rules?: Rules } = {},
): Patched {
  const { rules = lenient } = options
  const reading: Reading = { rules, empty: 'clears' }
  const written = new Set<string>()
  let after = resource
  for (const operation of operations)
    for (const step of stepsOf(type, operation, rules)) {
      after = carryOut(type, after, step, reading)
      if (step.target === 'attribute' && step.op !== 'remove') written.add(nameOf(step.aim))
    }
  checkResource(type, after, 'mutability', rules)
  const schemas = 'schemas' in resource ? { schemas: schemasOf(type, after) } : {}
  const patched = { ...after, ...schemas }
  const changed = !isDeepEqual(resource, patched)
  return { resource: changed ? patched : resource, changed, written: [...written] }
}

function nameOf({ urn, attribute }: Aim): string {
  return urn === undefined ? attribute.name : `${urn}:${attribute.name}`
}

function carryOut(type: ResourceType, resource: Attributes, step: Step, reading: Reading): Attributes {
  switch (step.target) {
    case 'attribute':
      return changeAttribute(resource, step, reading)
    case 'container':
      return clearContainer(resource, step)
    case 'schemas':
      return changeSchemas(type, resource, step, reading)
  }
}

function changeAttribute(resource: Attributes, step: AttributeStep, reading: Reading): Attributes {
  const { aim } = step
  const before = read(resource, aim)
  if (!aim.attribute.multiValued) {
    const after = changeSingle(before, step, reading)
    checkImmutable(aim, before, after)
    return write(resource, aim, after)
  }
  const elements = changeElements((before ?? []) as readonly Json[], step, reading)
  checkLength(aim.attribute, elements.length, aim.text)
  const after = elements.length === 0 ? undefined : elements
  checkImmutable(aim, before, after)
  return write(resource, aim, after)
}

/** Rows 2 to 4 of the truth table: add and replace are the same for a single value. */
function changeSingle(before: Json | undefined, step: AttributeStep, reading: Reading): Json | undefined {
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
function unwrap(value: Json, { rules }: Reading): Json {
  if (!Array.isArray(value) || !rules.singleFromList || value.length > 1) return value
  return (value as readonly Json[])[0] ?? null
}

/** Row 10: removing an extension clears all of it, save what is not the client's to change. */
function clearContainer(resource: Attributes, { schema }: Step & { target: 'container' }): Attributes {
  const container = resource[schema.id]
  if (!isObject(container)) return resource
  const fixed = schema.attributes.find(({ name, mutability }) => mutability === 'immutable' && name in container)
  if (fixed !== undefined) throw new ScimError(400, 'mutability', `${schema.id}:${fixed.name} is immutable.`)
  const kept = schema.attributes.filter(({ name, mutability }) => mutability === 'readOnly' && name in container)
  return withMember(resource, schema.id, assigned(Object.fromEntries(kept.map(({ name }) => [name, container[name]]))))
}

/** Known extensions come with their values and go with them; the resource type's own schema always stays. */
function changeSchemas(type: ResourceType, resource: Attributes, { op, value }: Step, { rules }: Reading): Attributes {
  const given = (Array.isArray(value) ? value : [value ?? null]) as readonly Json[]
  const urns = given.map((urn) => (typeof urn === 'string' ? urn : ''))
  const own = type.schema.id.toLowerCase()
  const unknown = urns.find((urn) => urn.toLowerCase() !== own && extensionOf(type, urn) === undefined)
  if (op !== 'remove') {
    if (unknown === undefined || rules.unknownSchemas) return resource
    throw new ScimError(400, 'invalidValue', `"${unknown.slice(0, 100)}" is not a schema of ${type.name}.`)
  }
  if (urns.some((urn) => urn === '' || urn.toLowerCase() === own))
    throw new ScimError(400, 'mutability', `The schema ${type.schema.id} cannot be removed.`)
  return urns.reduce((rest, urn) => {
    const schema = extensionOf(type, urn)
    return schema === undefined ? rest : clearContainer(rest, { op, value, target: 'container', schema })
  }, resource)
}

/** What is immutable can be set once. Removing a whole object takes what is immutable in it along. */
function checkImmutable({ attribute, sub, text }: Aim, before: Json | undefined, after: Json | undefined): void {
  if (attribute.mutability === 'immutable') checkSame(before, after, text)
  if (attribute.multiValued || !isObject(before) || (after === undefined && sub === undefined)) return
  for (const { name, mutability } of attribute.subAttributes ?? [])
    if (mutability === 'immutable')
      checkSame(before[name], isObject(after) ? after[name] : undefined, `${attribute.name}.${name}`)
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
