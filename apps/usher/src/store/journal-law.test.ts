import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Database } from '@usher/host'
import { breaks, histories, type Remembering } from '../../../../test/law/law.ts'
import { kinds, newTenant, openStore } from '../testing/stores.ts'
import type { Store } from './directory.ts'
import { journal } from './journal.ts'
import type { Tables } from './tables.ts'

const numRuns = Number(process.env['LAW_SQL_HISTORIES'] ?? 60)

describe.each(kinds)('the journal on %s', (kind) => {
  let database: Database<Tables>
  beforeAll(async () => {
    ;({ database } = await openStore(kind, inject('postgresUrl')))
  })
  afterAll(() => database.close())

  test('the law holds with the journal in SQL', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        expect(await breaks(history, await remembering(await newTenant(database)))).toEqual([])
      }),
      { numRuns },
    )
  }, 600_000)
})

async function remembering(store: Store): Promise<Remembering> {
  const application = randomUUID()
  await store.db
    .insertInto('job')
    .values({
      tenant_id: store.tenant,
      id: 'law',
      application_id: application,
      template_id: 'law',
      schema: '{}',
      settings: '{}',
      lease: 'mine',
    })
    .execute()
  return {
    journal: (now) =>
      journal(store, { job: 'law', application, cycle: randomUUID(), lease: 'mine', schemaVersion: 1, now }),
    async restart() {
      await store.db.updateTable('job').set({ watermark: null }).where('tenant_id', '=', store.tenant).execute()
    },
  }
}
