/**
 * Which lines of the provisioning log a question finds, among ten million.
 *
 * What many lines have is found among the newest by reading them; what few have, by the index of words. A planner that
 * takes one for the other reads everything, so the way is chosen here: first the newest lines, then the index, in spans
 * of days that grow.
 */
import { addDays, type Instant } from '@usher/engine'
import { sql, type RawBuilder } from 'kysely'
import { daysOf } from './days.ts'
import type { Db, Store } from './directory.ts'
import { termsAsked, type LogQuestion, type Place, type Terms } from './log-question.ts'

/** Lines that are read before the index is asked. */
const mostRead = 4000
/** Days that are looked through at first, and by how much more with each step. */
const firstSpan = 1
const growth = 4
/** A word is frequent when more than this share of so many lines has it. */
const often = 0.2
const mostSampled = 1000
/** Counts are exact up to here. */
export const mostCounted = 10_000

/** Newest first. `most`: lines that are read before the index is asked. */
export async function findPlaces(
  store: Store,
  question: LogQuestion,
  limit: number,
  most = mostRead,
): Promise<readonly Place[]> {
  if (question.line !== undefined) return placeOfLine(store, question)
  const terms = termsAsked(question)
  if (terms === null) return newest(store, question, limit)
  const read = await among(store, { question, terms, count: Math.max(most, limit) })
  const found = read.places.slice(0, limit)
  if (found.length === limit || read.end === null) return found
  return [
    ...found,
    ...(await byIndex(store, { question: { ...question, after: read.end }, terms }, limit - found.length)),
  ]
}

/** At most `mostCounted` + 1, which means more. */
export async function countLog(store: Store, question: LogQuestion): Promise<number> {
  const { after: _, ...whole } = question
  const terms = termsAsked(whole)
  const condition = terms === null ? sql`true` : forIndex(terms, await frequent(store, whole, terms))
  const asked = sql<{ count: number }>`
    select count(*)::int as count from (select from provisioning_log where ${within(store, whole)}
      and ${condition} limit ${mostCounted + 1}) found`
  const { rows } = terms === null ? await asked.execute(store.db) : await indexed(store.db, (trx) => asked.execute(trx))
  return rows[0]?.count ?? 0
}

async function newest(store: Store, question: LogQuestion, limit: number): Promise<readonly Place[]> {
  const { rows } = await sql<Place>`select at, id from provisioning_log where ${within(store, question)}
    order by at desc, id desc limit ${limit}`.execute(store.db)
  return rows
}

/** One line by its number, if the rest of the question holds for it too. */
async function placeOfLine(store: Store, question: LogQuestion): Promise<readonly Place[]> {
  const terms = termsAsked(question)
  const { rows } = await sql<Place>`select at, id from provisioning_log where ${within(store, question)}
    and id = ${question.line} and ${terms === null ? sql`true` : matches(terms)}`.execute(store.db)
  return rows
}

type Asked = { readonly question: LogQuestion; readonly terms: Terms }

/** Those that match among the newest `count` lines. `end`: the last line that was read, null when there are no more. */
async function among(
  store: Store,
  { question, terms, count }: Asked & { readonly count: number },
): Promise<{ readonly places: readonly Place[]; readonly end: Place | null }> {
  const { rows } = await sql<Place & { readonly hit: boolean; readonly number: number }>`
    with read as (
      select at, id, ${matches(terms)} as hit, row_number() over (order by at desc, id desc)::int as number
      from (select at, id, terms from provisioning_log where ${within(store, question)}
        order by at desc, id desc limit ${count}) newest)
    select at, id, hit, number from read where hit or number = ${count} order by number`.execute(store.db)
  const last = rows.at(-1)
  const places = rows.filter(({ hit }) => hit).map(({ at, id }) => ({ at, id }))
  return { places, end: last?.number === count ? { at: last.at, id: last.id } : null }
}

async function byIndex(store: Store, { question, terms }: Asked, limit: number): Promise<readonly Place[]> {
  const [firstDay] = await daysOf(store.db, 'provisioning_log')
  if (firstDay === undefined) return []
  const oldest = later(midnight(firstDay), question.since)
  const condition = forIndex(terms, await frequent(store, question, terms))
  const found: Place[] = []
  let until = (question.after?.at ?? question.until ?? '') as Instant
  let part = question
  for (let span = firstSpan; until > oldest && found.length < limit; span *= growth) {
    const since = later(spanBefore(until, span), oldest)
    part = { ...part, since }
    const { rows } = await indexed(store.db, (trx) =>
      sql<Place>`select at, id from provisioning_log where ${within(store, part)} and ${condition}
        order by at desc, id desc limit ${limit - found.length}`.execute(trx),
    )
    found.push(...rows)
    until = since
    part = { ...part, until }
  }
  return found
}

/** Where so many days begin of which the last is that of the moment before; whole days, so that no table is asked twice. */
function spanBefore(until: Instant, days: number): Instant {
  const begin = midnight(addDays(until, 1 - days).slice(0, 10))
  return begin < until ? begin : addDays(begin, -1)
}

function midnight(day: string): Instant {
  return `${day}T00:00:00.000Z` as Instant
}

function later(one: Instant, other: Instant | undefined): Instant {
  return other !== undefined && other > one ? other : one
}

/** Asks the index of words, whatever the planner thinks of it. */
async function indexed<T>(db: Db, ask: (trx: Db) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await sql`select set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true),
      set_config('enable_indexonlyscan', 'off', true)`.execute(trx)
    return ask(trx)
  })
}

/** The words that many of the newest lines have. To find lines by such a word costs more than to look at those that have the others. */
async function frequent(store: Store, question: LogQuestion, { words }: Terms): Promise<ReadonlySet<string>> {
  if (words.length === 0) return new Set()
  const { rows } = await sql<{ word: string }>`
    with newest as materialized (select terms from provisioning_log where ${within(store, question)}
      order by at desc, id desc limit ${mostSampled})
    select word from unnest(${words}::text[]) word cross join newest n
    group by word having count(*) filter (where n.terms @@ word::tsquery) > count(*) * ${often}::float8`.execute(
    store.db,
  )
  return new Set(rows.map(({ word }) => word))
}

function matches({ exact, words }: Terms): RawBuilder<unknown> {
  return sql`terms @@ ${[...exact, ...words].join(' & ')}::text::tsquery`
}

/** The same for the index, which is not asked for what is frequent: `strip` changes nothing, and has no index. */
function forIndex({ exact, words }: Terms, often: ReadonlySet<string>): RawBuilder<unknown> {
  const rare = words.filter((word) => !often.has(word))
  const asked = { exact, words: exact.length + rare.length === 0 ? words : rare }
  if (asked.words.length === words.length) return matches(asked)
  const rest = words.filter((word) => often.has(word)).join(' & ')
  return sql`(${matches(asked)} and strip(terms) @@ ${rest}::text::tsquery)`
}

/** Times are given twice, alone and with the number, so that only the tables of those days are opened. */
function within({ tenant }: Store, { since, until, after }: LogQuestion): RawBuilder<unknown> {
  return sql.join(
    [
      sql`tenant_id = ${tenant}`,
      ...(since === undefined ? [] : [sql`at >= ${since}::timestamptz`]),
      ...(until === undefined ? [] : [sql`at < ${until}::timestamptz`]),
      ...(after === undefined
        ? []
        : [sql`at <= ${after.at}::timestamptz and (at, id) < (${after.at}::timestamptz, ${after.id}::bigint)`]),
    ],
    sql` and `,
  )
}
