import type { ResourceType } from '../schema/resource-type.ts'
import type { CompareOp, Filter, Literal } from './filter.ts'
import { compareSql, joined, prepared, presentSql } from './sql-compare.ts'
import type { Operand } from './sql-compare.ts'
import { resourceScope } from './sql-scope.ts'
import type { Found, Place, Scope, Storage } from './sql-scope.ts'
import { raw, sql } from './sql.ts'
import type { Sql } from './sql.ts'

/**
 * Prints a filter as a condition of a PostgreSQL statement, with the meaning that `compileFilter` gives it.
 *
 * Checks nothing: call `compileFilter` before, which refuses what an attribute does not allow. Attributes that are not
 * known have no value. The condition may be NULL where it is not true.
 *
 * @example
 * filterToSql(parseFilter('userName eq "ana"'), userType, { document: raw('r.search'), places: {} })
 * // r.search -> 'userName' #>> '{}' = $1
 */
export function filterToSql(filter: Filter, type: ResourceType, storage: Storage): Sql {
  return print(filter, resourceScope(type, storage))
}

function print(filter: Filter, scope: Scope): Sql {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return joined(
        filter.terms.map((term) => print(term, scope)),
        filter.kind,
      )
    // A condition that is NULL is not true, so its negation is.
    case 'not':
      return sql`not coalesce(${print(filter.term, scope)}, false)`
    case 'present':
      return present(scope(filter.path))
    case 'compare':
      return compare(scope(filter.path), filter.op, filter.value)
    case 'element':
      return element(scope(filter.path), filter.filter)
  }
}

function present(found: Found): Sql {
  switch (found.kind) {
    case 'none':
      return raw('false')
    case 'one':
      return found.object === undefined ? presentSql(found.operand) : hasContent(found.object)
    case 'many': {
      const one = found.object === undefined ? presentSql(found.operand) : hasContent(found.object)
      return sql`exists (select 1 from ${found.from} ${one})`
    }
  }
}

/** Whether any member of an object has content. Unassigned members are not stored. */
function hasContent(object: Sql): Sql {
  return sql`exists (select 1 from jsonb_each(${object}) m where m.value not in ('""'::jsonb, '[]'::jsonb))`
}

function compare(found: Found, op: CompareOp, value: Literal): Sql {
  if (value === null && op === 'eq') return sql`not coalesce(${present(found)}, false)`
  if (value === null) return present(found)
  switch (found.kind) {
    case 'none':
      return raw(op === 'ne' ? 'true' : 'false')
    case 'one': {
      const holds = compareSql(found.operand, op, value)
      return op === 'ne' ? sql`coalesce(${holds}, true)` : holds
    }
    case 'many':
      return compareMany(found, op, value)
  }
}

function compareMany(found: Found & { kind: 'many' }, op: CompareOp, value: Exclude<Literal, null>): Sql {
  const { from, operand, keys, object } = found
  if (op === 'eq' && keys !== undefined) return sql`${keys.sql} @> array[${keyOf(operand, keys, value)}]::text[]`
  if (op === 'eq' && found.finds !== undefined) return found.finds(prepared(operand, value))
  const holds = compareSql(operand, op, value)
  if (op !== 'ne') return sql`exists (select 1 from ${from} ${holds})`
  // Nobody there is also "not equal", and so is an object that has no value.
  const something = object === undefined && operand.isMark !== true ? sql`${operand.sql} is not null` : raw('true')
  const differs = object === undefined ? holds : sql`coalesce(${holds}, true)`
  return sql`(not exists (select 1 from ${from} ${something}) or exists (select 1 from ${from} ${differs}))`
}

function keyOf(operand: Operand, keys: Place & { kind: 'keys' }, value: Exclude<Literal, null>): string {
  return keys.key(prepared(operand, value))
}

function element(found: Found, filter: Filter): Sql {
  switch (found.kind) {
    case 'none':
      return raw('false')
    case 'one':
      return sql`(${found.operand.sql} is not null and ${print(filter, found.inner)})`
    case 'many': {
      const holds = sql`exists (select 1 from ${found.from} ${print(filter, found.inner)})`
      const key = found.inner({ attribute: 'value' })
      const wanted = found.keys === undefined || key.kind !== 'one' ? undefined : valueWanted(filter)
      if (wanted === undefined || found.keys === undefined || key.kind !== 'one') return holds
      // The index finds the few that have the value at all; the element itself must satisfy the rest.
      return sql`(${found.keys.sql} @> array[${keyOf(key.operand, found.keys, wanted)}]::text[] and ${holds})`
    }
  }
}

/** The literal of `value eq …` among the terms of a plain `and`. */
function valueWanted(filter: Filter): Exclude<Literal, null> | undefined {
  if (filter.kind === 'and') {
    for (const term of filter.terms) {
      const wanted = valueWanted(term)
      if (wanted !== undefined) return wanted
    }
    return undefined
  }
  const isValue = filter.kind === 'compare' && filter.op === 'eq' && filter.path.attribute.toLowerCase() === 'value'
  return isValue && filter.value !== null ? filter.value : undefined
}
