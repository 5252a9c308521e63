import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Database } from '@usher/host'
import { breaks, type Law, type Remembering } from '../../../../test/law/law.ts'
import { laws } from '../../../../test/law/laws.ts'
import { kinds, newTenant, openStore } from '../testing/stores.ts'
import type { Instant } from '@usher/engine'
import { decideHeld } from './decisions.ts'
import type { Store } from './directory.ts'
import { saveSchema } from './mapping-versions.ts'
import { journal } from './journal.ts'
import { restart } from './restart.ts'
import type { Tables } from './tables.ts'

/** The law with the journal in SQL, on both kinds of store. `histories`: of the plain law; of each other one, half of it. */
export function theJournalKeepsTheLaw(histories: number): void {
  describe.each(kinds)('the journal on %s', (kind) => {
    let database: Database<Tables>
    beforeAll(async () => {
      ;({ database } = await openStore(kind, inject('postgresUrl')))
    })
    afterAll(() => database.close())

    test.each(['plain', 'rich', 'groups', 'guarded', 'plans'] as const)(
      'the law, %s, holds with the journal in SQL',
      async (name) => {
        const law: Law = laws[name]
        await fc.assert(
          fc.asyncProperty(law.histories, async (history) => {
            expect(await breaks(law, history, await remembering(await newTenant(database)))).toEqual([])
          }),
          { numRuns: name === 'plain' ? histories : histories / 2, examples: [...(law.examples ?? [])] },
        )
      },
      600_000,
    )
  })
}

/** What stands in the job does not matter: the law runs its own rules. */
const schema = { directories: [], synchronizationRules: [] }

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
  let schemaVersion = 1
  return {
    journal: (now, lane) =>
      journal(store, {
        job: 'law',
        application,
        cycle: randomUUID(),
        lease: 'mine',
        lane: 'cycle',
        ...(lane === 'plan' && { via: 'plan' }),
        schemaVersion,
        now,
      }),
    async allow() {
      const all = { decision: 'allowed', ids: 'all', now: new Date().toISOString() as Instant } as const
      await decideHeld(store, 'law', 'removalHeld', all)
      await decideHeld(store, 'law', 'changeHeld', all)
    },
    async saved() {
      await saveSchema(store, 'law', schema, { verify: false })
      schemaVersion += 1
    },
    async restart() {
      await restart(store, 'law', ['Watermark'])
      schemaVersion += 1
    },
  }
}
