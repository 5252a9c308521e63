/** Requests as RFC 7644 says, with everything that the application offers. */
import { urns } from '@usher/scim'
import { operations } from '../operations.ts'
import type { Parameters, ScimDialect } from './dialect.ts'

const schemas: Readonly<Record<string, string>> = { User: urns.user, Group: urns.group }

export const rfc: ScimDialect = {
  encode: (parameters) => join(parameters, encodeURIComponent),
  create(type, attributes) {
    const extensions = Object.keys(attributes).filter((name) => name.startsWith('urn:'))
    return { body: { schemas: [schemas[type] ?? type, ...extensions], ...attributes } }
  },
  patches(patch, current) {
    const written = operations(patch, current)
    return written.length === 0 ? [] : [{ operations: written }]
  },
  members({ add, remove }) {
    const added = add.length === 0 ? [] : [{ op: 'add', path: 'members', value: add.map((value) => ({ value })) }]
    return [...added, ...remove.map((id) => ({ op: 'remove', path: `members[value eq ${JSON.stringify(id)}]` }))]
  },
  listsAttributes: true,
  discovers: true,
  matchesByListing: true,
  checksMembers: false,
  probes: false,
}

const order = ['attributes', 'excludedAttributes', 'filter', 'startIndex', 'count', 'cursor'] as const

/** Parameters in the order that Entra sends them, which is as good as any. */
export function join(parameters: Parameters, encode: (text: string) => string): string {
  return order
    .flatMap((name) => {
      const value = parameters[name]
      return value === undefined ? [] : [`${name}=${encode(String(value))}`]
    })
    .join('&')
}
