import { sql, type RawBuilder } from 'kysely'

/**
 * Rows as one parameter: `from ${rows('id uuid, value text', list)} as r` in a statement on either store.
 *
 * One statement and one parameter whatever the number of rows, so that it is parsed once and has no parameter limit.
 */
export function rows(columns: string, list: readonly Readonly<Record<string, unknown>>[]): RawBuilder<unknown> {
  return sql`jsonb_to_recordset(${storable(list)}::text::jsonb) as r(${sql.raw(columns)})`
}

/** A list of texts as one parameter: `where id in ${texts(ids)}`. */
export function texts(list: readonly string[]): RawBuilder<unknown> {
  return sql`(select jsonb_array_elements_text(${storable(list)}::text::jsonb))`
}

/** As `texts`, for uuid columns. */
export function uuids(list: readonly string[]): RawBuilder<unknown> {
  return sql`(select jsonb_array_elements_text(${storable(list)}::text::jsonb)::uuid)`
}

/** The id in a text column as a uuid, so that what it names is found by index; null when it is none. */
export function uuidIn(column: 'l.object_id' | 'l.group_id'): RawBuilder<unknown> {
  return sql`case when ${sql.ref(column)} ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then ${sql.ref(column)}::uuid end`
}

/**
 * JSON that PostgreSQL takes. It knows neither NUL nor half of a surrogate pair, which an expression can cut out of a text
 * and an application can answer with; U+FFFD stands for them, so that one person's value cannot end a cycle.
 */
export function storable(value: unknown): string {
  const json = JSON.stringify(value)
  return /\\u(?:0000|d[89a-f])/i.test(json) ? JSON.stringify(value, (_name, one: unknown) => sound(one)) : json
}

function sound(one: unknown): unknown {
  return typeof one === 'string' ? one.toWellFormed().replaceAll('\0', '\uFFFD') : one
}
