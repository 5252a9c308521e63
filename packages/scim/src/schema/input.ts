import type { Attributes, Json } from '../resource.ts'
import type { Mode } from '../message/patch-op.ts'
import { ScimError } from '../message/error.ts'
import { isDeepEqual, isObject } from '../value.ts'
import { assigned, coerce } from './coerce.ts'
import type { Reading } from './coerce.ts'
import type { AttributeDefinition, ScimSchema } from './definition.ts'
import { commonAttributes, extensionOf, topAttribute } from './resource-type.ts'
import type { ResourceType } from './resource-type.ts'

/**
 * Reads the body of a create or, when `before` is given, of a replace request (RFC 7644 §3.3, §3.5.1).
 *
 * Gives the attributes with canonical names and types, without `id`, `schemas` and `meta`, which are the server's.
 * Lenient leaves out what the schema does not know; strict refuses it. A replace clears what the body leaves out, save
 * attributes that have a default: they keep their value. Throws 400 `invalidSyntax`, `invalidValue` or `mutability`.
 */
export function readResource(
  type: ResourceType,
  body: Json | undefined,
  options: { readonly mode: Mode; readonly before?: Attributes },
): Attributes {
  if (!isObject(body)) throw new ScimError(400, 'invalidSyntax', `The body must be a JSON object, a ${type.name}.`)
  const { mode, before } = options
  const reading: Reading = { mode, empty: before === undefined ? 'isValue' : 'clears' }
  const members: { [name: string]: Json | undefined } = {}
  for (const [name, value] of Object.entries(body)) {
    const read = readMember(type, name, value, reading)
    if (read === undefined) continue
    if (Object.hasOwn(members, read.name))
      throw new ScimError(400, 'invalidSyntax', `"${read.name}" is given twice, in different spellings.`)
    members[read.name] = read.value
  }
  if (mode === 'strict') checkSchemas(type, body['schemas'])
  for (const [name, value] of Object.entries(type.defaults ?? {})) members[name] ??= before?.[name] ?? value
  const attributes = (assigned(members) ?? {}) as Attributes
  checkRequired(type, attributes, 'invalidValue')
  if (before !== undefined) checkImmutable(type, before, attributes)
  return attributes
}

function readMember(
  type: ResourceType,
  name: string,
  value: Json,
  reading: Reading,
): { name: string; value: Json | undefined } | undefined {
  const definition = topAttribute(type, name)
  if (definition !== undefined) {
    if (definition.mutability === 'readOnly') return undefined
    return { name: definition.name, value: coerce(definition, value, reading, definition.name) }
  }
  const extension = extensionOf(type, name)
  if (extension !== undefined) return { name: extension.id, value: readContainer(extension, value, reading) }
  if (reading.mode === 'strict')
    throw new ScimError(400, 'invalidValue', `A ${type.name} has no attribute "${name.slice(0, 60)}".`)
  return undefined
}

/** Reads an extension's object; gives the attributes that it assigns, or nothing. */
export function readContainer(schema: ScimSchema, value: Json, reading: Reading): Json | undefined {
  return assigned(readContainerMembers(schema, value, reading))
}

/** Reads an extension's object: each attribute that it names, `undefined` where it clears one. */
export function readContainerMembers(
  schema: ScimSchema,
  value: Json,
  reading: Reading,
): { readonly [name: string]: Json | undefined } {
  if (value === null) return {}
  if (!isObject(value)) throw new ScimError(400, 'invalidValue', `${schema.id} must be an object.`)
  const members: { [name: string]: Json | undefined } = {}
  for (const [name, member] of Object.entries(value)) {
    const lower = name.toLowerCase()
    const definition = schema.attributes.find((each) => each.name === name || each.name.toLowerCase() === lower)
    if (definition === undefined && reading.mode === 'strict')
      throw new ScimError(400, 'invalidValue', `${schema.id} has no attribute "${name.slice(0, 60)}".`)
    if (definition === undefined || definition.mutability === 'readOnly') continue
    members[definition.name] = coerce(definition, member, reading, `${schema.id}:${definition.name}`)
  }
  return members
}

/** The schemas of a resource: its own, and each extension that has a value (RFC 7643 §3). */
export function schemasOf(type: ResourceType, attributes: Attributes): readonly string[] {
  const present = type.extensions.filter(({ schema }) => attributes[schema.id] !== undefined)
  return [type.schema.id, ...present.map(({ schema }) => schema.id)]
}

/** Throws when a required attribute has no value: 400, `invalidValue` of a resource, `mutability` of a change. */
export function checkRequired(
  type: ResourceType,
  attributes: Attributes,
  scimType: 'invalidValue' | 'mutability',
): void {
  for (const definition of type.schema.attributes) {
    const value = attributes[definition.name]
    if (definition.required && (value === undefined || value === '')) throw missing(type, definition, scimType)
  }
  for (const { schema, required } of type.extensions) {
    const container = attributes[schema.id]
    if (container === undefined && !required) continue
    for (const definition of schema.attributes)
      if (definition.required && (!isObject(container) || container[definition.name] === undefined))
        throw new ScimError(400, scimType, `${schema.id}:${definition.name} is required.`)
  }
}

function missing(
  type: ResourceType,
  { name }: AttributeDefinition,
  scimType: 'invalidValue' | 'mutability',
): ScimError {
  const isDefaulted = Object.hasOwn(type.defaults ?? {}, name)
  const hint = isDefaulted ? ' Send false to deactivate.' : ''
  return new ScimError(
    400,
    scimType,
    `${name} is required${scimType === 'mutability' ? ' and cannot be cleared' : ''}.${hint}`,
  )
}

function checkImmutable(type: ResourceType, before: Attributes, after: Attributes): void {
  for (const definition of [...type.schema.attributes, ...commonAttributes])
    if (definition.mutability === 'immutable') checkSame(definition, before[definition.name], after[definition.name])
}

function checkSame({ name }: AttributeDefinition, before: Json | undefined, after: Json | undefined): void {
  if (before !== undefined && !isDeepEqual(before, after))
    throw new ScimError(400, 'mutability', `${name} is immutable and has a value.`)
}

function checkSchemas(type: ResourceType, schemas: Json | undefined): void {
  if (!Array.isArray(schemas) || schemas.length === 0)
    throw new ScimError(400, 'invalidSyntax', '"schemas" must be an array of schema URNs.')
  const given = (schemas as readonly Json[]).map((urn) => (typeof urn === 'string' ? urn : ''))
  if (!given.some((urn) => urn.toLowerCase() === type.schema.id.toLowerCase()))
    throw new ScimError(400, 'invalidSyntax', `"schemas" must contain ${type.schema.id}.`)
  const unknown = given.find(
    (urn) => urn.toLowerCase() !== type.schema.id.toLowerCase() && extensionOf(type, urn) === undefined,
  )
  if (unknown !== undefined)
    throw new ScimError(400, 'invalidValue', `"${unknown.slice(0, 100)}" is not a schema of ${type.name}.`)
}
