import { countJob } from './job-counts.ts'
import type { Change, Instant, Outcome, Settled, Watermark } from '@usher/engine'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Database } from '@usher/host'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { noHistory } from '../runner/history.ts'
import { dynamicSignal } from '../gallery/dynamic-signal/template.ts'
import { kinds, newTenant, openStore } from '../testing/stores.ts'
import { findApplication, insertApplication, setRequiresRole, type Application } from './applications.ts'
import type { Store } from './directory.ts'
import { decideHeld } from './decisions.ts'
import { countHeld, heldLooks, heldPage } from './held.ts'
import { credentials, insertJob, jobOf, jobsOf, removeJob, saveCredentials, saveSettings, setState, type Job, type LastCycle } from './jobs.ts' // prettier-ignore
import { saveSchema } from './mapping-versions.ts'
import { journal } from './journal.ts'
import { dueJobs, endCycle, takeLease } from './leases.ts'
import { readLog } from './log-read.ts'
import { LeaseLost } from './fence.ts'
import { readResetScope, restart } from './restart.ts'
import { openKeys, type Keys } from './secrets.ts'
import type { JobRowSettings } from './job-row-settings.ts'
import type { Tables } from './tables.ts'
import { saveTenant } from './tenant.ts'

const now = '2026-01-01T00:00:00.000Z' as Instant
const later = '2999-01-01T00:00:00.000Z' as Instant
const user = (id: string) => ({ type: 'User', id })

const ended = {
  at: now, last: null, error: null, quarantine: null, disabled: false, told: null, history: noHistory, line: null, lifts: 0, verified: false, schemaVersion: 1,
  nextRun: later,
} // prettier-ignore

describe.each(kinds)('jobs on %s', (kind) => {
  let database: Database<Tables>
  let folder = ''
  let keys: Keys
  let store: Store
  let app: Application
  let job: Job
  beforeAll(async () => {
    ;({ database } = await openStore(kind, inject('postgresUrl')))
    folder = await mkdtemp(join(tmpdir(), 'usher-jobs-'))
    keys = await openKeys(join(folder, 'key'))
  })
  beforeEach(async () => {
    store = await newTenant(database)
    app = await insertApplication(store, { ...dynamicSignal, templateId: dynamicSignal.id })
    await insertJob(store, app, dynamicSignal)
    job = await jobOf(store, app)
  })
  afterAll(async () => {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })

  const journalOf = (lease: string) =>
    journal(store, {
      job: job.id,
      application: app.id,
      cycle: '00000000-0000-0000-0000-000000000001',
      lease,
      lane: 'cycle',
      schemaVersion: 1,
      now: () => now,
    })

  test('the token stands nowhere in the store as it is', async () => {
    const token = 'dynamic-signal-s3cret-token'
    await saveCredentials(store, keys, job.id, { tenantUrl: 'https://x.example/scim/v2', secretToken: token })
    for (const table of ['job', 'audit_log', 'application', 'provisioning_log']) {
      const { rows } = await sql<{ text: string }>`select t::text as text from ${sql.table(table)} t`.execute(store.db)
      expect(rows.filter(({ text }) => text.includes(token) || text.includes('x.example'))).toEqual([])
    }
    expect(await credentials(store, keys, job.id)).toEqual({
      tenantUrl: 'https://x.example/scim/v2',
      secretToken: token,
    })
    expect(JSON.stringify(await jobOf(store, app))).not.toContain(token)
  })

  test('one worker holds a job at a time; the next one waits until it lets go', async () => {
    const lease = await takeLease(store, job.id, false)
    expect(lease).not.toBeNull()
    expect(await takeLease(store, job.id, false)).toBeNull()
    await endCycle(store, job.id, lease ?? '', ended)
    expect(await takeLease(store, job.id, false)).not.toBeNull()
  })

  test('a lease that ran out is taken over', async () => {
    await takeLease(store, job.id, false)
    await sql`update job set lease_until = now() - interval '1 second' where tenant_id = ${store.tenant}`.execute(
      store.db,
    )
    expect(await takeLease(store, job.id, false)).not.toBeNull()
  })

  test('who lost the lease writes nothing more: neither intents nor records nor the watermark, and cannot end the cycle', async () => {
    const first = (await takeLease(store, job.id, true)) ?? ''
    const second = (await takeLease(store, job.id, true)) ?? ''
    const plan = { id: '', ruleVersion: '', changes: [], watermark: null }
    await expect(journalOf(first).record([failed('p1')], { watermark: 'w' as Watermark })).rejects.toThrow(LeaseLost)
    await expect(journalOf(first).intend(plan)).rejects.toThrow(LeaseLost)
    expect(await jobOf(store, app)).toMatchObject({ watermark: null })
    expect(await countJob(store, job.id)).toMatchObject({ failed: 0 })
    await endCycle(store, job.id, first, ended)
    await journalOf(second).record([failed('p1')], { watermark: 'w' as Watermark })
    expect(await jobOf(store, app)).toMatchObject({ watermark: 'w' })
    expect(await countJob(store, job.id)).toMatchObject({ failed: 1 })
  })

  test('a text that PostgreSQL cannot hold ends no cycle: U+FFFD stands for it in the log and in the state of the job', async () => {
    const lease = (await takeLease(store, job.id, false)) ?? ''
    const { outcome, ...rest } = failed('p1')
    const halved = { op: 'replace', kind: 'value', path: 'title', from: 'nul\0', to: 'ab\ud83d' } as const
    await journalOf(lease).record([{ ...rest, outcome: { ...outcome, written: [halved] } }], null)
    expect(await readLog(store, { limit: 1 })).toMatchObject([
      { entry: { modifiedProperties: [{ newValue: 'ab\ufffd', oldValue: 'nul\ufffd' }] } },
    ])
    const error = { code: 'InternalError', message: 'said \0', retry: 'later', at: now, times: 1 } as const
    await endCycle(store, job.id, lease, {
      ...ended,
      last: null,
      error,
      verified: false,
      schemaVersion: 1,
      nextRun: later,
    })
    expect((await jobOf(store, app)).lastError).toMatchObject({ message: 'said \ufffd' })
  })

  test('only a job that was started is due, and only when its time has come', async () => {
    expect(await dueJobs(store)).toEqual([])
    await setState(store, job.id, 'Active')
    expect(await dueJobs(store)).toEqual([job.id])
    const lease = (await takeLease(store, job.id, false)) ?? ''
    await endCycle(store, job.id, lease, ended)
    expect(await dueJobs(store)).toEqual([])
  })

  test('the next cycle is not later than the first look that is due', async () => {
    const lease = (await takeLease(store, job.id, false)) ?? ''
    const soon = new Date(Date.now() + 60_000).toISOString()
    await journalOf(lease).record([failed('p1', soon as Instant)], null)
    await endCycle(store, job.id, lease, ended)
    expect((await jobOf(store, app)).nextRun).toBe(soon)
  })

  test('the next cycle is not later than the next attempt at a membership that failed', async () => {
    const lease = (await takeLease(store, job.id, false)) ?? ''
    const soon = new Date(Date.now() + 60_000).toISOString()
    await sql`insert into member_link (tenant_id, job_id, group_id, member_type, member_id, sure, reported, next, since)
      values (${store.tenant}, ${job.id}, 'g1', 'User', 'p1', true, false, ${soon}, now())`.execute(store.db)
    const whole = ended
    await endCycle(store, job.id, lease, whole)
    expect((await jobOf(store, app)).nextRun).toBe(soon)
  })

  test('a moment at which somebody changes by time alone is remembered, moved, and wakes the job', async () => {
    const lease = (await takeLease(store, job.id, false)) ?? ''
    const soon = new Date(Date.now() + 60_000).toISOString() as Instant
    await journalOf(lease).record(
      [
        { ...failed('p1'), due: soon },
        { ...linked('p2'), due: later },
      ],
      null,
    )
    const looks = await journalOf(lease).looksOf([user('p1'), user('p2')])
    expect(
      looks
        .get('User/p1')
        ?.map(({ why, next }) => [why, next])
        .toSorted(),
    ).toEqual([
      ['due', soon],
      ['failed', now],
    ])
    expect(looks.get('User/p2')).toMatchObject([{ why: 'due', next: later }])
    await journalOf(lease).record([linked('p1'), { ...linked('p2'), due: soon }], null)
    const after = await journalOf(lease).looksOf([user('p1'), user('p2')])
    expect(after.get('User/p1')).toBeUndefined()
    expect(after.get('User/p2')).toMatchObject([{ why: 'due', next: soon }])
    await endCycle(store, job.id, lease, ended)
    expect((await jobOf(store, app)).nextRun).toBe(soon)
  })

  test('a moment that came while the cycle ran wakes the job at once, unless the cycle failed', async () => {
    const lease = (await takeLease(store, job.id, false)) ?? ''
    const ago = (ms: number) => new Date(Date.now() - ms).toISOString() as Instant
    const meanwhile = ago(60_000)
    await journalOf(lease).record([{ ...linked('p1'), due: meanwhile }], { watermark: 'w' as Watermark })
    const last: Partial<LastCycle> = { began: ago(120_000), stopped: false }
    await endCycle(store, job.id, lease, {
      ...ended,
      last: last as LastCycle,
      error: null,
      verified: false,
      schemaVersion: 1,
      nextRun: later,
    })
    expect((await jobOf(store, app)).nextRun).toBe(meanwhile)
    const again = (await takeLease(store, job.id, false)) ?? ''
    await endCycle(store, job.id, again, ended)
    expect((await jobOf(store, app)).nextRun).toBe(later)
  })

  test('what waits for its moment is not read to find what is due', async () => {
    await sql`insert into look (tenant_id, job_id, object_type, object_id, why, since, next)
      select ${store.tenant}::uuid, ${job.id}, 'User', gen_random_uuid()::text, 'due', now(), now() + n * interval '1 minute'
      from generate_series(1, 5000) n`.execute(store.db)
    await sql`analyze look`.execute(store.db)
    const { rows } = await sql<Record<string, string>>`explain select * from look where tenant_id = ${store.tenant}
      and job_id = ${job.id} and why = 'due' and (next <= now() or decision = 'allowed') and object_id > '' order by object_id limit 500`.execute(
      store.db,
    )
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toContain('look_next')
    expect(plan).not.toContain('Seq Scan')
  })

  test('mappings are given back as they were saved, unknown members and order included', async () => {
    const [rule] = dynamicSignal.schema.synchronizationRules
    const schema = { zeta: 1, ...dynamicSignal.schema, alpha: { z: [null], a: 'x' }, synchronizationRules: [{ unknown: true, ...rule }] } // prettier-ignore
    await saveSchema(store, job.id, schema as never, { verify: false })
    expect(JSON.stringify((await jobOf(store, app)).schema)).toBe(JSON.stringify(schema))
  })

  test('CY-22: mappings saved while a cycle runs make the next cycle an initial one', async () => {
    const lease = (await takeLease(store, job.id, false)) ?? ''
    await saveSchema(store, job.id, dynamicSignal.schema, { verify: false })
    await journalOf(lease).record([], { watermark: 'w' as Watermark })
    const last: Partial<LastCycle> = { began: now, stopped: false }
    await endCycle(store, job.id, lease, {
      ...ended,
      last: last as LastCycle,
      error: null,
      verified: false,
      schemaVersion: 1,
      nextRun: later,
    })
    const after = await jobOf(store, app)
    expect(after).toMatchObject({ watermark: null, verify: false, schemaVersion: 2 })
    expect(Date.parse(after.nextRun ?? ''), 'at once').toBeLessThanOrEqual(Date.now() + 1000)
  })

  test('attributes that are compared by other rules than before make the next cycle read every account', async () => {
    await saveSchema(store, job.id, dynamicSignal.schema, { verify: true })
    expect(await jobOf(store, app)).toMatchObject({ watermark: null, verify: true })
  })

  test('another time zone makes the next cycle an initial one; another name does not', async () => {
    const lease = (await takeLease(store, job.id, false)) ?? ''
    await journalOf(lease).record([], { watermark: 'w' as Watermark })
    await saveTenant(store, { displayName: 'Contoso', timeZone: 'UTC' })
    expect(await jobOf(store, app)).toMatchObject({ watermark: 'w', schemaVersion: 1 })
    expect(await saveTenant(store, { timeZone: 'Europe/Berlin' })).toMatchObject({ displayName: 'Contoso' })
    expect(await jobOf(store, app)).toMatchObject({ watermark: null, schemaVersion: 2 })
  })

  const settings = dynamicSignal.settings
  test.each<[string, Partial<JobRowSettings>, boolean]>([
    ['A-41, UI-39: another scope', { syncAll: true }, true],
    ['nested groups', { nestedGroups: true }, true],
    ['what becomes of those out of scope', { skipOutOfScopeDeletions: true }, true],
    ['another interval', { interval: 5 }, false],
    ['what is said to be so already', { nestedGroups: false }, false],
  ])('%s, saved while a cycle runs: the next cycle is an initial one: %o, %s', async (_, changed, anew) => {
    const lease = (await takeLease(store, job.id, false)) ?? ''
    expect(await saveSettings(store, job, { ...settings, ...changed })).toBe(anew)
    await journalOf(lease).record([], { watermark: 'w' as Watermark })
    await endCycle(store, job.id, lease, ended)
    expect(await jobOf(store, app)).toMatchObject({
      watermark: anew ? null : 'w',
      settings: { ...settings, ...changed },
    })
  })

  test('SC-10: another rule about Default Access makes the next cycle an initial one', async () => {
    const lease = (await takeLease(store, job.id, false)) ?? ''
    await journalOf(lease).record([], { watermark: 'w' as Watermark })
    expect(await setRequiresRole(store, app, true)).toEqual(app)
    expect(await jobOf(store, app)).toMatchObject({ watermark: 'w' })
    expect(await setRequiresRole(store, app, false)).toMatchObject({ requiresRole: false })
    expect(await findApplication(store, app.id)).toMatchObject({ requiresRole: false })
    expect(await jobOf(store, app)).toMatchObject({ watermark: null, schemaVersion: 2 })
  })

  test('CY-22: a restart that is asked for while a cycle runs makes the next cycle the initial one', async () => {
    const lease = (await takeLease(store, job.id, false)) ?? ''
    await restart(store, job.id, readResetScope(''))
    await journalOf(lease).record([], { watermark: 'w' as Watermark })
    await endCycle(store, job.id, lease, ended)
    expect(await jobOf(store, app)).toMatchObject({ watermark: null, verify: true })
  })

  test('CY-22: a restart that is asked for while everybody is read again makes the next cycle read everybody once more', async () => {
    const lease = (await takeLease(store, job.id, false)) ?? ''
    await restart(store, job.id, readResetScope('Watermark'))
    await restart(store, job.id, readResetScope('Watermark'))
    const { schemaVersion } = await jobOf(store, app)
    await journalOf(lease).record([], { watermark: 'w' as Watermark })
    const last = { began: now, stopped: false } as Partial<LastCycle> as LastCycle
    const whole = { ...ended, last, error: null, verified: true, nextRun: later }
    await endCycle(store, job.id, lease, { ...whole, schemaVersion: schemaVersion - 1 })
    expect(await jobOf(store, app)).toMatchObject({ watermark: null, verify: true })
    await endCycle(store, job.id, (await takeLease(store, job.id, false)) ?? '', { ...whole, schemaVersion })
    expect(await jobOf(store, app)).toMatchObject({ verify: false })
  })

  test('an application has several jobs, told apart by name; without a name only one can be meant', async () => {
    expect((await jobOf(store, app)).name).toBe('Provisioning')
    const second = await insertJob(store, app, dynamicSignal, 'Contractors')
    expect((await jobsOf(store, app)).map(({ name }) => name)).toEqual(['Provisioning', 'Contractors'])
    for (const which of ['CONTRACTORS', second.id]) expect((await jobOf(store, app, which)).id).toBe(second.id)
    await expect(jobOf(store, app)).rejects.toThrow(
      'Dynamic Signal has more than one job: "Provisioning", "Contractors". Say which: --job NAME.',
    )
    await expect(jobOf(store, app, 'x')).rejects.toThrow(
      'Dynamic Signal has no job "x". It has "Provisioning", "Contractors".',
    )
    await expect(insertJob(store, app, dynamicSignal, 'contractors')).rejects.toThrow(
      'Dynamic Signal has a job "contractors" already. Give this one another name.',
    )
    await saveSettings(store, second, { ...dynamicSignal.settings, syncAll: true })
    expect((await jobOf(store, app, 'Provisioning')).settings.syncAll).toBe(false)
  })

  test('a removed job is forgotten with all it remembered, and the other one keeps its own; the log stays', async () => {
    const other = await insertJob(store, app, dynamicSignal, 'Contractors')
    const lease = (await takeLease(store, job.id, false)) ?? ''
    await journalOf(lease).record([linked('p1', 'm1'), failed('p2')], null)
    await sql`insert into link (tenant_id, job_id, object_type, object_id, target_id, state, active)
      select tenant_id, ${other.id}, object_type, object_id, target_id, state, active from link where tenant_id = ${store.tenant}`.execute(
      store.db,
    )
    for (const one of [job, other])
      await sql`insert into member_link (tenant_id, job_id, group_id, member_type, member_id, sure, reported)
        values (${store.tenant}, ${one.id}, 'g1', 'User', 'p1', true, false)`.execute(store.db)
    await removeJob(store, job.id)
    await expect(journalOf(lease).record([linked('p3')], null)).rejects.toThrow(LeaseLost)
    expect(Object.values(await countJob(store, job.id)).filter((count) => count !== 0)).toEqual([])
    expect(await countJob(store, other.id)).toMatchObject({ linked: 1 })
    const { rows } = await sql<{
      id: string
    }>`select job_id as id from member_link where tenant_id = ${store.tenant}`.execute(store.db)
    expect(rows).toEqual([{ id: other.id }])
    expect((await jobOf(store, app)).id).toBe(other.id)
    expect(await readLog(store, { jobs: [job.id], limit: 10 })).not.toEqual([])
    await removeJob(store, other.id)
    await expect(jobOf(store, app)).rejects.toThrow(
      'Dynamic Signal has no job. usher job add "Dynamic Signal" NAME makes one.',
    )
  })

  test('CY-21: a restart forgets watermark and failures, and keeps links and what is held', async () => {
    const lease = (await takeLease(store, job.id, false)) ?? ''
    await journalOf(lease).record([failed('p1'), linked('p2'), held('p3')], { watermark: 'w' as Watermark })
    await restart(store, job.id, readResetScope(''))
    expect(await jobOf(store, app)).toMatchObject({ watermark: null, verify: true })
    expect(await countJob(store, job.id)).toMatchObject({ linked: 1, failed: 0, held: 1 })
  })

  test('held removals are listed, decided one by one or all at once, and come up when allowed', async () => {
    const lease = (await takeLease(store, job.id, false)) ?? ''
    const on = journalOf(lease)
    await on.record([held('p1'), held('p2'), held('p3')], null)
    expect(await on.removals(now)).toMatchObject({ done: 0, held: 3 })
    expect(await decideHeld(store, job.id, 'removalHeld', { decision: 'rejected', ids: ['p1'], now: now })).toEqual({
      decided: 1,
      rejected: 1,
    })
    expect(
      await decideHeld(store, job.id, 'removalHeld', { decision: 'allowed', ids: ['p2', 'nobody'], now: now }),
    ).toEqual({
      decided: 1,
      rejected: 1,
    })
    expect((await heldLooks(store, job.id, 'removalHeld')).map(({ id, decision }) => [id, decision])).toEqual([
      ['p1', 'rejected'],
      ['p2', 'allowed'],
      ['p3', null],
    ])
    const due: string[] = []
    for await (const looks of on.looks(['removalHeld'], now)) due.push(...looks.map(({ ref }) => ref.id))
    expect(due).toEqual(['p2'])
    // What somebody rejected, nobody allows without naming it.
    expect(await decideHeld(store, job.id, 'removalHeld', { decision: 'allowed', ids: 'all', now: now })).toEqual({
      decided: 1,
      rejected: 1,
    })
    expect((await heldLooks(store, job.id, 'removalHeld')).map(({ decision }) => decision)).toEqual(['rejected', 'allowed', 'allowed']) // prettier-ignore
  })

  test('what is held is read by pages, none of it twice, searched, and by what was decided; all of it is counted', async () => {
    const lease = (await takeLease(store, job.id, false)) ?? ''
    const ids = Array.from({ length: 25 }, (_, at) => `p${String(at).padStart(2, '0')}`)
    await journalOf(lease).record(ids.map(held), null)
    await decideHeld(store, job.id, 'removalHeld', { decision: 'rejected', ids: ['p03'], now: now })
    const read: string[] = []
    for (let after: string | undefined; ;) {
      const { rows, next } = await heldPage(store, job.id, 'removalHeld', { limit: 10, after })
      read.push(...rows.map(({ id }) => id))
      if (next === null) break
      after = next
    }
    expect(read).toEqual(ids)
    const only = async (asked: object) => (await heldPage(store, job.id, 'removalHeld', asked)).rows.map(({ id }) => id)
    expect(await only({ search: 'P2' })).toEqual(['p20', 'p21', 'p22', 'p23', 'p24'])
    expect(await only({ search: '_' })).toEqual([])
    expect(await only({ decision: 'rejected' })).toEqual(['p03'])
    expect(await only({ decision: 'none', limit: 4 })).toEqual(['p00', 'p01', 'p02', 'p04'])
    expect(await countHeld(store, job.id, 'removalHeld')).toEqual({ undecided: 24, allowed: 0, rejected: 1 })
  })

  test('a decision that is made while a cycle runs is kept by what the cycle records', async () => {
    const lease = (await takeLease(store, job.id, false)) ?? ''
    const on = journalOf(lease)
    await on.record([held('p1'), held('p2')], null)
    await decideHeld(store, job.id, 'removalHeld', { decision: 'allowed', ids: ['p1'], now: now })
    await on.record([held('p1'), held('p2')], null)
    expect((await heldLooks(store, job.id, 'removalHeld')).map(({ id, decision }) => [id, decision])).toEqual([
      ['p1', 'allowed'],
      ['p2', null],
    ])
  })

  test('the guard counts what was removed or began to fail since then, what is held, and the active accounts that are managed', async () => {
    const lease = (await takeLease(store, job.id, false)) ?? ''
    const on = journalOf(lease)
    const gone = linked('p3')
    const target = { id: 'a', attributes: {} }
    const disabling = { ...gone.outcome.change, action: 'disable', target, patch: [] } as Change
    const failing = failed('p6')
    const look = { ...failing.outcome.look, what: ['removal'] } as NonNullable<Outcome['look']>
    const failingRemoval = { ...failing, outcome: { ...failing.outcome, look } }
    await on.record([linked('p1'), linked('p2'), held('p4'), failed('p5'), failingRemoval], null)
    await on.record(
      [
        {
          ...gone,
          counts: ['removal'],
          outcome: { ...gone.outcome, change: disabling },
          link: { targetId: 'a', joinedBy: null, state: 'released', active: false, sent: null },
        },
      ],
      null,
    )
    expect(await on.removals(now)).toEqual({ done: 1, failing: 1, held: 1, managed: 2, linked: true })
    expect(await on.removals('2026-01-01T00:00:01.000Z' as Instant)).toEqual({
      done: 0,
      failing: 0,
      held: 1,
      managed: 2,
      linked: true,
    })
  })

  test('a reference that cannot be written is said once, and again when it names somebody else', async () => {
    const lease = (await takeLease(store, job.id, false)) ?? ''
    const on = journalOf(lease)
    const unresolved = async (): Promise<readonly string[]> => {
      const ids: string[] = []
      for await (const page of on.unresolved()) {
        ids.push(...page.map(({ of }) => of.id))
        await on.record(
          page.map(({ ref }) => ({
            outcome: { ...failed(ref.id).outcome, result: 'warning' } as Outcome,
            link: undefined,
            uses: undefined,
            note: true,
          })),
          null,
        )
      }
      return ids
    }
    await on.record([linked('p1', 'm1')], null)
    expect(await unresolved()).toEqual(['m1'])
    await on.record([linked('p1', 'm1')], null)
    expect(await unresolved()).toEqual([])
    await on.record([linked('p1', 'm2')], null)
    expect(await unresolved()).toEqual(['m2'])
  })
})

function change(id: string): Change {
  return {
    ref: user(id),
    reason: { code: 'alreadyEqual', details: {} },
    basis: '',
    matching: null,
    action: 'none',
    facts: {
      entry: { ref: user(id), object: { displayName: id }, assignments: [] },
      link: null,
      references: new Map(),
      verdict: { inScope: true, via: 'all', checks: [], uses: [] },
      desired: { flows: [], uses: [], problems: [] },
      match: { kind: 'absent' },
    },
  }
}

function failed(id: string, next: Instant = now): Settled {
  const error = { code: 'InternalServerError', message: 'no', retry: 'later' } as const
  const look = { ref: user(id), why: 'failed', since: now, next, attempts: 1, error } as const
  return {
    outcome: { change: change(id), result: 'failure', error, look, written: [], exchanges: [] },
    link: undefined,
    uses: undefined,
  }
}

function held(id: string): Settled {
  const look = { ref: user(id), why: 'removalHeld', since: now, next: later, attempts: 0 } as const
  return {
    outcome: { change: change(id), result: 'held', look, written: [], exchanges: [] },
    link: undefined,
    uses: undefined,
  }
}

function linked(id: string, manager?: string): Settled {
  const uses = manager === undefined ? [] : [{ path: 'manager', of: user(manager), written: null }]
  return {
    outcome: { change: change(id), result: 'success', written: [], exchanges: [] },
    link: { targetId: `a-${id}`, joinedBy: null, state: 'managed', active: true, sent: null },
    uses,
  }
}
