import { createHash } from 'node:crypto'
import {
  type Attributes,
  type Json,
  type ResourceType,
  ScimError,
  fold,
  parsePath,
  readPath,
  schemasOf,
  searchDocument,
  urns,
  userNameKey,
} from '@usher/scim'

/**
 * Prints a resource as it is stored: `schemas`, `id`, the attributes, and last of all the enterprise extension with its
 * `manager` last. The brace that would close it is left out, since `meta` follows: so the manager's name and `meta` are
 * put in without reading the JSON again.
 */
export function printResource(type: ResourceType, id: string, attributes: Attributes): string {
  const {
    schemas: _schemas,
    id: _id,
    meta: _meta,
    members: _members,
    [urns.enterpriseUser]: extension,
    ...core
  } = attributes
  const enterprise = extension === undefined ? {} : { [urns.enterpriseUser]: managerLast(extension as Attributes) }
  return JSON.stringify({ schemas: schemasOf(type, attributes), id, ...core, ...enterprise }).slice(0, -1)
}

/** Reads a resource as it is stored. */
export function parseResource(resource: string): Attributes {
  return JSON.parse(`${resource}}`) as Attributes
}

function managerLast({ manager, ...rest }: Attributes): Attributes {
  return manager === undefined ? rest : { ...rest, manager }
}

/** The attributes of a stored resource, as they are changed: without `schemas` and `id`, which follow from the rest. */
export function attributesOf(resource: string): Attributes {
  const { schemas: _schemas, id: _id, ...attributes } = parseResource(resource)
  return attributes
}

const managerPath = parsePath(`${urns.enterpriseUser}:manager.value`)
const employeeNumberPath = parsePath(`${urns.enterpriseUser}:employeeNumber`)

// An index takes at most 2,700 bytes, and a character up to 4 of them.
const longestName = 500

/** How the names and identifiers of a tenant's resources are kept. */
export type Uniqueness = { readonly groupNames: boolean }

/**
 * What is kept beside the printed resource, to be searched and compared. Throws 400 `invalidValue` for a name or an
 * identifier that is too long to be looked up.
 */
export function columnsOf(type: ResourceType, attributes: Attributes, { groupNames }: Uniqueness) {
  const isUser = type.name === 'User'
  const name = short(isUser ? 'userName' : 'displayName', attributes) ?? ''
  const external_id = short('externalId', attributes) ?? null
  const formatted = (attributes['name'] as Attributes | undefined)?.['formatted']
  const display_name = text(attributes['displayName']) ?? text(formatted) ?? name
  return {
    type: type.name,
    name,
    name_key: isUser ? userNameKey(name) : groupNames ? fold(name) : null,
    external_id,
    display_name,
    display_key: fold(display_name),
    active: typeof attributes['active'] === 'boolean' ? attributes['active'] : null,
    manager_id: short('manager', { manager: readPath(attributes, managerPath) ?? null }) ?? null,
    search_keys: searchKeys(type, attributes),
    search: searchDocument(type, { ...attributes, schemas: schemasOf(type, attributes) }),
  }
}

function short(name: string, attributes: Attributes): string | undefined {
  const value = text(attributes[name])
  if (value === undefined || value.length <= longestName) return value
  throw new ScimError(400, 'invalidValue', `${name} must not be longer than ${longestName} characters.`)
}

/** The keys of the attributes, beside the name and externalId, by which clients look resources up. */
function searchKeys(type: ResourceType, attributes: Attributes): string[] {
  if (type.name !== 'User') return [searchKey('displayName', fold(text(attributes['displayName']) ?? ''))]
  const emails = (attributes['emails'] ?? []) as readonly Attributes[]
  const values = emails.flatMap(({ value }) => text(value) ?? [])
  const number = text(readPath(attributes, employeeNumberPath))
  const keys = values.map((value) => searchKey('emails', fold(value)))
  if (number !== undefined) keys.push(searchKey('employeeNumber', fold(number)))
  return [...new Set(keys)]
}

/** The key of a folded value. A long one is kept as its digest, since an index does not take it. */
export function searchKey(attribute: 'emails' | 'employeeNumber' | 'displayName', folded: string): string {
  const key = `${attribute}:${folded}`
  return folded.length <= longestName ? key : `${attribute}#${createHash('sha256').update(key).digest('base64url')}`
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
