import type { AttributePath } from '../path/attribute-path.ts'
import { attribute, isPrimaryMark, named } from '../schema/definition.ts'
import type { AttributeDefinition } from '../schema/definition.ts'
import { locate } from '../schema/resource-type.ts'
import type { ResourceType } from '../schema/resource-type.ts'
import type { Operand } from './sql-compare.ts'
import { raw, sql } from './sql.ts'
import type { Sql } from './sql.ts'

/**
 * Where an attribute is kept when it is not (only) in the search document.
 *
 * `column`: the value is an SQL expression. `keys`: beside the document there is an indexed column of type `text[]` with
 * a key for each value, which answers `eq`. `rows`: the elements are rows of a table, such as the members of a group;
 * `from` is all that follows FROM and WHERE up to the condition on the element, `columns` its sub-attributes, and `finds` a
 * faster condition for `value eq`.
 */
export type Place =
  | {
      readonly kind: 'column'
      readonly as: 'text' | 'instant'
      readonly sql: Sql
      readonly prepare?: (text: string) => string
    }
  | { readonly kind: 'keys'; readonly sql: Sql; readonly key: (folded: string) => string }
  | {
      readonly kind: 'rows'
      readonly from: Sql
      readonly columns: { readonly [sub: string]: Sql }
      readonly finds?: (value: string) => Sql
    }

/**
 * How resources are stored. `document`: a jsonb expression with what `searchDocument` made. `places`: by canonical path,
 * such as `userName`, `emails.value`, `meta.created`, `urn:…:User:manager.value`, `members`.
 */
export type Storage = { readonly document: Sql; readonly places: { readonly [path: string]: Place } }

/** What a name means where it stands. `many`: a set of elements, each seen by the name `e`. */
export type Found =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly operand: Operand; readonly inner: Scope; readonly object?: Sql }
  | {
      readonly kind: 'many'
      /** What follows FROM, up to and including WHERE. */
      readonly from: Sql
      readonly operand: Operand
      readonly inner: Scope
      /** The whole element, when it is an object. */
      readonly object?: Sql
      readonly keys?: Place & { kind: 'keys' }
      readonly finds?: (value: string) => Sql
    }
export type Scope = (path: AttributePath) => Found

/** The names of a resource, as it is stored. */
export function resourceScope(type: ResourceType, storage: Storage): Scope {
  return (path) => {
    const located = locate(type, path)
    switch (located.kind) {
      case 'unknown':
        return { kind: 'none' }
      case 'container': {
        const object = sql`${storage.document} -> ${raw(quoted(located.schema.id))}`
        const definition = attribute(located.schema.id, '', {
          type: 'complex',
          subAttributes: located.schema.attributes,
        })
        return {
          kind: 'one',
          operand: { as: 'json', sql: object, definition },
          object,
          inner: within(definition, object),
        }
      }
      case 'attribute': {
        const { urn, attribute: found, sub } = located
        const holder = urn === undefined ? storage.document : sql`${storage.document} -> ${raw(quoted(urn))}`
        const name = urn === undefined ? found.name : `${urn}:${found.name}`
        return (
          inPlace({ name, holder }, found, sub, storage) ??
          inDocument(holder, found, sub, keysOf(name, found, sub, storage))
        )
      }
    }
  }
}

function inPlace(
  { name, holder }: { readonly name: string; readonly holder: Sql },
  found: AttributeDefinition,
  sub: AttributeDefinition | undefined,
  { places }: Storage,
): Found | undefined {
  const rows = places[name]
  if (rows?.kind === 'rows') return inRows(found, sub, rows)
  const value = sub ?? (found.type === 'complex' ? named(found.subAttributes, 'value') : found)
  const place =
    places[sub === undefined && value !== found ? `${name}.value` : sub === undefined ? name : `${name}.${sub.name}`]
  if (place?.kind !== 'column' || value === undefined) return undefined
  const prepare = place.prepare === undefined ? {} : { prepare: place.prepare }
  const operand: Operand = { as: place.as, sql: place.sql, definition: value, ...prepare }
  return { kind: 'one', operand, inner: within(found, sql`${holder} -> ${raw(quoted(found.name))}`) }
}

function inRows(
  found: AttributeDefinition,
  sub: AttributeDefinition | undefined,
  rows: Place & { kind: 'rows' },
): Found {
  const column = (definition: AttributeDefinition): Found => {
    const place = rows.columns[definition.name]
    if (place === undefined) return { kind: 'none' }
    return { kind: 'one', operand: { as: 'text', sql: place, definition }, inner: () => ({ kind: 'none' }) }
  }
  const inner: Scope = (path) => {
    const definition = named(found.subAttributes, path.attribute)
    return definition === undefined || path.sub !== undefined ? { kind: 'none' } : column(definition)
  }
  const asked = sub ?? named(found.subAttributes, 'value')
  const one = asked === undefined ? undefined : column(asked)
  if (one?.kind !== 'one') return { kind: 'none' }
  const finds = asked?.name === 'value' && rows.finds !== undefined ? { finds: rows.finds } : {}
  return { kind: 'many', from: rows.from, operand: one.operand, inner, ...finds }
}

function keysOf(
  name: string,
  found: AttributeDefinition,
  sub: AttributeDefinition | undefined,
  { places }: Storage,
): (Place & { kind: 'keys' }) | undefined {
  const of = found.type === 'complex' ? `${name}.${sub?.name ?? 'value'}` : name
  const place = places[of]
  return place?.kind === 'keys' ? place : undefined
}

function inDocument(
  holder: Sql,
  found: AttributeDefinition,
  sub: AttributeDefinition | undefined,
  keys: (Place & { kind: 'keys' }) | undefined,
): Found {
  const value = sql`${holder} -> ${raw(quoted(found.name))}`
  const withKeys = keys === undefined ? {} : { keys }
  if (!found.multiValued) {
    const one = inObject(value, found, sub)
    // A single value with a key is compared as a set of one.
    if (keys === undefined || one.kind !== 'one') return one
    return { ...one, kind: 'many', from: sql`(values (1)) one(x) where`, keys }
  }
  const elements = sql`jsonb_array_elements(${value}) e(v) where`
  const one = inObject(raw('e.v'), { ...found, multiValued: false }, sub)
  if (one.kind !== 'one') return one
  return { ...one, kind: 'many', from: elements, ...withKeys }
}

/** A single value: the attribute itself, a part of it, or the part "value" that stands for it. */
function inObject(value: Sql, found: AttributeDefinition, sub: AttributeDefinition | undefined): Found {
  const inner = within(found, value)
  if (found.type !== 'complex') return { kind: 'one', operand: { as: 'json', sql: value, definition: found }, inner }
  const asked = sub ?? named(found.subAttributes, 'value')
  const operand: Operand =
    asked === undefined
      ? { as: 'json', sql: value, definition: found }
      : {
          as: 'json',
          sql: sql`${value} -> ${raw(quoted(asked.name))}`,
          definition: asked,
          isMark: isPrimaryMark(asked),
        }
  return sub === undefined ? { kind: 'one', operand, inner, object: value } : { kind: 'one', operand, inner }
}

/** The names between the brackets of `emails[…]`, about the element `value`. */
function within(parent: AttributeDefinition, value: Sql): Scope {
  return (path) => {
    if (path.urn !== undefined) return { kind: 'none' }
    if (parent.type !== 'complex') {
      if (path.attribute.toLowerCase() !== 'value') return { kind: 'none' }
      return { kind: 'one', operand: { as: 'json', sql: value, definition: parent }, inner: () => ({ kind: 'none' }) }
    }
    const found = named(parent.subAttributes, path.attribute)
    if (found === undefined) return { kind: 'none' }
    const sub = path.sub === undefined ? undefined : named(found.subAttributes, path.sub)
    if (path.sub !== undefined && sub === undefined) return { kind: 'none' }
    const one = inDocument(value, found, sub, undefined)
    if (one.kind !== 'one' || sub !== undefined || !isPrimaryMark(found)) return one
    return { ...one, operand: { ...one.operand, isMark: true } }
  }
}

/** A name from a schema as a text of SQL. */
function quoted(name: string): string {
  return `'${name.replaceAll("'", "''")}'`
}
