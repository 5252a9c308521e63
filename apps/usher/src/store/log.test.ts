import { changeIdOf, termsOf, wordsAsked, type Instant, type LogRecord } from '@usher/engine'
import type { Database } from '@usher/host'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { kinds, newTenant, openStore } from '../testing/stores.ts'
import { makeDays } from './days.ts'
import type { Store } from './directory.ts'
import { countLog, findPlaces } from './log-find.ts'
import { sortIn } from './log-index.ts'
import { cursorOf, placeOf, type LogQuestion } from './log-question.ts'
import { logPages, readLog } from './log-read.ts'
import { insertLines } from './log.ts'
import type { Tables } from './tables.ts'

const names = ['Ana Silva', 'Bea O’Connor', 'João Pereira', 'Zoë 李', "D'Arcy \\ Quote"]
const jobs = ['job.one', 'job.two']
const cycles = Array.from({ length: 8 }, () => randomUUID())
const results = ['success', 'success', 'failure', 'skipped', 'held'] as const
const actions = ['create', 'update', 'disable', 'other'] as const

type Kept = { readonly record: LogRecord; readonly at: Instant; readonly job: string; readonly cycle: string }
const start = Date.parse('2026-02-20T22:00:00.000Z')

/** Lines of eighty days; two of them at each moment. */
const kept: readonly Kept[] = Array.from({ length: 240 }, (_, n) => {
  const result = results[n % 5] ?? 'success'
  const error = {
    code: n % 3 === 0 ? 'EntryConflict' : 'Timeout',
    message: `the answer was ${n}`,
    retry: 'soon',
  } as const
  return {
    at: new Date(start + Math.floor(n / 2) * 16 * 3600_000).toISOString() as Instant,
    job: jobs[n % 2] ?? '',
    cycle: cycles[Math.floor(n / 30)] ?? '',
    record: {
      action: actions[n % 4] ?? 'other',
      result,
      ref: { type: 'User', id: `00000000-0000-4000-8000-${String(n % 7).padStart(12, '0')}` },
      displayName: names[n % names.length] ?? '',
      targetId: `account_${n % 11}`,
      facts: {
        reason: { code: 'differs', details: { attributes: 'title' } },
        written: [[n % 2 === 0 ? 'title' : 'department', 'Clerk', n === 17 ? 'Astronaut' : 'Sales']],
        match: 'linked',
        ...(result === 'failure' && { error }),
      },
    },
  }
})

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const questions: Readonly<Record<string, LogQuestion>> = {
  'everything': {},
  'LG-6 a name': { search: 'silva' },
  'a name without accents': { search: 'joao' },
  'a name with accents': { search: 'JOÃO' },
  'a Chinese name': { search: '李' },
  'an apostrophe and a backslash': { search: "d'arcy \\" },
  'the beginnings of words': { search: 'pere jo' },
  'one value among all': { search: 'astronaut' },
  'a word that few have with words that all have': { search: 'astronaut differs in title' },
  'words that all have': { search: 'differs title' },
  'nothing that is there': { search: 'nowhere' },
  'what would be SQL': { search: "'; drop table provisioning_log; --" },
  'the id of a person': { objectId: id(3) },
  'the id of an account': { objectId: 'account_4' },
  'a result': { result: 'failure' },
  'an action': { action: 'disable' },
  'an error code': { code: 'EntryConflict' },
  'an attribute that was changed': { attribute: 'title' },
  'a job': { jobs: ['job.two'] },
  'two jobs': { jobs },
  'no job': { jobs: [] },
  'a cycle': { cycle: cycles[3] },
  'days': { since: '2026-03-01T00:00:00.000Z' as Instant, until: '2026-03-20T00:00:00.000Z' as Instant },
  'days and a word': { search: 'ana', since: '2026-03-01T00:00:00.000Z' as Instant, until: '2026-04-25T12:00:00.000Z' as Instant },
  'everything at once': { jobs: ['job.one'], result: 'success', attribute: 'title', search: 'sales', since: '2026-03-01T00:00:00.000Z' as Instant },
  'things that never meet': { result: 'success', code: 'EntryConflict' },
} // prettier-ignore

/** What the store must find, said without SQL. */
function holds(question: LogQuestion, { record, at, job, cycle }: Kept): boolean {
  const terms = termsOf(record, { job, cycle })
  const { result, action, code, attribute, objectId, search = '', since, until } = question
  return (
    (question.jobs === undefined || question.jobs.includes(job)) &&
    (question.cycle === undefined || question.cycle === cycle) &&
    (result === undefined || record.result === result) &&
    (action === undefined || record.action === action) &&
    (code === undefined || record.facts.error?.code === code) &&
    (attribute === undefined ||
      (record.action !== 'create' && record.facts.written.some(([path]) => path === attribute))) &&
    (objectId === undefined || record.ref.id === objectId || record.targetId === objectId) &&
    (since === undefined || at >= since) &&
    (until === undefined || at < until) &&
    wordsAsked(search).every((word) => terms.some((term) => term.startsWith(word)))
  )
}

describe.each(kinds)('the provisioning log on %s', (kind) => {
  let database: Database<Tables>
  let store: Store
  let numbers: readonly number[] = []

  beforeAll(async () => {
    ;({ database } = await openStore(kind, inject('postgresUrl')))
    store = await newTenant(database)
    for (const of of [store, await newTenant(database)]) {
      for (const { record, at, job, cycle } of kept) {
        await makeDays(of.db, at)
        const lines = { list: [{ record, exchanges: null, terms: termsOf(record, { job, cycle }) }], page: null }
        await insertLines({ trx: of.db, tenant: of.tenant, now: at, job, application: null, cycle }, lines)
      }
    }
    numbers = (await findPlaces(store, {}, 1000)).map((place) => place.id).toReversed()
  })
  afterAll(() => database.close())

  const expected = (question: LogQuestion): readonly number[] =>
    kept.flatMap((one, n) => (holds(question, one) ? [numbers[n] ?? -1] : [])).toReversed()

  describe.each(Object.entries(questions))('%s', (_, question) => {
    // Read: by the newest lines alone. Index: nothing is read first. Both: some of each.
    test.each([['read', 1000], ['both', 20], ['index', 1]] as const)('is found, newest first, by way of %s', async (_way, most) => {
      const found = await findPlaces(store, question, 1000, most)
      expect(found.map((place) => place.id)).toEqual(expected(question))
    }) // prettier-ignore

    test('is counted', async () => {
      expect(await countLog(store, question)).toBe(expected(question).length)
    })

    test('comes in pages that end with the last line', async () => {
      const pages: number[][] = []
      for await (const page of logPages(store, question, 7)) pages.push(page.map((line) => line.id))
      expect(pages.flat()).toEqual(expected(question))
    })
  })

  test('what is new is found before and after it is sorted in', async () => {
    const before = await findPlaces(store, { search: 'astronaut' }, 10, 1)
    await sortIn(store.db)
    expect(await findPlaces(store, { search: 'astronaut' }, 10, 1)).toEqual(before)
    expect(before).toHaveLength(1)
  })

  test('one line is found by the id of its change, and not when the rest of the question does not hold', async () => {
    const line = numbers[17] ?? 0
    const change = changeIdOf({ cycleId: kept[17]?.cycle ?? '', id: line })
    expect(await readLog(store, { change, limit: 1 })).toMatchObject([{ id: line, entry: { changeId: change } }])
    expect(await readLog(store, { change, result: 'held', search: 'nowhere', limit: 1 })).toEqual([])
  })

  test('whoever has no name in a line is called, and found, as before', async () => {
    const of = { trx: store.db, tenant: store.tenant, now: '2026-06-03T00:00:00.000Z', job: 'job.one', application: null, cycle: cycles[0] ?? '' } // prettier-ignore
    const nameless = { ...kept[0]?.record, displayName: '', ref: { type: 'User', id: id(0) } } as LogRecord
    await makeDays(store.db, of.now as Instant)
    await insertLines(of, { list: [{ record: nameless, exchanges: null, terms: termsOf(nameless, of) }], page: null })
    const [line] = await readLog(store, { objectId: id(0), limit: 1 })
    const name = line?.displayName ?? ''
    expect(names).toContain(name)
    expect(await readLog(store, { search: name.split(' ')[0], since: '2026-06-03T00:00:00.000Z' as Instant, limit: 9 })).toHaveLength(1) // prettier-ignore
  })
})

test('a cursor is read as it was written, and nothing else is one', () => {
  const place = { at: '2026-03-03T00:00:00.000Z', id: 17 }
  expect(placeOf(cursorOf(place))).toEqual(place)
  for (const text of ['', '17', '2026-13-03T00:00:00.000Z~1', 'x~1', "2026-03-03T00:00:00.000Z~1'"])
    expect(placeOf(text)).toBeNull()
})
