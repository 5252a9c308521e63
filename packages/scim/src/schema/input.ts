import type { Attributes, Json } from '../resource.ts'
import { ScimError } from '../message/error.ts'
import { lenient } from '../rules.ts'
import type { Rules } from '../rules.ts'
import { isObject } from '../value.ts'
import { checkResource } from './check.ts'
import { assigned, coerce, givenTwice, readMembers } from './coerce.ts'
import type { Members, Reading } from './coerce.ts'
import type { ScimSchema } from './definition.ts'
import { replaceMembers } from './replace.ts'
import { commonAttributes, extensionOf, topAttribute } from './resource-type.ts'
import type { ResourceType } from './resource-type.ts'
import { checkSchemas } from './schemas.ts'

/** How a body is read. With `before`, the attributes that there are, it replaces; `id` is the one of the address. */
export type ReadOptions = { readonly rules?: Rules; readonly before?: Attributes; readonly id?: string }

/**
 * Reads the body of a create or, when `before` is given, of a replace request (RFC 7644 §3.3, §3.5.1).
 *
 * Gives the attributes with canonical names and types, without `id`, `schemas` and `meta`, which are the server's.
 * Lenient leaves out what the schema does not know; strict refuses it. A replace clears what the body leaves out, save
 * attributes that have a default or are not the client's to change: they keep their value. Throws 400 `invalidSyntax`,
 * `invalidValue` or `mutability`, naming the attribute.
 *
 * @example
 * readResource(userType, { userName: 'ana', active: 'True' }) // { userName: 'ana', active: true }
 */
export function readResource(type: ResourceType, body: Json | undefined, options: ReadOptions = {}): Attributes {
  if (!isObject(body)) throw new ScimError(400, 'invalidSyntax', `The body must be a JSON object, a ${type.name}.`)
  const { rules = lenient, before, id } = options
  const given = readBody(type, body, { rules, empty: before === undefined ? 'isValue' : 'clears' })
  checkSchemas(type, body['schemas'], [...given.extensions.keys()], rules)
  if (!rules.otherId && id !== undefined && body['id'] !== undefined && body['id'] !== id)
    throw new ScimError(400, 'mutability', `"id" is not the one of the address, "${id}".`)
  const members = before === undefined ? created(given) : replaced(type, before, given, rules)
  for (const [name, value] of Object.entries(type.defaults ?? {})) members[name] ??= before?.[name] ?? value
  const attributes = assigned(members) ?? {}
  checkResource(type, attributes, 'invalidValue', rules)
  return attributes
}

type Given = { readonly top: Members; readonly extensions: ReadonlyMap<string, Members> }
type Growing = { [name: string]: Json | undefined }

function readBody(type: ResourceType, body: Attributes, reading: Reading): Given {
  const top: Growing = {}
  const extensions = new Map<string, Members>()
  for (const [name, value] of membersOf(type, body, reading)) {
    const definition = topAttribute(type, name)
    const extension = definition === undefined ? extensionOf(type, name) : undefined
    if (definition !== undefined && definition.mutability !== 'readOnly') {
      if (Object.hasOwn(top, definition.name)) throw givenTwice(definition.name)
      top[definition.name] = coerce(definition, value, reading, definition.name)
    } else if (extension !== undefined) {
      if (extensions.has(extension.id)) throw givenTwice(extension.id)
      extensions.set(extension.id, readContainer(extension, value, reading))
    } else if (definition === undefined && !reading.rules.unknownAttributes)
      throw new ScimError(400, 'invalidValue', `A ${type.name} has no attribute "${name.slice(0, 60)}".`)
  }
  return { top, extensions }
}

/** The members of a body, with those that stand below the URN of the type's own schema, as some clients send them. */
function membersOf(type: ResourceType, body: Attributes, { rules }: Reading): readonly (readonly [string, Json])[] {
  const members = Object.entries(body)
  if (!rules.coreContainer) return members
  return members.flatMap(([name, value]) =>
    isObject(value) && name.toLowerCase() === type.schema.id.toLowerCase() ? Object.entries(value) : [[name, value]],
  )
}

/** Reads an extension's object: each attribute that it names, `undefined` where it clears one. */
export function readContainer(schema: ScimSchema, value: Json, reading: Reading): Members {
  if (value === null) return {}
  if (!isObject(value)) throw new ScimError(400, 'invalidValue', `${schema.id} must be an object.`)
  return readMembers(schema.attributes, value, { reading, at: (name) => `${schema.id}:${name}` })
}

function created({ top, extensions }: Given): Growing {
  const members: Growing = { ...top }
  for (const [urn, within] of extensions) members[urn] = assigned(within)
  return members
}

const externalId = commonAttributes.filter(({ mutability }) => mutability !== 'readOnly')

function replaced(type: ResourceType, before: Attributes, { top, extensions }: Given, rules: Rules): Growing {
  const definitions = [...externalId, ...type.schema.attributes]
  const members: Growing = { ...replaceMembers(definitions, before, top, { rules, at: (name) => name }) }
  for (const { schema } of type.extensions) {
    const container = before[schema.id]
    const within = replaceMembers(
      schema.attributes,
      isObject(container) ? container : {},
      extensions.get(schema.id) ?? {},
      { rules, at: (name) => `${schema.id}:${name}` },
    )
    members[schema.id] = assigned(within)
  }
  return members
}
