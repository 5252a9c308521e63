import type { Entry, Membership, Source, Watermark } from '@usher/engine'
import { openDatabase, type Database } from '@usher/host'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { directorySource } from '../connectors/directory/source.ts'
import { ruleOf } from '../runner/open-job.ts'
import { kinds, newDatabase } from '../testing/stores.ts'
import { findApplication, type Application } from './applications.ts'
import type { Store } from './directory.ts'
import { jobOf, type Job } from './jobs.ts'
import { links } from './journal.ts'
import { daysOf } from './days.ts'
import { readLog } from './log-read.ts'
import { logImport } from './log.ts'
// Rows as the version before 0002 wrote them: some people, their accounts, and the job between.
import sample from './migrations/0001.sample.json' with { type: 'json' }
import type { Tables } from './tables.ts'
import { readTenant } from './tenant.ts'
import { listUsers } from './users.ts'

const migrations = new URL('migrations/', import.meta.url)

describe.each(kinds)('a store on %s that the version before wrote', (kind) => {
  let folder = ''
  let database: Database<Tables>
  let store: Store
  let app: Application
  let job: Job

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'usher-'))
    const place =
      kind === 'postgres' ? { url: await newDatabase(inject('postgresUrl')) } : { folder: join(folder, 'store') }
    await copyFile(new URL('0001_initial.sql', migrations), join(folder, '0001_initial.sql'))
    const before = await openDatabase<Tables>({ ...place, migrations: pathToFileURL(`${folder}/`) })
    for (const [table, rows] of Object.entries(sample))
      await sql`insert into ${sql.ref(table)} overriding system value
        select * from json_populate_recordset(cast(null as ${sql.ref(table)}), cast(${JSON.stringify(rows)} as json))`.execute(
        before.db,
      )
    await before.close()
    database = await openDatabase<Tables>({ ...place, migrations })
    store = { db: database.db, tenant: sample.tenant[0]?.tenant_id ?? '', changed: () => undefined }
    app = await findApplication(store, 'Dynamic Signal')
    job = await jobOf(store, app)
  })
  afterEach(async () => {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('keeps its people, accounts and log, and counts its days in UTC', async () => {
    const { users, total } = await listUsers(store, { limit: 10 })
    expect(total).toBe(sample.directory_user.length)
    const refs = users.map(({ id }) => ({ type: 'User', id }))
    const found = await links(store, job.id, refs)
    expect(new Set([...found.values()].map(({ targetId }) => targetId))).toEqual(
      new Set(sample.link.map(({ target_id }) => target_id)),
    )
    const log = await readLog(store, { jobs: [job.id], limit: 100 })
    expect(log).toHaveLength(sample.provisioning_log.filter(({ job_id }) => job_id === job.id).length)
    expect(await readTenant(store)).toMatchObject({ timeZone: 'UTC' })
  })

  test('finds the lines of before by what is in them, each in the table of its day', async () => {
    for (const line of sample.provisioning_log) {
      const { id, job_id: of, object_id: objectId, result, display_name: name, at } = line
      const question = { jobs: [of], objectId, result, search: name, limit: 100 }
      expect((await readLog(store, question)).map((found) => found.id)).toContain(id)
      expect(await daysOf(store.db, 'provisioning_log')).toContain(new Date(at).toISOString().slice(0, 10))
    }
    const newest = Math.max(...sample.provisioning_log.map(({ id }) => id))
    await logImport(store, job.id.slice(-36), [{ action: 'other', result: 'warning', reason: 'x', objectId: '', displayName: '', sentence: 'x', advice: null }]) // prettier-ignore
    expect((await readLog(store, { limit: 1 }))[0]?.id).toBe(newest + 1)
  })

  test('feeds its groups and their members to jobs that read them from now on', async () => {
    const source = directorySource(store, app.id) as Required<Source>
    const before = JSON.stringify({ system: '', database: '', xmin: '0' }) as Watermark
    const groups: (readonly Entry[])[] = []
    for await (const { entries } of source.changes({ type: 'Group', after: before })) groups.push(entries)
    expect(groups.flat().map(({ object }) => object?.['displayName'])).toEqual(sample.directory_group.map((one) => one.display_name)) // prettier-ignore
    const memberships: (readonly Membership[])[] = []
    for await (const page of source.memberships(before)) memberships.push(page)
    expect(await source.present(memberships.flat())).toEqual(sample.group_member.map(() => true))
  })

  test('keeps its mappings, which are still sound', async () => {
    expect(job.schema).toEqual(sample.job[0]?.schema)
    const rule = ruleOf(app, job)
    expect(rule.mapping.mappings).toHaveLength(22)
    const [entry] = await directorySource(store, app.id, { reads: rule.reads, appRoles: app.appRoles }).read(
      sample.link.slice(0, 1).map(({ object_id }) => ({ type: 'User', id: object_id })),
    )
    expect(entry?.object).toMatchObject({ accountEnabled: true })
  })
})
