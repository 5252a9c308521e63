import { add, addDays, type Instant } from '@usher/engine'
import type { Database } from '@usher/host'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { audit } from '../store/audit.ts'
import { readAudit } from '../store/audit-read.ts'
import { insertApplication } from '../store/applications.ts'
import { dropDays, daysOf, makeDays } from '../store/days.ts'
import type { Store } from '../store/directory.ts'
import { addMembers, removeMembers } from '../store/group-members.ts'
import { createGroup } from '../store/groups.ts'
import { generic } from '../gallery/generic/template.ts'
import { insertJob, setState } from '../store/jobs.ts'
import { saveTenant } from '../store/tenant.ts'
import { setUser } from '../testing/set-user.ts'
import type { Tables } from '../store/tables.ts'
import { kinds, newTenant, openStore } from '../testing/stores.ts'
import { currentMark, toWatermark } from '../connectors/directory/feed.ts'
import { forgetMemberships } from './forget-memberships.ts'
import type { House } from './open-job.ts'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openKeys } from '../store/secrets.ts'
import { rotateWhenDue, signingKeys } from '../store/signing-keys.ts'
import { forget, upkeep } from './upkeep.ts'

const today = '2026-06-30T09:00:00.000Z' as Instant

describe.each(kinds)('the upkeep on %s', (kind) => {
  let database: Database<Tables>
  let store: Store
  beforeEach(async () => {
    ;({ database } = await openStore(kind, inject('postgresUrl')))
    store = await newTenant(database)
  })
  afterEach(() => database.close())

  const made = async (...days: readonly number[]): Promise<void> => {
    for (const day of days) await makeDays(store.db, addDays(today, -day))
  }

  test('requests are kept for a week and lines for a year, unless the tenant says otherwise', async () => {
    await made(400, 9, 3)
    await forget({ store }, today)
    expect(await daysOf(store.db, 'provisioning_log')).toEqual(['2026-06-21', '2026-06-22', '2026-06-27', '2026-06-28'])
    expect(await daysOf(store.db, 'exchange_page')).toEqual(['2026-06-27', '2026-06-28'])
  })

  test('a shorter time is kept to, and for ever is for ever', async () => {
    await made(4000, 9)
    await saveTenant(store, { logDays: null, exchangeDays: 10 })
    await forget({ store }, today)
    expect(await daysOf(store.db, 'provisioning_log')).toHaveLength(4)
    await saveTenant(store, { logDays: 8 })
    await forget({ store }, today)
    expect(await daysOf(store.db, 'provisioning_log')).toEqual(['2026-06-22'])
    expect(await daysOf(store.db, 'exchange_page')).toEqual(['2026-06-21', '2026-06-22'])
  })

  test('of two tenants in one store the one that keeps the log longer decides', async () => {
    const other = await newTenant(database)
    await made(100)
    await saveTenant(store, { logDays: 30 })
    await saveTenant(other, { logDays: 200 })
    await forget({ store }, today)
    expect(await daysOf(store.db, 'provisioning_log')).toHaveLength(2)
  })

  test('acts of an administrator are kept for two years', async () => {
    await audit(store, { actor: 'cli:mia', activity: 'Reconcile', object: 'Acme' })
    const now = new Date().toISOString() as Instant
    await forget({ store }, addDays(now, 729))
    expect(await readAudit(store, { limit: 9 })).toHaveLength(1)
    await forget({ store }, addDays(now, 731))
    expect(await readAudit(store, { limit: 9 })).toEqual([])
  })

  test('days are made ahead once an hour, also after a clock went back', async () => {
    let now = today
    const work = upkeep({ store, now: () => now } as House)
    const days = () => daysOf(store.db, 'exchange_page')
    await work()
    expect(await days()).toEqual(['2026-06-30', '2026-07-01'])
    now = add(today, 59 * 60_000)
    await dropDays(store.db, 'exchange_page', { before: addDays(today, 9), most: 9 })
    await work()
    expect(await days()).toEqual([])
    now = addDays(today, -1)
    await work()
    expect(await days()).toEqual(['2026-06-29', '2026-06-30'])
  })

  describe('changes of memberships', () => {
    const left = async (): Promise<number> =>
      (await sql`select from membership_change where tenant_id = ${store.tenant}`.execute(store.db)).rows.length
    const watermark = async (job: string, mark: string | null): Promise<void> =>
      void (await sql`update job set watermark = ${mark} where tenant_id = ${store.tenant} and id = ${job}`.execute(
        store.db,
      ))

    /** Ana is in a group, Bea was; nobody else is open on the server. */
    async function given(): Promise<string> {
      const app = await insertApplication(store, {
        displayName: 'Acme',
        templateId: 'generic',
        appRoles: [],
        requiresRole: false,
      })
      const { id } = await insertJob(store, app, generic)
      const people = await Promise.all(['ana', 'bea'].map((who) => setUser(store, `${who}@x.example`, {})))
      const ids = people.map(({ user }) => user.id)
      const group = await createGroup(store, 'Sales', {})
      await addMembers(store, group.id, ids)
      await removeMembers(store, group.id, ids.slice(1))
      return id
    }

    test('go when they are of nobody any more and every job has read them', async () => {
      const job = await given()
      await watermark(job, toWatermark({ ...(await currentMark(store)), xmin: '9999999999' }))
      expect(await left()).toBe(2)
      expect(await forgetMemberships(store)).toBe(1)
      expect(await left()).toBe(1)
    })

    test('stay while a job has not read them', async () => {
      const job = await given()
      await watermark(job, toWatermark({ ...(await currentMark(store)), xmin: '3' }))
      expect(await forgetMemberships(store)).toBe(0)
    })

    test('stay while a job reads everything, and while none has read anything', async () => {
      const job = await given()
      expect(await forgetMemberships(store)).toBe(0)
      const app = await insertApplication(store, {
        displayName: 'Other',
        templateId: 'generic',
        appRoles: [],
        requiresRole: false,
      })
      const other = await insertJob(store, app, generic)
      await watermark(job, toWatermark({ ...(await currentMark(store)), xmin: '9999999999' }))
      await setState(store, other.id, 'Active')
      expect(await forgetMemberships(store)).toBe(0)
    })
  })

  test('tokens are signed with a new key after ninety days, by one of those that look at once; the old one verifies on', async () => {
    const keys = await openKeys(join(await mkdtemp(join(tmpdir(), 'usher-upkeep-')), 'key'))
    const [first] = await signingKeys(store, keys)
    const due = () => rotateWhenDue(store, keys, addDays(new Date().toISOString() as Instant, -90))
    const age = (days: number) => sql`update signing_key set created_at = now() - ${days} * interval '1 day' where tenant_id = ${store.tenant}`.execute(store.db) // prettier-ignore
    await age(89)
    expect(await due()).toBeNull()
    await age(91)
    const made = await Promise.all([due(), due(), due()])
    expect(made.filter((kid) => kid !== null)).toHaveLength(1)
    expect((await signingKeys(store, keys)).map(({ kid }) => kid)).toEqual([
      made.find((kid) => kid !== null),
      first?.kid,
    ])
  })
})
