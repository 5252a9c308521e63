import type { Change, Instant, MatchingValue } from '@usher/engine'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Database } from '@usher/host'
import { kinds, newTenant, openStore } from '../testing/stores.ts'
import type { Store } from './directory.ts'
import { journal } from './journal.ts'
import type { Tables } from './tables.ts'

const name = (value: string): MatchingValue => ({ path: 'displayName', value, caseExact: false })
const mail = (value: string): MatchingValue => ({ path: 'userName', value, caseExact: false })

/** Somebody who is to get an account, or to be joined with one. */
function change(id: string, matching: MatchingValue, targetId: string | null = null): Change {
  const ref = { type: 'User', id }
  const target = { id: targetId ?? '', attributes: {} }
  return {
    ref,
    reason: { code: targetId === null ? 'absentAtTarget' : 'joined', details: {} },
    basis: '',
    matching,
    facts: {
      entry: { ref, object: {}, assignments: [] },
      link: null,
      references: new Map(),
      verdict: { checks: [], uses: [], inScope: true, via: 'all' },
      desired: { flows: [], uses: [], problems: [] },
      match: targetId === null ? { kind: 'absent' } : { kind: 'joined', target },
    },
    ...(targetId === null ? { action: 'create', patch: [] } : { action: 'update', target, patch: [] }),
  }
}

describe.each(kinds)('a claim on %s', (kind) => {
  let database: Database<Tables>
  beforeAll(async () => {
    ;({ database } = await openStore(kind, inject('postgresUrl')))
  })
  afterAll(() => database.close())

  test.each<readonly [string, Change, 'held' | undefined]>([
    ['another create with the same value', change('b', name('ANA')), 'held'],
    ['a join of an account that was found by it', change('b', name('Ana'), 'a1'), 'held'],
    ['a join by what else the create sends', change('b', mail('ana@x'), 'a1'), 'held'],
    ['a join by another value', change('b', name('Bea'), 'a1'), undefined],
    ['itself', change('a', name('Ana'), 'a1'), undefined],
  ])('a create that is not answered yet, and %s', async (_, second, expected) => {
    const { intend } = await journalOf(await newTenant(database))
    const first = change('a', { ...name('Ana'), besides: [mail('ana@x')] })
    const plan = { id: '', ruleVersion: '', watermark: null }
    expect(await intend({ ...plan, changes: [first] })).toEqual(new Map())
    const taken = await intend({ ...plan, changes: [second] })
    expect(taken.get(`User/${second.ref.id}`)).toBe(expected)
  })
})

test('the members of a group that a claim joins are to be read, also when the cycle breaks off before it is recorded', async () => {
  const { database } = await openStore('pglite', inject('postgresUrl'))
  try {
    const { intend, looksOf } = await journalOf(await newTenant(database))
    const ref = { type: 'Group', id: 'g' }
    const joined = { ...change('g', name('Sales'), 'a1'), ref }
    await intend({ id: '', ruleVersion: '', watermark: null, changes: [joined] })
    expect((await looksOf([ref])).get('Group/g')).toMatchObject([{ why: 'membersUnread' }])
  } finally {
    await database.close()
  }
})

async function journalOf(store: Store) {
  const application = randomUUID()
  const job = { id: 'j', application_id: application, template_id: 't', schema: '{}', settings: '{}', lease: 'mine' }
  await store.db
    .insertInto('job')
    .values({ tenant_id: store.tenant, ...job })
    .execute()
  const now = (): Instant => '2026-01-01T00:00:00.000Z' as Instant
  return journal(store, {
    job: 'j',
    application,
    cycle: randomUUID(),
    lease: 'mine',
    lane: 'cycle',
    schemaVersion: 1,
    now,
  })
}
