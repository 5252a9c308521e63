/** What can be set of a person. */
import type { Json } from '@usher/scim'
import { instantOf } from '@usher/engine'
import { userAttributes } from '../gallery/directory-attributes.ts'
import { storable } from './bulk.ts'
import { Wrong } from './directory.ts'

const dateTimes = new Set(userAttributes.filter(({ type }) => type === 'DateTime').map(({ name }) => name))
const readOnly = new Set([
  'objectId', 'id', 'IsSoftDeleted', 'deletedDateTime', 'appRoleAssignments', 'originalUserPrincipalName',
]) // prettier-ignore
const userTypes = ['Member', 'Guest']

/** Throws `Wrong` with a sentence about the first name or value that is none. */
export function refuseValues(values: Readonly<Record<string, Json>>): void {
  for (const [name, value] of Object.entries(values)) {
    const problem = problemOf(name, value)
    if (problem !== null) throw new Wrong('invalid', problem)
  }
}

function problemOf(name: string, value: Json): string | null {
  const isEmpty = value === null || value === ''
  if (readOnly.has(name)) return `${name} cannot be set: it is given by the directory.`
  if (!/^[A-Za-z][\w.]{0,127}$/.test(name))
    return `"${name}" is not an attribute name: a letter first, then letters of A to Z, digits, _ and dots.`
  if (dateTimes.has(name) && typeof value === 'string' && !isEmpty && instantOf(value) === null)
    return `${name} takes a date like 2026-03-01 or 2026-03-01T09:00:00Z, not "${value.slice(0, 100)}".`
  if (name === 'userPrincipalName' && isEmpty) return 'userPrincipalName cannot be cleared: everybody has one.'
  if (name === 'userType' && !isEmpty && !userTypes.some((type) => type === value))
    return `userType is Member or Guest, not ${JSON.stringify(value).slice(0, 100)}.`
  if (storable(value) !== JSON.stringify(value))
    return `${name} has a NUL or half of a surrogate pair in it, which cannot be stored.`
  return null
}
