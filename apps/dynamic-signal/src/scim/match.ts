import { type Filter, type ResourceType, fold, locate, userNameKey } from '@usher/scim'
import { searchKey } from '../store/columns.ts'
import type { Key } from '../store/resource.ts'

/**
 * What an index answers of a filter that identity providers match by: `userName eq "x"`, `externalId eq "x"`,
 * `id eq "x"`, `emails[type eq "work"].value eq "x"`. `undefined` for any other filter.
 *
 * `isAll`: the key says the same as the filter; else what it finds must still satisfy the filter.
 */
export function matchKey(filter: Filter | null, type: ResourceType): { key: Key; isAll: boolean } | undefined {
  if (type.name !== 'User') return undefined
  if (filter?.kind === 'element') return emailKey(filter, type)
  if (filter?.kind !== 'compare' || filter.op !== 'eq' || filter.value === null) return undefined
  const located = locate(type, filter.path)
  if (located.kind !== 'attribute' || located.urn !== undefined) return undefined
  const text = String(filter.value)
  switch (located.attribute.name) {
    case 'id':
      return { key: { column: 'id', equals: text }, isAll: true }
    case 'userName':
      return { key: { column: 'name_key', equals: userNameKey(text) }, isAll: true }
    case 'externalId':
      return { key: { column: 'external_id', equals: text }, isAll: true }
    case 'emails': {
      const isValue = located.sub === undefined || located.sub.name === 'value'
      return isValue ? { key: byEmail(text), isAll: true } : undefined
    }
  }
  return undefined
}

function emailKey(filter: Filter & { kind: 'element' }, type: ResourceType): { key: Key; isAll: boolean } | undefined {
  const located = locate(type, filter.path)
  if (located.kind !== 'attribute' || located.attribute.name !== 'emails') return undefined
  const value = valueOf(filter.filter)
  return value === undefined ? undefined : { key: byEmail(value), isAll: false }
}

function byEmail(value: string): Key {
  return { column: 'search_keys', equals: searchKey('emails', fold(value)) }
}

/** The address of `value eq "x"` among the terms of a plain `and`. */
function valueOf(filter: Filter): string | undefined {
  if (filter.kind === 'and') return filter.terms.map(valueOf).find((value) => value !== undefined)
  const isValue = filter.kind === 'compare' && filter.op === 'eq' && filter.path.attribute.toLowerCase() === 'value'
  return isValue && typeof filter.value === 'string' ? filter.value : undefined
}
