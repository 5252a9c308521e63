import { instantOf } from '../schema/date-time.ts'
import { isResourceReference } from '../schema/definition.ts'
import type { AttributeDefinition } from '../schema/definition.ts'
import { preparation } from './compare.ts'
import type { CompareOp, Literal } from './filter.ts'
import { join, raw, sql } from './sql.ts'
import type { Sql } from './sql.ts'

/**
 * A value in SQL, and how it is compared: a jsonb value, a text, a timestamptz. An instant that is a text has the form
 * `2026-11-25T08:30:00.000Z`.
 */
export type Operand = {
  readonly as: 'json' | 'text' | 'instant'
  readonly sql: Sql
  readonly definition: AttributeDefinition
  /** How a text literal is prepared for the comparison. Default: folded, unless the attribute is caseExact. */
  readonly prepare?: (text: string) => string
  /** Absent counts as false. */
  readonly isMark?: boolean
}

type Literals = Exclude<Literal, null>

/** The comparison of an operand with a literal; NULL or false when the operand has no value. */
export function compareSql(operand: Operand, op: CompareOp, literal: Literals): Sql {
  switch (operand.definition.type) {
    case 'string':
    case 'reference':
    case 'binary':
      return compareText(textOf(operand), op, prepared(operand, literal))
    case 'boolean':
      return compareScalar(operand, op, String(literal).toLowerCase() === 'true')
    case 'integer':
    case 'decimal':
      return compareScalar(operand, op, Number(literal))
    case 'dateTime':
      return compareInstant(operand, op, instantOf(String(literal)) ?? 0)
    case 'complex':
      return raw('false')
  }
}

/** Whether an operand has content: neither NULL nor an empty text (RFC 7643 §2.5). */
export function presentSql(operand: Operand): Sql {
  const isText = operand.definition.type === 'string' || operand.definition.type === 'reference'
  return isText || operand.definition.type === 'binary'
    ? sql`${textOf(operand)} <> ''`
    : sql`${operand.sql} is not null`
}

/** Joins conditions; nothing joined by `or` is false, by `and` true. */
export function joined(conditions: readonly Sql[], word: 'and' | 'or'): Sql {
  if (conditions.length === 0) return raw(word === 'or' ? 'false' : 'true')
  return conditions.length === 1 ? (conditions[0] as Sql) : sql`(${join(conditions, ` ${word} `)})`
}

function textOf(operand: Operand): Sql {
  const text = operand.as === 'json' ? sql`(${operand.sql} #>> '{}')` : operand.sql
  // What `withoutVersion` does; the rest of the preparation is in what is stored.
  return isResourceReference(operand.definition) ? sql`replace(${text}, '/v2/', '/')` : text
}

/** The literal as the text it is compared as: folded, unless the attribute is caseExact. */
export function prepared({ definition, prepare = preparation(definition) }: Operand, literal: Literals): string {
  return prepare(String(literal))
}

/** Texts are ordered by code point, which is the order of their bytes in UTF-8. */
function compareText(text: Sql, op: CompareOp, wanted: string): Sql {
  switch (op) {
    case 'co':
      return sql`strpos(${text}, ${wanted}) > 0`
    case 'sw':
      return sql`starts_with(${text}, ${wanted})`
    case 'ew':
      return sql`right(${text}, length(${wanted}::text)) = ${wanted}`
    case 'eq':
    case 'ne':
      return sql`${text} ${raw(signs[op])} ${wanted}`
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      return sql`${text} collate "C" ${raw(signs[op])} ${wanted}`
  }
}

const signs = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' } as const

/** Numbers and booleans are compared as JSON values, which compares numbers by their size. */
function compareScalar(operand: Operand, op: CompareOp, wanted: number | boolean): Sql {
  if (op === 'co' || op === 'sw' || op === 'ew') return raw('false')
  const value = operand.isMark === true ? sql`coalesce(${operand.sql}, 'false'::jsonb)` : operand.sql
  if (operand.as === 'json') return sql`${value} ${raw(signs[op])} ${JSON.stringify(wanted)}::jsonb`
  return sql`${operand.sql} ${raw(signs[op])} ${wanted}`
}

/** In the search document an instant is its number of milliseconds. */
function compareInstant(operand: Operand, op: CompareOp, wanted: number): Sql {
  if (op === 'co' || op === 'sw' || op === 'ew') return raw('false')
  switch (operand.as) {
    case 'instant':
      return sql`${operand.sql} ${raw(signs[op])} ${new Date(wanted).toISOString()}::timestamptz`
    case 'text':
      return sql`${operand.sql} collate "C" ${raw(signs[op])} ${new Date(wanted).toISOString()}`
    case 'json':
      return sql`${operand.sql} ${raw(signs[op])} ${String(wanted)}::jsonb`
  }
}
