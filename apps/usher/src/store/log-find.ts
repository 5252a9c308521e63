/**
 * Which lines of the provisioning log a question finds, among ten million.
 *
 * What many lines have is found among the newest by reading them; what few have, by the index of words. A planner that
 * takes one for the other reads everything, so the way is chosen here: first the newest lines, then the index, of
 * some days and of all others.
 */
import { addDays, lineOfChange, type Instant } from '@usher/engine'
import { sql, type RawBuilder } from 'kysely'
import { daysOf } from './days.ts'
import type { Db, Store } from './directory.ts'
import { termsAsked, type LogQuestion, type Place, type Terms } from './log-question.ts'
import { lastTallied } from './tallies.ts'

/** Lines that are read before the index is asked, of so many days. */
const mostRead = 4000
const daysRead = 7
/** Days that the index is asked for first, span by span; then for all that is older, at once. */
const spans = [1, 4, 16]
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
  const terms = termsAsked(question)
  if (terms === null) {
    const found = await newest(store, await lately(store, question), limit)
    return found.length === limit ? found : newest(store, question, limit)
  }
  if (question.change !== undefined) return placeOfChange(store, question, terms)
  // Of one person or account there are so few lines that to look for them among others takes longer than to ask all days.
  if (question.objectId !== undefined) return byIndex(store, { question, terms }, limit)
  return nearAndFar(store, { question: await endingWithTheLast(store, question), terms }, limit, most)
}

/** What many lines have is found near, among the newest; what few have, far. */
async function nearAndFar(
  store: Store,
  { question, terms }: Asked,
  limit: number,
  most: number,
): Promise<readonly Place[]> {
  const recent = await lately(store, question)
  const read = await among(store, { question: recent, terms, count: Math.max(most, limit) })
  const found = read.places.slice(0, limit)
  if (found.length === limit || recent.since === undefined) return found
  // The index goes on behind the last line that was read, or before the days that were.
  const rest = read.end === null ? { until: recent.since } : { after: read.end }
  return [...found, ...(await byIndex(store, { question: { ...question, ...rest }, terms }, limit - found.length))]
}

/** The same question, of nothing newer than the last line of its jobs, action, result and code, which was noted when it was written. */
async function endingWithTheLast(store: Store, question: LogQuestion): Promise<LogQuestion> {
  const before = endOf(question)?.at
  const last = await lastTallied(store, question, before)
  return last === null || (before !== undefined && before <= last) ? question : { ...question, until: last }
}

/** The same question of the last days that it is about; a plan for few days is made faster than one for a year. */
async function lately(store: Store, question: LogQuestion): Promise<LogQuestion> {
  const days = await daysOf(store.db, 'provisioning_log')
  const newestDay = days.at(-1)
  if (newestDay === undefined) return question
  const ends = [addDays(midnight(newestDay), 1), question.until, question.after?.at as Instant | undefined]
  const end = ends.filter((one) => one !== undefined).toSorted()[0] ?? midnight(newestDay)
  return { ...question, since: later(spanBefore(end, daysRead), question.since) }
}

/** At most `mostCounted` + 1, which means more. */
export async function countLog(store: Store, question: LogQuestion): Promise<number> {
  const { after: _, ...whole } = question
  const terms = termsAsked(whole)
  if (terms === null) {
    const { rows } = await counting(sql`${within(store, whole)}`).execute(store.db)
    return rows[0]?.count ?? 0
  }
  const condition = forIndex(terms, await frequent(store, await lately(store, whole), terms))
  const timed = whole.since !== undefined || whole.until !== undefined
  const { rows } = await indexed(store.db, timed ? 'auto' : 'force_generic_plan', (trx) =>
    counting(sql`${within(store, whole)} and ${condition}`, timed ? '' : '/* prepared */').execute(trx),
  )
  return rows[0]?.count ?? 0
}

function counting(condition: RawBuilder<unknown>, mark = ''): RawBuilder<{ count: number }> {
  return sql<{ count: number }>`${sql.raw(mark)} select count(*)::int as count from (
    select from provisioning_log where ${condition} limit ${mostCounted + 1}) found`
}

/** Oldest first, whatever the lines say: words are not looked at. */
export async function findOldest(
  { db, tenant }: Store,
  { since, until, after }: Pick<LogQuestion, 'since' | 'until' | 'after'>,
  limit: number,
): Promise<readonly Place[]> {
  const behind =
    after === undefined
      ? sql`true`
      : sql`at >= ${after.at}::timestamptz and (at, id) > (${after.at}::timestamptz, ${after.id}::bigint)`
  const { rows } = await sql<Place>`
    select at, id from provisioning_log where tenant_id = ${tenant} and ${behind}
      and at >= ${since ?? '-infinity'}::timestamptz and at < ${until ?? 'infinity'}::timestamptz
    order by at, id limit ${limit}`.execute(db)
  return rows
}

async function newest(store: Store, question: LogQuestion, limit: number): Promise<readonly Place[]> {
  const { rows } = await sql<Place>`select at, id from provisioning_log where ${within(store, question)}
    order by at desc, id desc limit ${limit}`.execute(store.db)
  return rows
}

/** The one line that is this change, if the rest of the question holds for it too. */
async function placeOfChange(store: Store, question: LogQuestion, terms: Terms): Promise<readonly Place[]> {
  const { rows } = await indexed(store.db, 'auto', (trx) =>
    sql<Place>`select at, id from provisioning_log where ${within(store, question)} and ${matches(terms)}
      and id = ${lineOfChange(question.change ?? '')}`.execute(trx),
  )
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
  const condition = forIndex(terms, await frequent(store, await lately(store, question), terms))
  const found: Place[] = []
  let end = endOf(question)
  let part = question
  for (const span of question.objectId === undefined ? spans : []) {
    if (end === undefined) break
    const since = later(spanBefore(end.at as Instant, span), question.since)
    part = { ...part, since }
    const { rows } = await indexed(store.db, 'auto', (trx) =>
      sql<Place>`select at, id from provisioning_log where ${within(store, part)} and ${condition}
        order by at desc, id desc limit ${limit - found.length}`.execute(trx),
    )
    found.push(...rows)
    if (found.length === limit || since === question.since) return found
    end = { at: since, id: 0 }
    part = { ...part, until: since }
  }
  // A plan for every day is made once. With times that it could see it would ask their index too, which has all lines.
  const { rows } = await indexed(store.db, 'force_generic_plan', (trx) =>
    sql<Place>`/* prepared */ select at, id from provisioning_log where tenant_id = ${store.tenant} and ${condition}
      and (at + interval '0', id) < (${end?.at ?? 'infinity'}::timestamptz, ${end?.id ?? 0}::bigint)
      and at + interval '0' >= ${question.since ?? '-infinity'}::timestamptz
      order by at desc, id desc limit ${limit - found.length}`.execute(trx),
  )
  return [...found, ...rows]
}

/** Before which lines are asked for; no line has the number 0. */
function endOf({ until, after }: LogQuestion): Place | undefined {
  if (until === undefined || (after !== undefined && after.at < until)) return after
  return { at: until, id: 0 }
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
async function indexed<T>(db: Db, plan: 'auto' | 'force_generic_plan', ask: (trx: Db) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await sql`select set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true),
      set_config('enable_indexonlyscan', 'off', true), set_config('plan_cache_mode', ${plan}, true)`.execute(trx)
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
