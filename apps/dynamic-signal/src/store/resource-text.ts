import {
  type Attributes,
  type Json,
  fold,
  readPath,
  parsePath,
  schemasOf,
  urns,
  userNameKey,
  userType,
} from '@usher/scim'

/**
 * Prints a user as it is stored: `schemas`, `id`, the attributes, and last of all the enterprise extension with its
 * `manager` last, so that the manager's name and `meta` can be put in without reading the JSON again.
 */
export function printResource(id: string, attributes: Attributes): string {
  const { schemas: _schemas, id: _id, meta: _meta, [urns.enterpriseUser]: extension, ...core } = attributes
  const enterprise = extension === undefined ? {} : { [urns.enterpriseUser]: managerLast(extension as Attributes) }
  return JSON.stringify({ schemas: schemasOf(userType, attributes), id, ...core, ...enterprise })
}

function managerLast({ manager, ...rest }: Attributes): Attributes {
  return manager === undefined ? rest : { ...rest, manager }
}

const managerPath = parsePath(`${urns.enterpriseUser}:manager.value`)
const employeeNumberPath = parsePath(`${urns.enterpriseUser}:employeeNumber`)

/** What is kept beside the printed resource, to be searched and compared. */
export function columnsOf(attributes: Attributes) {
  const userName = text(attributes['userName']) ?? ''
  const formatted = (attributes['name'] as Attributes | undefined)?.['formatted']
  return {
    user_name: userName,
    user_name_key: userNameKey(userName),
    external_id: text(attributes['externalId']) ?? null,
    display_name: text(attributes['displayName']) ?? text(formatted) ?? userName,
    active: attributes['active'] === true,
    manager_id: text(readPath(attributes, managerPath)) ?? null,
    search_keys: searchKeys(attributes),
  }
}

/** The keys of the attributes, beside userName and externalId, by which clients look people up. */
function searchKeys(attributes: Attributes): string[] {
  const emails = (attributes['emails'] ?? []) as readonly Attributes[]
  const values = emails.flatMap(({ value }) => text(value) ?? [])
  const number = text(readPath(attributes, employeeNumberPath))
  const keys = values.map((value) => searchKey('emails', value))
  if (number !== undefined) keys.push(searchKey('employeeNumber', number))
  return [...new Set(keys)]
}

export function searchKey(attribute: 'emails' | 'employeeNumber', value: string): string {
  return `${attribute}:${fold(value)}`
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
