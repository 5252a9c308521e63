import type { Gives } from '../../api/ask.ts'

export type KnownPerson = Gives<'GET /usher/users/{who}'>

export function nameOf({ attributes, userPrincipalName }: KnownPerson): string {
  const name = attributes['displayName']
  return typeof name === 'string' && name !== '' ? name : userPrincipalName
}

/** What may answer otherwise when a person changed. */
export const ofPerson = [
  'GET /usher/users/{who}',
  'GET /usher/why',
  'GET /v1.0/users',
  'GET /v1.0/users/$count',
  'GET /v1.0/directory/deletedItems/microsoft.graph.user',
] as const

/** Attributes as rows of a table: those that everybody may have, in their order, and whatever else there is. */
export function rowsOf(person: KnownPerson, known: readonly string[]): readonly (readonly [string, string])[] {
  const { attributes, employeeId } = person
  const others = Object.keys(attributes)
    .filter((name) => !known.includes(name) && name !== 'accountEnabled')
    .toSorted()
  return [...known, ...others].map((name) => [name, textOf(name === 'employeeId' ? employeeId : attributes[name])])
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What of it was changed, as the service takes it: empty clears. */
export function changesOf(
  rows: readonly (readonly [string, string])[],
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string | null>> {
  const before = new Map(rows)
  return Object.fromEntries(
    Object.entries(given)
      .filter(([name, value]) => value !== (before.get(name) ?? ''))
      .map(([name, value]) => [name, value.trim() === '' ? null : value]),
  )
}
