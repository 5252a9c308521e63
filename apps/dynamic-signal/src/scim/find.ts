import { type Filter, compileFilter, locate, urns, userNameKey, userType } from '@usher/scim'
import { searchKey } from '../store/resource-text.ts'
import type { Condition, Users } from '../store/users.ts'
import type { User } from '../store/user.ts'
import type { Query } from './query.ts'
import { readUser } from './render.ts'

/** A page of what was found, and how many there are in all. */
export type Found = { readonly total: number; readonly users: readonly User[] }

const chunk = 1000

/**
 * Finds the users that satisfy a query, in the order of their creation.
 *
 * What an index can answer is asked of it (`eq` on id, userName, externalId, active, manager, e-mail address, employee
 * number, joined by `and`). The rest of the grammar is decided here, over what the index leaves, a thousand at a time.
 */
export async function find(users: Users, tenantId: string, query: Query, scimUrl: string): Promise<Found> {
  const { where, isAll } = query.filter === null ? { where: [], isAll: true } : indexed(query.filter)
  // Refuses what no attribute allows before anything is read.
  const matches = query.filter === null ? () => true : compileFilter(query.filter, userType)
  const offset = query.startIndex - 1
  if (isAll) return findPage(users, tenantId, where, { offset: Math.min(offset, 1e9), limit: query.count })
  return scan(users, tenantId, where, (user) => matches(readUser(user, scimUrl)), { offset, limit: query.count })
}

type Page = { readonly offset: number; readonly limit: number }

async function findPage(users: Users, tenantId: string, where: readonly Condition[], page: Page): Promise<Found> {
  const [key, ...others] = where
  const isKey = key !== undefined && others.length === 0 && 'equals' in key
  if (isKey && (key.column === 'id' || key.column === 'user_name_key')) {
    const user = await users.read(tenantId, { column: key.column, equals: key.equals })
    const isOnPage = page.offset === 0 && page.limit > 0
    return { total: user === undefined ? 0 : 1, users: user !== undefined && isOnPage ? [user] : [] }
  }
  const found = page.limit === 0 ? [] : await users.list(tenantId, where, page)
  // A page that is not full tells the total by itself.
  const isLast = found.length < page.limit && (found.length > 0 || page.offset === 0)
  const total = isLast ? page.offset + found.length : await users.count(tenantId, where)
  return { total, users: found }
}

async function scan(
  users: Users,
  tenantId: string,
  where: readonly Condition[],
  ...[matches, { offset, limit }]: [(user: User) => boolean, Page]
): Promise<Found> {
  const page: User[] = []
  let total = 0
  let after: readonly Condition[] = []
  for (;;) {
    const candidates = await users.list(tenantId, [...where, ...after], { offset: 0, limit: chunk })
    for (const user of candidates) {
      if (!matches(user)) continue
      if (total >= offset && page.length < limit) page.push(user)
      total++
    }
    const last = candidates.at(-1)
    if (last === undefined || candidates.length < chunk) return { total, users: page }
    after = [{ column: 'id', after: last.id }]
  }
}

/** What an index can say about a filter. `isAll`: the conditions say the same as the filter, not only part of it. */
type Indexed = { readonly where: readonly Condition[]; readonly isAll: boolean }

const nothing: Indexed = { where: [], isAll: false }

function indexed(filter: Filter): Indexed {
  switch (filter.kind) {
    case 'and': {
      const parts = filter.terms.map(indexed)
      return { where: parts.flatMap(({ where }) => where), isAll: parts.every(({ isAll }) => isAll) }
    }
    case 'compare':
      return filter.op === 'eq' ? indexedEq(filter) : nothing
    case 'element': {
      const located = locate(userType, filter.path)
      const isEmails = located.kind === 'attribute' && located.attribute.name === 'emails' && located.sub === undefined
      return isEmails ? { where: emailOf(filter.filter), isAll: false } : nothing
    }
    case 'or':
    case 'not':
    case 'present':
      return nothing
  }
}

function indexedEq({ path, value }: Filter & { kind: 'compare' }): Indexed {
  const located = locate(userType, path)
  if (located.kind !== 'attribute' || value === null) return nothing
  const { attribute, sub, urn } = located
  const text = String(value)
  const exactly = (condition: Condition): Indexed => ({ where: [condition], isAll: true })
  if (urn === urns.enterpriseUser) {
    if (attribute.name === 'employeeNumber')
      return exactly({ column: 'search_keys', contains: searchKey('employeeNumber', text) })
    const isManager = attribute.name === 'manager' && (sub === undefined || sub.name === 'value')
    return isManager ? exactly({ column: 'manager_id', equals: text }) : nothing
  }
  switch (attribute.name) {
    case 'id':
      return exactly({ column: 'id', equals: text })
    case 'userName':
      return exactly({ column: 'user_name_key', equals: userNameKey(text) })
    case 'externalId':
      return exactly({ column: 'external_id', equals: text })
    case 'active':
      return /^(true|false)$/i.test(text)
        ? exactly({ column: 'active', equals: text.toLowerCase() === 'true' })
        : nothing
    case 'emails':
      return sub === undefined || sub.name === 'value'
        ? exactly({ column: 'search_keys', contains: searchKey('emails', text) })
        : nothing
  }
  return nothing
}

/** The address that an element must have, from `value eq "x"` among the terms of a plain `and`. */
function emailOf(filter: Filter): readonly Condition[] {
  if (filter.kind === 'and') return filter.terms.flatMap(emailOf)
  const isValue = filter.kind === 'compare' && filter.op === 'eq' && filter.path.attribute.toLowerCase() === 'value'
  return isValue && typeof filter.value === 'string'
    ? [{ column: 'search_keys', contains: searchKey('emails', filter.value) }]
    : []
}
