import type { Instant } from '@usher/engine'
import type { Database } from '@usher/host'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { inbound } from '../gallery/inbound/template.ts'
import { inboundMappingOf } from '../import/inbound-mapping.ts'
import { insertApplication } from '../store/applications.ts'
import { decideHeld } from '../store/decisions.ts'
import type { Store } from '../store/directory.ts'
import { carryOutUploads } from '../store/inbound-batch.ts'
import { dueInbound } from '../store/inbound-jobs.ts'
import { acceptUpload, countUploads, uploadLimits } from '../store/inbound-uploads.ts'
import { insertJob, readJob, removeJob, setState, type Job } from '../store/jobs.ts'
import { readLog } from '../store/log-read.ts'
import { restart } from '../store/restart.ts'
import type { Tables } from '../store/tables.ts'
import { findUser, listUsers } from '../store/users.ts'
import { kinds, newTenant, openStore } from '../testing/stores.ts'
import type { House } from './open-job.ts'
import { takeUploads } from './take-uploads.ts'

type Sent = Readonly<Record<string, string | boolean | null>>

describe.each(kinds)('what an inbound job was sent, on %s', (kind) => {
  let database: Database<Tables>
  let store: Store
  let job: Job
  let now = Date.parse('2026-03-02T09:00:00Z')
  beforeAll(async () => {
    ;({ database } = await openStore(kind, inject('postgresUrl')))
  })
  beforeEach(async () => {
    store = await newTenant(database)
    const { id: templateId, displayName, appRoles, requiresRole } = inbound
    const app = await insertApplication(store, { displayName, templateId, appRoles, requiresRole })
    job = await insertJob(store, app, inbound)
    await setState(store, job.id, 'Active')
    // A clock that begins after the day's tables may be made.
    now = Date.now()
  })
  afterAll(() => database.close())

  const house = (): House =>
    ({ store, exclusive: false, now: () => new Date(now).toISOString() as Instant }) as Partial<House> as House
  const take = () => takeUploads(house(), job.id, () => false)
  const accept = (...people: Sent[]) =>
    acceptUpload(store, job.id, people.map((data, n) => ({ bulkId: `b${n}`, data }))) // prettier-ignore
  const send = async (...people: Sent[]): Promise<void> => {
    expect(await accept(...people)).toEqual({ kind: 'accepted' })
    await take()
  }
  const actions = async () => (await readLog(store, { jobs: [job.id], limit: 1000 })).map(({ action }) => action)
  const some = (from: number, to: number, rest: Record<string, boolean> = {}) =>
    Array.from({ length: to - from }, (_, n) => ({ externalId: `k${from + n}`, ...rest }))
  const people = (from: number, to: number) =>
    some(from, to).map(({ externalId }) => ({ externalId, userName: `${externalId}@x`, displayName: externalId }))
  const enabled = async (): Promise<number> =>
    (await listUsers(store, { limit: 999 })).users.filter(({ accountEnabled }) => accountEnabled).length

  test('accepted means kept: what breaks in the middle changes nothing, and is done once when it goes again', async () => {
    await accept(...people(0, 3))
    const { schema } = await readJob(store, job.id)
    const of = { job: job.id, application: job.applicationId, cycle: crypto.randomUUID(), mapping: inboundMappingOf(schema), at: house().now() } // prettier-ignore
    const read = () => {
      throw new Error('The power is gone.')
    }
    await expect(carryOutUploads(store, of, { most: 20, read })).rejects.toThrow('The power is gone.')
    expect([await countUploads(store, job.id), (await listUsers(store, { limit: 9 })).total]).toEqual([1, 0])
    expect(await dueInbound(store)).toEqual([job.id])
    await take()
    expect(await actions()).toEqual(['create', 'create', 'create'])
    expect([await countUploads(store, job.id), await dueInbound(store)]).toEqual([0, []])
    expect((await readJob(store, job.id)).lastCycle).toMatchObject({ created: 3, updated: 0, failed: 0 })
  })

  test('a paused job takes nothing and forgets nothing; started again it goes on; a restart lets go what waits', async () => {
    await accept(...people(0, 1))
    await setState(store, job.id, 'Paused')
    await take()
    expect([await countUploads(store, job.id), await dueInbound(store)]).toEqual([1, []])
    await setState(store, job.id, 'Active')
    await take()
    expect((await findUser(store, 'k0')).userPrincipalName).toBe('k0@x')
    await accept(...people(1, 2))
    await restart(store, job.id, ['Watermark'])
    expect(await countUploads(store, job.id)).toBe(0)
    await take()
    expect((await listUsers(store, { limit: 9 })).total).toBe(1)
  })

  test('sent again, nothing changes and nothing is told', async () => {
    await send(...people(0, 2))
    await send(...people(0, 2))
    expect(await actions()).toEqual(['create', 'create'])
    expect((await readJob(store, job.id)).lastCycle).toMatchObject({ unchanged: 2 })
  })

  test('more than twenty who leave within a minute are counted together before any of them is disabled', async () => {
    await send(...people(0, 50))
    await send(...people(50, 100))
    const leaving = some(0, 25, { active: false })
    await send(...leaving)
    expect([await enabled(), await dueInbound(store)]).toEqual([100, []])
    now += 61_000
    await take()
    expect(await enabled()).toBe(100)
    expect((await actions()).filter((action) => action === 'stagedDelete')).toHaveLength(25)
    expect(await decideHeld(store, job.id, 'removalHeld', { decision: 'rejected', ids: ['x'], now: house().now() })).toMatchObject({ decided: 0 }) // prettier-ignore
    await decideHeld(store, job.id, 'removalHeld', { decision: 'allowed', ids: 'all', now: house().now() })
    expect(await dueInbound(store)).toEqual([job.id])
    await take()
    expect(await enabled()).toBe(75)
  })

  test('what a person rejected stays so, whatever is sent again; below the limit leavers go at once', async () => {
    await send(...people(0, 50))
    await send(...some(0, 9, { active: false }))
    expect(await enabled()).toBe(41)
    await send(...some(9, 11, { active: false }))
    expect(await enabled()).toBe(41)
    await decideHeld(store, job.id, 'removalHeld', { decision: 'rejected', ids: 'all', now: house().now() })
    now += 60 * 60_000
    await send(...some(9, 11, { active: false }))
    expect(await enabled()).toBe(41)
    await send({ externalId: 'k9', active: true })
    await send({ externalId: 'k9', active: false })
    expect(await enabled()).toBe(40)
  })

  test('calls are counted over five seconds, and over a day for all jobs', async () => {
    for (let call = 0; call < uploadLimits.calls; call++)
      expect(await accept(...people(0, 1))).toEqual({ kind: 'accepted' })
    expect(await accept(...people(0, 1))).toEqual({ kind: 'tooMany', limit: 'seconds', wait: 5 })
    // Where the service is set so, more or fewer.
    const operations = people(0, 1).map((data, n) => ({ bulkId: `b${n}`, data }))
    expect(await acceptUpload(store, job.id, operations, { calls: 41, day: 50 })).toEqual({ kind: 'accepted' })
    expect(await acceptUpload(store, job.id, operations, { calls: 100, day: 41 })).toMatchObject({ limit: 'day' })
    await sql`delete from inbound_upload where id = (select max(id) from inbound_upload)`.execute(store.db)
    await sql`update inbound_upload set at = at - interval '6 seconds' where tenant_id = ${store.tenant}`.execute(
      store.db,
    )
    expect(await accept(...people(0, 1))).toEqual({ kind: 'accepted' })
    await sql`insert into inbound_upload (tenant_id, job_id, at) select ${store.tenant}, 'other', now() - interval '23 hours' from generate_series(1, ${uploadLimits.day})`.execute(
      store.db,
    )
    expect(await accept(...people(0, 1))).toMatchObject({
      kind: 'tooMany',
      limit: 'day',
      wait: expect.closeTo(3600, -2) as number,
    })
  })

  test('what the store does not take is given up with a line, and the calls behind it go on', async () => {
    await accept(...people(0, 1))
    await sql`update inbound_upload set operations = '[{"bulkId":"broken","data":7}]' where tenant_id = ${store.tenant}`.execute(
      store.db,
    )
    await accept(...people(1, 2))
    await take()
    expect((await findUser(store, 'k1')).userPrincipalName).toBe('k1@x')
    expect((await actions()).toSorted()).toEqual(['create', 'other'])
  })

  test('with the job goes what waits for it', async () => {
    await accept(...people(0, 1))
    await removeJob(store, job.id)
    expect(await countUploads(store, job.id)).toBe(0)
  })
})
