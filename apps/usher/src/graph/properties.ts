/** Properties that are stored as they come and given back, as a table: of it are made the body's shape, the answer and the filters. */
import type { Attributes, Json } from '@usher/scim'
import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Fields, FieldType } from './filter/to-sql.ts'

/** `usual`: what is answered where nothing is stored. `filter`: as what clients may filter by it; a text list is `texts`. */
export type Property = {
  readonly takes: z.ZodType<Json>
  readonly usual: Json
  readonly filter?: FieldType | 'texts'
  readonly readOnly?: true
}
export type Properties = Readonly<Record<string, Property>>

const anything = z.json() as unknown as z.ZodType<Json>
const longest = 4096

export const words = (usual: string | null = null): Property => ({
  takes: z.string().max(longest),
  usual,
  filter: 'text',
})
export const oneOf = (first: string, ...others: readonly string[]): Property => ({
  takes: z.enum([first, ...others]),
  usual: first,
  filter: 'text',
})
export const flag = (usual: boolean | null = null): Property => ({ takes: z.boolean(), usual, filter: 'boolean' })
export const wordList: Property = { takes: z.array(z.string().max(longest)).max(1000), usual: [], filter: 'texts' }
export const list: Property = { takes: z.array(anything).max(1000), usual: [] }
export const complex = (usual: Json = null): Property => ({ takes: z.record(z.string(), anything), usual })
export const readOnly = (usual: Json = null): Property => ({ takes: anything, usual, readOnly: true })

/** Each may be left out, or be null, which clears it. */
export function shapeOf(properties: Properties): Readonly<Record<string, z.ZodType<Json | undefined>>> {
  return Object.fromEntries(Object.entries(properties).map(([name, { takes }]) => [name, takes.nullish()]))
}

/** Every property: what is stored, else the usual. */
export function shown(properties: Properties, stored: Attributes): Attributes {
  return Object.fromEntries(Object.entries(properties).map(([name, { usual }]) => [name, stored[name] ?? usual]))
}

/** What is stored after a change: null clears, absent stays. */
export function merged(before: Attributes, change: Readonly<Record<string, Json | undefined>>): Attributes {
  const after = new Map(Object.entries(before))
  for (const [name, value] of Object.entries(change)) {
    if (value === null) after.delete(name)
    else if (value !== undefined) after.set(name, value)
  }
  return Object.fromEntries(after)
}

/** What clients may filter by. `column`: the jsonb that they lie in. */
export function fieldsOf(properties: Properties, column: RawBuilder<unknown>): Fields {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, { filter, usual }]) => {
      if (filter === undefined) return []
      if (filter === 'texts')
        return [[name, { sql: sql`${column} -> ${sql.lit(name)}`, type: 'text', each: 'text' } as const]]
      const stored = sql`${column} ->> ${sql.lit(name)}`
      const value =
        usual === null
          ? stored
          : sql`coalesce(${stored}, ${sql.lit(typeof usual === 'string' ? usual : JSON.stringify(usual))})`
      return [[name, { sql: value, type: filter } as const]]
    }),
  )
}
