import { type RawBuilder, sql } from 'kysely'
import type { ResourceType } from '@usher/scim'

/**
 * The SQL expression that prints the row `r` as it is answered: the same text that `printResource` of the SCIM room
 * makes, but where the rows are, so that a whole page is one text.
 */
export function printedRow(type: ResourceType, base: string): RawBuilder<string> {
  const meta = opened(`,"meta":{"resourceType":"${type.name}","location":"${base}${type.endpoint}/`)
  const manager = sql`(select concat(${opened(`,"$ref":"${base}${type.endpoint}/`)}, m.id, '","displayName":',
      to_json(m.display_name), '}}') from resource m
    where m.tenant_id = r.tenant_id and m.id = r.manager_id and m.archived is null)`
  return sql<string>`(case when r.manager_id is null then r.resource
      else coalesce(left(r.resource, -2) || ${manager}, r.resource) end)
    || concat(${meta}, r.id, '","created":"', r.created, '","lastModified":"', r.last_modified, '","version":"W/\\"',
      r.version, '\\""}}')`
}

/** The beginning of a JSON text. The address is ours, and has nothing in it that JSON would escape. */
function opened(text: string): RawBuilder<string> {
  return sql<string>`cast(${text} as text)`
}
