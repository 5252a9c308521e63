import type { Attributes, Json } from '../resource.ts'
import { ScimError } from '../message/error.ts'
import { urns } from '../message/urns.ts'
import { isName } from '../path/attribute-path.ts'
import { isObject } from '../value.ts'
import { attribute } from './definition.ts'
import type { AttributeDefinition, ScimSchema } from './definition.ts'
import { commonAttributes } from './resource-type.ts'

/** The words that a characteristic may have (RFC 7643 §7). The first one is meant when none is given. */
const words = {
  type: ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'binary', 'reference', 'complex'],
  mutability: ['readWrite', 'readOnly', 'immutable', 'writeOnly'],
  returned: ['default', 'always', 'never', 'request'],
  uniqueness: ['none', 'server', 'global'],
} as const

const flags = ['multiValued', 'required', 'caseExact'] as const
const known = new Set<string>([
  ...Object.keys(words),
  ...flags,
  'name',
  'description',
  'canonicalValues',
  'referenceTypes',
  'subAttributes',
])
const mostAttributes = 200

/**
 * Reads the definition of a schema as an administrator writes it: an extension, or the schema of a resource type.
 *
 * What is left out gets the usual characteristics: an optional text that ignores case. Throws 400 `invalidValue` with the
 * path of the fault, such as `attributes[2].type`.
 *
 * @example
 * parseSchema({ id: 'urn:example:2.0:User', name: 'Badge', attributes: [{ name: 'badge', caseExact: true }] })
 */
export function parseSchema(json: Json | undefined): ScimSchema {
  if (!isObject(json)) throw wrong('The schema', 'must be a JSON object')
  const { id, name, description, attributes } = json
  if (typeof id !== 'string' || !isUrn(id)) throw wrong('id', 'must be a URN such as "urn:example:2.0:User"')
  if (isTaken(id)) throw wrong('id', 'is the URN of a schema of the RFC')
  if (typeof name !== 'string' || name.trim() === '') throw wrong('name', 'must be a text')
  if (description !== undefined && typeof description !== 'string') throw wrong('description', 'must be a text')
  const definitions = parseAttributes(attributes, 'attributes')
  for (const [index, definition] of definitions.entries()) checkName(definition, `attributes[${index}].name`)
  return {
    id,
    name,
    description: description === undefined || description === '' ? name : description,
    attributes: definitions,
  }
}

function parseAttributes(json: Json | undefined, at: string, parent?: string): readonly AttributeDefinition[] {
  if (!Array.isArray(json) || json.length === 0) throw wrong(at, 'must be an array of attributes')
  if (json.length > mostAttributes) throw wrong(at, `must not have more than ${mostAttributes} attributes`)
  const names = new Set<string>()
  return (json as readonly Json[]).map((each, index) => {
    const definition = parseAttribute(each, `${at}[${index}]`, parent)
    const lower = definition.name.toLowerCase()
    if (names.has(lower)) throw wrong(`${at}[${index}].name`, `is "${definition.name}" for a second time`)
    names.add(lower)
    return definition
  })
}

function parseAttribute(json: Json, at: string, parent: string | undefined): AttributeDefinition {
  if (!isObject(json)) throw wrong(at, 'must be an object')
  const { name, description } = json
  if (typeof name !== 'string' || !isName(name)) throw wrong(`${at}.name`, 'must be a name of letters and digits')
  const unknown = Object.keys(json).find((key) => !known.has(key))
  if (unknown !== undefined) throw wrong(`${at}.${unknown.slice(0, 60)}`, 'is no characteristic of an attribute')
  if (description !== undefined && typeof description !== 'string') throw wrong(`${at}.description`, 'must be a text')
  const type = oneOf(json, 'type', at)
  if (type === 'complex' && parent !== undefined)
    throw wrong(`${at}.type`, `must not be complex, since ${parent} is already`)
  const isComplex = type === 'complex'
  if (!isComplex && json['subAttributes'] !== undefined)
    throw wrong(`${at}.subAttributes`, 'are for attributes of the type complex')
  const definition = attribute(name, description === undefined || description === '' ? name : description, {
    type,
    ...Object.fromEntries(flags.map((flag) => [flag, flagOf(json, flag, at)])),
    mutability: oneOf(json, 'mutability', at),
    returned: oneOf(json, 'returned', at),
    uniqueness: oneOf(json, 'uniqueness', at),
    ...texts(json, 'canonicalValues', at),
    ...texts(json, 'referenceTypes', at),
    ...(isComplex ? { subAttributes: parseAttributes(json['subAttributes'], `${at}.subAttributes`, name) } : {}),
  })
  checkSense(definition, at)
  return definition
}

function oneOf<Key extends keyof typeof words>(json: Attributes, key: Key, at: string): (typeof words)[Key][number] {
  const choices: readonly (typeof words)[Key][number][] = words[key]
  const value = json[key]
  const found = value === undefined ? choices[0] : choices.find((choice) => choice === value)
  if (found === undefined) throw wrong(`${at}.${key}`, `must be one of ${choices.join(', ')}`)
  return found
}

function flagOf(json: Attributes, key: (typeof flags)[number], at: string): boolean {
  const value = json[key] ?? false
  if (typeof value !== 'boolean') throw wrong(`${at}.${key}`, 'must be true or false')
  return value
}

function texts(json: Attributes, key: 'canonicalValues' | 'referenceTypes', at: string) {
  const value = json[key]
  if (value === undefined) return {}
  const list = Array.isArray(value) ? (value as readonly Json[]) : undefined
  if (list?.every((each) => typeof each === 'string') !== true) throw wrong(`${at}.${key}`, 'must be an array of texts')
  return { [key]: list }
}

/** Characteristics that contradict each other (RFC 7643 §2.2). */
function checkSense({ mutability, returned, required }: AttributeDefinition, at: string): void {
  if (mutability === 'writeOnly' && returned !== 'never')
    throw wrong(`${at}.returned`, 'must be never, since the attribute is writeOnly')
  if (mutability === 'readOnly' && required)
    throw wrong(`${at}.required`, 'must be false, since no client can set what is readOnly')
}

/** The common attributes belong to every resource. */
function checkName({ name }: AttributeDefinition, at: string): void {
  const lower = name.toLowerCase()
  if (commonAttributes.some((common) => common.name.toLowerCase() === lower))
    throw wrong(at, `must not be ${name}, which every resource has`)
}

function isTaken(id: string): boolean {
  const lower = id.toLowerCase()
  return lower.startsWith('urn:ietf:params:scim:api:') || Object.values(urns).some((urn) => urn.toLowerCase() === lower)
}

/** RFC 8141 §2: `urn:`, a namespace, a colon and something more. Only what is safe within a path. */
function isUrn(text: string): boolean {
  const [scheme = '', namespace = '', ...rest] = text.split(':')
  if (scheme.toLowerCase() !== 'urn' || namespace === '' || rest.join('') === '' || text.length > 200) return false
  for (const char of text) if (!isUrnChar(char)) return false
  return !text.endsWith(':')
}

function isUrnChar(char: string): boolean {
  const isLetter = (char >= 'A' && char <= 'Z') || (char >= 'a' && char <= 'z')
  return isLetter || (char >= '0' && char <= '9') || '-._:'.includes(char)
}

function wrong(at: string, what: string): ScimError {
  return new ScimError(400, 'invalidValue', `${at} ${what}.`)
}
