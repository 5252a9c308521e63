import type { Database } from '@usher/host'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { dynamicSignal } from '../gallery/dynamic-signal/template.ts'
import { kinds, newTenant, openStore } from '../testing/stores.ts'
import { insertApplication } from './applications.ts'
import type { Store } from './directory.ts'
import { activeLinks, dropForgotten, someForgotten } from './forgotten-links.ts'
import { insertJob, readJob } from './jobs.ts'
import { readResetScope, restart, type ResetScope } from './restart.ts'
import type { Tables } from './tables.ts'

const scopes = ['Watermark', 'Escrows', 'QuarantineState', 'ConnectorDataStore', 'ForceDeletes'] as const

describe('a reset scope', () => {
  const usual = ['QuarantineState', 'Watermark', 'Escrows']
  const full = ['Watermark', 'Escrows', 'QuarantineState', 'ConnectorDataStore']
  test.each<[string, readonly string[]]>([
    ['', usual],
    [' , ', usual],
    ['None', []],
    ['Watermark, Escrows', ['Watermark', 'Escrows']],
    ['forcedeletes', ['ForceDeletes']],
    ['Full', full],
    ['Full, ForceDeletes, Watermark', [...full, 'ForceDeletes']],
  ])('CY-20: %j names %o', (text, names) => {
    expect(readResetScope(text)).toEqual(names)
  })

  test('that there is not is refused with those that there are', () => {
    expect(() => readResetScope('Watermark, Links')).toThrow(
      'There is no reset scope "Links". Choose from Watermark, Escrows, QuarantineState, ConnectorDataStore, ForceDeletes, None, Full.',
    )
  })
})

describe.each(kinds)('a restart on %s', (kind) => {
  let database: Database<Tables>
  let store: Store
  let job = ''
  let other = ''
  beforeAll(async () => {
    ;({ database } = await openStore(kind, inject('postgresUrl')))
  })
  // Two jobs with the same to remember, of which one is restarted.
  beforeEach(async () => {
    store = await newTenant(database)
    const app = await insertApplication(store, { ...dynamicSignal, templateId: dynamicSignal.id })
    job = (await insertJob(store, app, dynamicSignal)).id
    other = (await insertJob(store, app, dynamicSignal, 'Other')).id
    for (const one of [job, other]) await remember(one)
  })
  afterAll(() => database.close())

  const remember = async (one: string) => {
    const { tenant, db } = store
    await sql`update job set watermark = 'w', state = 'Paused', last_error = '{}' where id = ${one}`.execute(db)
    await sql`insert into link (tenant_id, job_id, object_type, object_id, target_id, joined_by, state, active)
      values (${tenant}, ${one}, 'User', 'ana', 'a', null, 'managed', true),
        (${tenant}, ${one}, 'User', 'bea', 'b', null, 'managed', true),
        (${tenant}, ${one}, 'User', 'cem', 'c', null, 'released', false),
        (${tenant}, ${one}, 'User', 'dan', null, '{"path": "userName", "value": "dan"}', 'managed', true)`.execute(db)
    await sql`insert into reference_use (tenant_id, job_id, object_type, object_id, path, of_type, of_id, written)
      values (${tenant}, ${one}, 'User', 'ana', 'manager', 'User', 'bea', 'b')`.execute(db)
    await sql`insert into member_link (tenant_id, job_id, group_id, member_type, member_id, group_target, member_target, sure, reported, next, since, error)
      values (${tenant}, ${one}, 'sales', 'User', 'ana', 's', 'a', true, false, null, null, null),
        (${tenant}, ${one}, 'sales', 'User', 'bea', null, null, true, false, now(), now(), '{}')`.execute(db)
    await sql`insert into look (tenant_id, job_id, object_type, object_id, why, since, next, decision)
      values (${tenant}, ${one}, 'User', 'ana', 'failed', now(), now(), null),
        (${tenant}, ${one}, 'User', 'bea', 'removalHeld', now(), 'infinity', null),
        (${tenant}, ${one}, 'User', 'eve', 'removalHeld', now(), 'infinity', 'rejected'),
        (${tenant}, ${one}, 'User', 'ana', 'due', now(), now() + interval '1 day', null)`.execute(db)
  }
  /** What is remembered of the job, a line each. */
  const known = async (one: string): Promise<readonly string[]> => {
    const { rows } = await sql<{ line: string }>`
      select 'watermark' as line from job where id = ${one} and watermark is not null
      union all select 'version ' || schema_version || case when verify then ', verify' else '' end from job where id = ${one}
      union all select 'error' from job where id = ${one} and last_error is not null
      union all select 'state ' || state from job where id = ${one}
      union all select 'link ' || object_id from link where job_id = ${one}
      union all select 'member ' || member_id || case when since is not null or next is not null then ' failed' else '' end
        from member_link where job_id = ${one}
      union all select 'use ' || object_id from reference_use where job_id = ${one}
      union all select why || ' ' || object_id || coalesce(' ' || decision, '') from look where job_id = ${one}
      order by 1`.execute(store.db)
    return rows.map(({ line }) => line)
  }

  const before = [
    'due ana', 'error', 'failed ana', 'link ana', 'link bea', 'link cem', 'link dan', 'member ana', 'member bea failed',
    'removalHeld bea', 'removalHeld eve rejected',
    'state Paused', 'use ana', 'version 1', 'watermark',
  ] // prettier-ignore
  const rows: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['Watermark', ['watermark', 'version 1'], ['version 2, verify']],
    ['Escrows', ['failed ana', 'member bea failed'], ['member bea']],
    ['QuarantineState', ['error'], []],
    ['ConnectorDataStore', ['watermark', 'version 1', 'link ana', 'link bea', 'link cem', 'member ana', 'member bea failed', 'use ana'], ['version 2, verify']],
    ['ForceDeletes', ['removalHeld bea'], ['removalHeld bea allowed']],
    ['None', [], []],
    ['', ['watermark', 'version 1', 'failed ana', 'error', 'member bea failed'], ['version 2, verify', 'member bea']],
    ['Full', ['watermark', 'version 1', 'failed ana', 'error', 'link ana', 'link bea', 'link cem', 'member ana', 'member bea failed', 'use ana'], ['version 2, verify']],
  ] // prettier-ignore

  test.each(rows.map(([scope, gone, come]) => ({ scope, gone, come })))(
    'CY-20: with the scope "$scope" forgets that and nothing else, and starts the job',
    async ({ scope, gone, come }) => {
      expect(await known(job)).toEqual(before)
      await restart(store, job, readResetScope(scope))
      const left = before.filter((line) => !gone.includes(line) && line !== 'state Paused')
      expect(await known(job)).toEqual([...left, ...come, 'state Active'].toSorted())
      expect(await known(other)).toEqual(before)
    },
  )

  test.each([
    ['ConnectorDataStore', null],
    ['Escrows', { cursor: 'ana', schemaVersion: 1 }],
  ] as const)(
    'an initial cycle that was interrupted begins again only when links are forgotten: %s',
    async (scope, left) => {
      await sql`update job set watermark = null, checkpoint = '{"cursor":"ana","schemaVersion":1}' where id = ${job}`.execute(
        store.db,
      )
      await restart(store, job, [scope])
      expect(await readJob(store, job)).toMatchObject({ checkpoint: left })
    },
  )

  test('a link that is needed until the account is taken away is kept, and forgotten then', async () => {
    await restart(store, job, ['ConnectorDataStore'] satisfies readonly ResetScope[], ['ana'])
    const links = async () => (await known(job)).filter((line) => /^(link|use)/.test(line))
    expect(await links()).toEqual(['link ana', 'link dan', 'use ana'])
    expect(await someForgotten(store, job)).toBe(true)
    await dropForgotten(store, job, [])
    expect(await links(), 'still active').toEqual(['link ana', 'link dan', 'use ana'])
    await sql`update link set active = false where job_id = ${job}`.execute(store.db)
    await dropForgotten(store, job, [])
    expect(await links()).toEqual(['link dan', 'use ana'])
    expect(await someForgotten(store, job)).toBe(false)
  })

  test('active accounts are found in pages, each once', async () => {
    await sql`insert into link (tenant_id, job_id, object_type, object_id, target_id, state, active)
      select ${store.tenant}, ${job}, 'User', 'p' || n, 't' || n, 'managed', true from generate_series(1, 1100) n`.execute(
      store.db,
    )
    const found: string[] = []
    for await (const page of activeLinks(store, job, { forgotten: false })) found.push(...page.map(({ id }) => id))
    expect(found).toHaveLength(1102)
    expect(new Set(found).size).toBe(1102)
  })

  test.each(scopes)('%s asked for twice does what it does once', async (scope) => {
    await restart(store, job, [scope])
    const once = await known(job)
    await restart(store, job, [scope])
    expect((await known(job)).map((line) => line.replace('version 3', 'version 2'))).toEqual(once)
  })
})
