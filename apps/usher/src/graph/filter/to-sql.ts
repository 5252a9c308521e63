/** A `$filter` as SQL. What a client may filter by is a table of fields; anything else is refused by name. */
import { sql, type RawBuilder } from 'kysely'
import { GraphFault } from '../wire/fault.ts'
import type { CompareOp, Filter, Literal, Operand } from './syntax.ts'

export type FieldType = 'text' | 'guid' | 'boolean' | 'integer' | 'instant' | 'date'
/**
 * `sql`: the value; of a collection (`each`), a jsonb array. `exact`: letter case matters.
 * `each`: what is in the collection, either plain texts or objects with members.
 */
export type Field = {
  readonly sql: RawBuilder<unknown>
  readonly type: FieldType
  readonly exact?: boolean
  readonly each?: 'text' | Readonly<Record<string, FieldType>>
  /** Instead of the comparison with `eq` by the value: where an index wants it so. */
  readonly equals?: (value: Literal) => RawBuilder<boolean>
  /** Of a collection of texts: whether one of them is this one, where an index wants it so. */
  readonly has?: (value: string) => RawBuilder<boolean>
}
/** By path, as clients write it: `provisioningStatusInfo/status`. */
export type Fields = Readonly<Record<string, Field>>

/** `of`: the name of the resource in refusals: User, Group. */
export function filterSql(filter: Filter, fields: Fields, of: string): RawBuilder<boolean> {
  const found = new Map(Object.entries(fields).map(([name, field]) => [name.toLowerCase(), field]))
  const fieldAt = (path: readonly string[]): Field => {
    const name = path.join('/')
    const field = found.get(name.toLowerCase())
    if (field === undefined) throw unsupported(name, of)
    return field
  }
  const say = (one: Filter): RawBuilder<boolean> => {
    switch (one.kind) {
      case 'and':
        return sql<boolean>`(${sql.join(one.terms.map(say), sql` and `)})`
      case 'or':
        return sql<boolean>`(${sql.join(one.terms.map(say), sql` or `)})`
      case 'not':
        // What is not known is not so: `not` finds also those without a value.
        return sql<boolean>`not coalesce(${say(one.of)}, false)`
      case 'compare':
        return compare(one.op, scalar(fieldAt(one.left.path), one.left, of), one.value)
      case 'in': {
        const its = scalar(fieldAt(one.left.path), one.left, of)
        return sql<boolean>`(${sql.join(
          one.values.map((value) => compare('eq', its, value)),
          sql` or `,
        )})`
      }
      case 'text':
        return text(one.op, scalar(fieldAt(one.left.path), one.left, of), one.value)
      case 'any':
      case 'all':
        return lambda(one, fieldAt(one.path), of)
      case 'count': {
        const field = fieldAt(one.path)
        if (field.each === undefined) throw unsupported(`${one.path.join('/')}/$count`, of)
        return sql<boolean>`jsonb_array_length(coalesce(${field.sql}, '[]'::jsonb)) ${operators[one.op]} ${one.value}`
      }
    }
  }
  return say(filter)
}

type Scalar = Omit<Field, 'each' | 'has'> & { readonly name: string; readonly lower: boolean; readonly of: string }

function scalar({ each, has: _has, ...field }: Field, { path, lower }: Operand, of: string): Scalar {
  const name = path.join('/')
  if (each !== undefined) throw unsupported(name, of)
  return { ...field, name, lower, of }
}

const operators = {
  eq: sql`=`, ne: sql`<>`, gt: sql`>`, ge: sql`>=`, lt: sql`<`, le: sql`<=`,
} satisfies Record<CompareOp, RawBuilder<unknown>> // prettier-ignore

const casts = {
  text: sql`text`, guid: sql`text`, boolean: sql`boolean`, integer: sql`numeric`, instant: sql`timestamptz`, date: sql`date`,
} satisfies Record<FieldType, RawBuilder<unknown>> // prettier-ignore

function compare(op: CompareOp, field: Scalar, value: Literal): RawBuilder<boolean> {
  if (value === null) {
    if (op !== 'eq' && op !== 'ne') throw mismatch(field, value)
    return op === 'eq' ? sql<boolean>`${field.sql} is null` : sql<boolean>`${field.sql} is not null`
  }
  if (op === 'eq' && field.equals !== undefined) return field.equals(value)
  const [left, right] = sides(field, value)
  return op === 'ne' ? sql<boolean>`${left} is distinct from ${right}` : sql<boolean>`${left} ${operators[op]} ${right}`
}

function sides(field: Scalar, value: Literal): readonly [RawBuilder<unknown>, RawBuilder<unknown>] {
  const type = casts[field.type]
  if (!fits(field.type, value)) throw mismatch(field, value)
  if (field.type !== 'text' && field.type !== 'guid')
    return [sql`(${field.sql})::${type}`, sql`${String(value)}::text::${type}`]
  const folds = field.lower || field.exact !== true
  return folds
    ? [sql`lower((${field.sql})::text)`, sql`${field.lower ? String(value) : String(value).toLowerCase()}::text`]
    : [sql`(${field.sql})::text`, sql`${String(value)}::text`]
}

function fits(type: FieldType, value: Literal): boolean {
  switch (type) {
    case 'text':
    case 'guid':
      return typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean' || value === 'true' || value === 'false'
    case 'integer':
      return typeof value === 'number'
    case 'instant':
    case 'date':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value))
  }
}

function text(op: 'startswith' | 'endswith' | 'contains', field: Scalar, value: string): RawBuilder<boolean> {
  if (field.type !== 'text' && field.type !== 'guid') throw mismatch(field, value)
  const [left, right] = sides(field, value)
  switch (op) {
    case 'startswith':
      return sql<boolean>`starts_with(${left}, ${right})`
    case 'endswith':
      return sql<boolean>`right(${left}, length(${right})) = ${right}`
    case 'contains':
      return sql<boolean>`strpos(${left}, ${right}) > 0`
  }
}

function lambda(
  { kind, path, of: inner }: Extract<Filter, { kind: 'any' | 'all' }>,
  field: Field,
  of: string,
): RawBuilder<boolean> {
  const name = path.join('/')
  if (field.each === undefined) throw unsupported(name, of)
  if (kind === 'any' && field.has !== undefined && inner?.kind === 'compare') {
    const { op, left, value } = inner
    if (op === 'eq' && left.path.length === 0 && typeof value === 'string') return field.has(value)
  }
  const all = sql`jsonb_array_elements(coalesce(${field.sql}, '[]'::jsonb)) as element(value)`
  if (inner === null) return sql<boolean>`exists (select from ${all})`
  const members: Fields =
    field.each === 'text'
      ? { '': { sql: sql`element.value #>> '{}'`, type: 'text', exact: field.exact === true } }
      : Object.fromEntries(
          Object.entries(field.each).map(([member, type]) => [
            member,
            { sql: sql`element.value ->> ${sql.lit(member)}`, type },
          ]),
        )
  const holds = filterSql(inner, members, `${of}.${name}`)
  return kind === 'any'
    ? sql<boolean>`exists (select from ${all} where ${holds})`
    : sql<boolean>`not exists (select from ${all} where not coalesce(${holds}, false))`
}

function unsupported(name: string, of: string): GraphFault {
  return new GraphFault(
    'unsupportedQuery',
    `Unsupported or invalid query filter clause specified for property '${name}' of resource '${of}'.`,
  )
}

function mismatch({ name, type, of }: Scalar, value: Literal): GraphFault {
  return new GraphFault(
    'badRequest',
    `Invalid filter clause: property '${name}' of resource '${of}' is of type ${type} and cannot be compared so with ${JSON.stringify(value)}.`,
  )
}
