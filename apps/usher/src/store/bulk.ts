import { sql, type RawBuilder } from 'kysely'

/**
 * Rows as one parameter: `from ${rows('id uuid, value text', list)} as r` in a statement on either store.
 *
 * One statement and one parameter whatever the number of rows, so that it is parsed once and has no parameter limit.
 */
export function rows(columns: string, list: readonly Readonly<Record<string, unknown>>[]): RawBuilder<unknown> {
  return sql`jsonb_to_recordset(${JSON.stringify(list)}::text::jsonb) as r(${sql.raw(columns)})`
}

/** A list of texts as one parameter: `where id in ${texts(ids)}`. */
export function texts(list: readonly string[]): RawBuilder<unknown> {
  return sql`(select jsonb_array_elements_text(${JSON.stringify(list)}::text::jsonb))`
}

/** As `texts`, for uuid columns. */
export function uuids(list: readonly string[]): RawBuilder<unknown> {
  return sql`(select jsonb_array_elements_text(${JSON.stringify(list)}::text::jsonb)::uuid)`
}
