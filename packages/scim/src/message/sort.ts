import type { AttributePath } from '../path/attribute-path.ts'
import type { Attributes, Json } from '../resource.ts'
import { instantOf } from '../schema/date-time.ts'
import { named } from '../schema/definition.ts'
import type { AttributeDefinition } from '../schema/definition.ts'
import { locate } from '../schema/resource-type.ts'
import type { ResourceType } from '../schema/resource-type.ts'
import { raw, sql } from '../filter/sql.ts'
import type { Sql } from '../filter/sql.ts'
import type { Storage } from '../filter/sql-scope.ts'
import { compareCodePoints, fold } from '../text.ts'
import { isObject } from '../value.ts'

/** By what a list is sorted: always a simple attribute, such as `name.familyName` or `emails.value`. */
export type Sort = { readonly path: AttributePath; readonly descending: boolean }

/** The attribute that a sort path means, and the part of it that is compared; `undefined` when it cannot be sorted by. */
export type Sortable = {
  readonly urn?: string
  readonly attribute: AttributeDefinition
  readonly value: AttributeDefinition
}

/**
 * What can be sorted by: a known attribute that is ever shown. A complex one needs a sub-attribute; multi-valued ones
 * are compared by their `value`.
 */
export function sortable(type: ResourceType, path: AttributePath): Sortable | undefined {
  const located = locate(type, path)
  if (located.kind !== 'attribute') return undefined
  const { attribute, sub, urn } = located
  const isPlural = attribute.multiValued || named(attribute.subAttributes, '$ref') !== undefined
  const value =
    sub ?? (attribute.type !== 'complex' ? attribute : isPlural ? named(attribute.subAttributes, 'value') : undefined)
  if (value === undefined || attribute.returned === 'never' || value.returned === 'never') return undefined
  return { ...(urn === undefined ? {} : { urn }), attribute, value }
}

/**
 * Compares two resources in memory. Without a value an ascending list has them last, a descending one first; of a
 * multi-valued attribute the primary value counts, else the first. Equal ones keep their order.
 */
export function compareBy(
  { attribute, value, urn }: Sortable,
  descending: boolean,
): (one: Attributes, other: Attributes) => number {
  const keyOf = (resource: Attributes): string | number | undefined => {
    const holder = urn === undefined ? resource : resource[urn]
    const found = isObject(holder) ? holder[attribute.name] : undefined
    return prepared(value, partOf(chosen(found), attribute === value ? undefined : value.name))
  }
  const sign = descending ? -1 : 1
  return (one, other) => {
    const [a, b] = [keyOf(one), keyOf(other)]
    if (a === undefined || b === undefined) return sign * (Number(a === undefined) - Number(b === undefined))
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
    return sign * compareCodePoints(String(a), String(b))
  }
}

function chosen(found: Json | undefined): Json | undefined {
  if (!Array.isArray(found)) return found
  const elements = found as readonly Json[]
  return elements.find((element) => isObject(element) && element['primary'] === true) ?? elements[0]
}

function partOf(element: Json | undefined, name: string | undefined): Json | undefined {
  return name === undefined ? element : isObject(element) ? element[name] : undefined
}

function prepared(definition: AttributeDefinition, value: Json | undefined): string | number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  if (typeof value !== 'string') return undefined
  if (definition.type === 'dateTime') return instantOf(value)
  return definition.caseExact ? value : fold(value)
}

/**
 * The SQL expression that PostgreSQL sorts by, over the search document or a column, and its type. PostgreSQL's own
 * order of NULLs is SCIM's: last when ascending, first when descending.
 */
export function sortSql(
  { attribute, value, urn }: Sortable,
  storage: Storage,
): { readonly sql: Sql; readonly type: 'text' | 'jsonb' | 'timestamptz' } {
  const name = urn === undefined ? attribute.name : `${urn}:${attribute.name}`
  const place = storage.places[attribute === value ? name : `${name}.${value.name}`]
  if (place?.kind === 'column') return place.as === 'text' ? asText(place.sql) : { sql: place.sql, type: 'timestamptz' }
  const holder = urn === undefined ? storage.document : sql`${storage.document} -> ${quoted(urn)}`
  const found = sql`${holder} -> ${quoted(attribute.name)}`
  const one = attribute.multiValued
    ? sql`coalesce(jsonb_path_query_first(${found}, '$[*] ? (@.primary == true)'), ${found} -> 0)`
    : sql`(${found})`
  const key = attribute === value ? one : sql`(${one} -> ${quoted(value.name)})`
  return isText(value) ? asText(sql`(${key} #>> '{}')`) : { sql: key, type: 'jsonb' }
}

function asText(text: Sql): { readonly sql: Sql; readonly type: 'text' } {
  return { sql: sql`${text} collate "C"`, type: 'text' }
}

function isText({ type }: AttributeDefinition): boolean {
  return type === 'string' || type === 'reference' || type === 'binary'
}

function quoted(name: string): Sql {
  return raw(`'${name.replaceAll("'", "''")}'`)
}
