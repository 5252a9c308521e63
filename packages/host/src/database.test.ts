import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { expect, inject, test } from 'vitest'
import { openDatabase } from './database.ts'

const pid = sql<{ pid: number }>`select pg_backend_pid() as pid`

test('a connection that ends between two statements of a transaction fails the second one, and ends nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'host-database-'))
  const url = inject('postgresUrl')
  const { db, close } = await openDatabase({ url, migrations: pathToFileURL(`${folder}/`) })
  const faults: unknown[] = []
  const uncaught = (error: unknown): void => void faults.push(error)
  process.on('uncaughtException', uncaught)
  try {
    const broken = db.transaction().execute(async (trx) => {
      const { rows } = await pid.execute(trx)
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(db)
      await sleep(100) // until the end of the connection has arrived, while nothing is asked of it
      await pid.execute(trx)
    })
    await expect(broken).rejects.toThrow(/terminat|not queryable/)
    expect(faults).toEqual([])
    expect((await pid.execute(db)).rows).toHaveLength(1)
  } finally {
    process.off('uncaughtException', uncaught)
    await close()
    await rm(folder, { recursive: true })
  }
})
