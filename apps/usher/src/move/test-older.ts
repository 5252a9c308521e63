/** A backup that an older version made, of a store as that version had it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, inject } from 'vitest'
import { findApplication } from '../store/applications.ts'
import { jobOf } from '../store/jobs.ts'
import { links } from '../store/journal.ts'
import { readLog } from '../store/log-read.ts'
// Rows as the version before 0002 wrote them; each later version had them as its migrations made them.
import sample from '../store/migrations/0001.sample.json' with { type: 'json' }
import { openKeys } from '../store/secrets.ts'
import { keyMark } from '../store/tenant.ts'
import { listUsers } from '../store/users.ts'
import { newDatabase, type kinds } from '../testing/stores.ts'
import { backup } from './backup.ts'
import { knownMigrations, openPlace, type Place } from './place.ts'
import { restore } from './restore.ts'

export const known = await knownMigrations()
const madeAt = '2026-11-01T12:00:00.000Z'
let folder = ''
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'usher-older-'))))
afterEach(() => rm(folder, { recursive: true, force: true }))

const placeOf = async (kind: (typeof kinds)[number], name: string): Promise<Place> =>
  kind === 'pglite' ? { kind, folder: join(folder, name) } : { kind, url: await newDatabase(inject('postgresUrl')) }

/** The backup of a store that knew these migrations. */
async function madeBy(migrations: readonly string[], kind: (typeof kinds)[number]): Promise<string> {
  const at = await placeOf(kind, 'older')
  const first = await openPlace(at, { only: migrations.slice(0, 1) })
  for (const [table, rows] of Object.entries(sample))
    await sql`insert into ${sql.ref(table)} overriding system value
      select * from json_populate_recordset(cast(null as ${sql.ref(table)}), cast(${JSON.stringify(rows)} as json))`.execute(
      first.db,
    )
  await first.close()
  const then = await openPlace(at, { only: migrations })
  const file = join(folder, 'older.backup')
  const mark = keyMark(await openKeys(join(folder, 'usher.key')))
  const about = { madeAt, store: kind, keyMark: mark, key: null }
  await writeFile(file, Readable.from(backup(then.db, about), { objectMode: false }))
  await then.close()
  return file
}

/** Restored by this version, and what is there then. */
async function restored(file: string, kind: (typeof kinds)[number]) {
  const into = await placeOf(kind, 'now')
  const done = await restore({
    file,
    into,
    keyFile: join(folder, 'usher.key'),
    actor: 'cli:mia',
    told: () => undefined,
  })
  const database = await openPlace(into)
  const store = { db: database.db, tenant: sample.tenant[0]?.tenant_id ?? '', changed: () => undefined }
  const job = await jobOf(store, await findApplication(store, 'Dynamic Signal'))
  const { users, total } = await listUsers(store, { limit: 100 })
  const its = await links(store, job.id, users.map(({ id }) => ({ type: 'User', id }))) // prettier-ignore
  const lines = await readLog(store, { jobs: [job.id], limit: 100 })
  await database.close()
  return { paused: done.paused, total, state: job.state, restored: job.restored, links: [...its.values()].map(({ targetId }) => String(targetId)).toSorted(), lines: lines.map(({ id }) => id).toSorted((one, other) => one - other) } // prettier-ignore
}

const logged = sample.provisioning_log.filter(({ job_id: job }) => job === sample.job[0]?.id).map(({ id }) => id)
const whole = {
  paused: 1,
  total: sample.directory_user.length,
  state: 'Paused',
  restored: madeAt,
  links: sample.link.map(({ target_id: id }) => id).toSorted(),
  lines: logged.toSorted((one, other) => one - other),
}

/** The backup of a store whose newest migration was this one is whole when this version has restored it. */
export async function isRestored(newest: string, kind: (typeof kinds)[number]): Promise<void> {
  const file = await madeBy(known.slice(0, known.indexOf(newest) + 1), kind)
  expect(await restored(file, kind)).toEqual(whole)
}
