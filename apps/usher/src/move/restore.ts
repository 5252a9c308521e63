/** Puts a backup into an empty place. Jobs are paused then, and remove nothing until a person has seen their plan. */
import { makeFolder } from '@usher/host'
import { sql } from 'kysely'
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { audit } from '../store/audit.ts'
import type { Db } from '../store/directory.ts'
import { keyFor, forgetSecrets, type KeyChoice } from './keys.ts'
import { load } from './load.ts'
import { bar, knownMigrations, nameOf, openPlace, refuseFolder, refuseFull, unbar, type Place } from './place.ts'
import { openBackup, type Backup } from './read-backup.ts'

export type Restored = {
  readonly madeAt: string
  readonly rows: number
  /** Jobs that are paused and show their plan first. */
  readonly paused: number
  /** What has to be entered again, each with how. */
  readonly secrets: readonly string[]
}
export type Restoring = KeyChoice & {
  readonly file: string
  readonly into: Place
  readonly keyFile: string
  readonly actor: string
  told(table: string, rows: number): void
}

/** Throws a `Refusal` when the file or the place does not do; nothing is changed then. */
export async function restore(wanted: Restoring): Promise<Restored> {
  const backup = await openBackup(wanted.file, await knownMigrations())
  try {
    const key = await keyFor(wanted.keyFile, backup.header, wanted)
    return await (wanted.into.kind === 'pglite'
      ? inFolder(wanted.into.folder, (into) => fill(backup, key, { ...wanted, into }))
      : fill(backup, key, wanted))
  } finally {
    await backup.close()
  }
}

/** Whole or not at all: the folder gets its name when everything is in it. */
async function inFolder(folder: string, work: (draft: Place) => Promise<Restored>): Promise<Restored> {
  refuseFolder(folder)
  const draft = `${folder}.restoring`
  if (existsSync(draft)) await rm(draft, { recursive: true }) // of a restore that was broken off
  await makeFolder(draft)
  try {
    const done = await work({ kind: 'pglite', folder: draft })
    await rename(draft, folder)
    return done
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
}

type Key = Awaited<ReturnType<typeof keyFor>>

async function fill(backup: Backup, key: Key, wanted: Restoring): Promise<Restored> {
  const { into, told } = wanted
  const rows = await loaded(backup, { into, told })
  // Migrated while nobody else can open it; then it is made safe and opened in one transaction.
  const database = await openPlace(into, { barred: true })
  try {
    const keys = await key.open()
    return await database.db.transaction().execute(async (trx) => {
      const secrets = key.fits ? [] : await forgetSecrets(trx, keys)
      const done = { madeAt: backup.header.madeAt, rows, paused: await makeSafe(trx, backup.header.madeAt), secrets }
      await noted(trx, wanted.actor, done)
      await unbar(trx)
      return done
    })
  } finally {
    await database.close()
  }
}

/** Loads the rows into tables as the version of the backup had them. Returns how many. */
async function loaded({ header, pieces }: Backup, { into, told }: Pick<Restoring, 'into' | 'told'>): Promise<number> {
  const early = await openPlace(into, { only: header.migrations, barred: true })
  try {
    await refuseFull(early.db, into)
    const counts = new Map<string, number>()
    await bar(early.db, `A backup was being restored into ${nameOf(into)}, and that did not end. Restore it again into an empty place.`) // prettier-ignore
    await early.db.transaction().execute((trx) =>
      load(trx, pieces(), 'restore', (table, rows) => {
        counts.set(table, rows)
        told(table, rows)
      }),
    )
    return [...counts.values()].reduce((sum, one) => sum + one, 0)
  } finally {
    await early.close()
  }
}

/** Every job that has written anything shows its plan first; how many of them ran. */
async function makeSafe(trx: Db, madeAt: string): Promise<number> {
  const { rows } = await sql<{ paused: boolean }>`
    update job set restored = ${madeAt}::timestamptz
    where state <> 'Disabled' or exists (select from link where link.tenant_id = job.tenant_id and link.job_id = job.id)
    returning state = 'Paused' as paused`.execute(trx)
  return rows.filter(({ paused }) => paused).length
}

async function noted(trx: Db, actor: string, { madeAt, secrets }: Restored): Promise<void> {
  for (const { tenant_id: tenant } of await trx.selectFrom('tenant').select('tenant_id').execute())
    await audit(
      { db: trx, tenant, changed: () => undefined },
      { actor, activity: 'Restore backup', object: 'Store', details: { madeAt, secretsToEnter: secrets.length } },
    )
}
