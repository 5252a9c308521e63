/** What filters find, as rows: the same on every consumer of a parsed filter, in memory and in a database. */
import rows from '../packages/scim/src/filter/filter.cases.json' with { type: 'json' }
import world from '../packages/scim/src/filter/resources.cases.json' with { type: 'json' }

type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }
type Found = { readonly id: string; readonly meta: { readonly [name: string]: Value }; readonly [name: string]: Value }

/** One row: a filter, and the identifiers of what it finds. Without `mode` it holds in strict and in lenient. */
export type FilterCase = { readonly rule: string; readonly mode?: 'lenient' | 'strict'; readonly filter: string } & (
  | { readonly finds: readonly string[] }
  | { readonly error: string }
)

export const filterCases = rows as unknown as readonly FilterCase[]
export const resources = world.resources as unknown as readonly Found[]
/** An extension of User with what the standard schemas lack. */
export const schema = world.schema as unknown as Value
