import { type RawBuilder, sql } from 'kysely'
import type { ResourceType } from '@usher/scim'

/** A row as it is answered, in the pieces that are joined: the resource, and what goes into it. */
export type Pieces = { readonly resource: string; readonly meta: string; readonly manager: string | null }

/**
 * The columns of `Pieces`, of the row `r` with its manager `m`: the same text that `printResource` of the SCIM room makes
 * of a row, but for whole pages, since few texts are read much faster than many columns.
 */
export function pieces(type: ResourceType, base: string): RawBuilder<Pieces> {
  const location = `${base}${type.endpoint}/`
  return sql<Pieces>`r.resource,
    concat('"meta":{"resourceType":"', r.type, '","created":"', r.created, '","lastModified":"', r.last_modified,
      '","location":', ${opened(location)}, r.id, '","version":"W/\\"', r.version, '\\""}}') as meta,
    case when m.display_name is not null then concat('"$ref":', ${opened(location)}, r.manager_id, '","displayName":',
      to_json(m.display_name)) end as manager`
}

/** A row as it is answered. `manager`, when there is one, closes the resource: see `columns.ts`. */
export function joined({ resource, meta, manager }: Pieces): string {
  return manager === null ? `${resource.slice(0, -1)},${meta}` : `${resource.slice(0, -3)},${manager}}},${meta}`
}

/** The beginning of a JSON text, which is closed by what follows it. */
function opened(text: string): RawBuilder<string> {
  return sql<string>`cast(${JSON.stringify(text).slice(0, -1)} as text)`
}
