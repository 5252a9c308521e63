/** One inbound job: everything that waits is carried out, and whom it disables is decided (engine.md section 14). */
import { emptySummary, type Instant } from '@usher/engine'
import { Refusal, storeAway } from '@usher/host'
import { randomBytes, randomUUID } from 'node:crypto'
import type { Application } from '../store/applications.ts'
import { listApplications } from '../store/applications.ts'
import { change, changeSome, type Db } from '../store/directory.ts'
import { inboundMappingOf } from '../import/inbound-mapping.ts'
import type { InboundLine } from '../import/inbound-line.ts'
import { heldSentence } from '../import/import-people.ts'
import { readPerson } from '../import/read-person.ts'
import { carryOutUploads, writeLines, type Done, type Inbound } from '../store/inbound-batch.ts'
import { settleRemovals, type Removed } from '../store/inbound-removals.ts'
import { dropOldest, noteAttempt } from '../store/inbound-uploads.ts'
import { readJob, type Job, type LastCycle } from '../store/jobs.ts'
import { endCycle, releaseLease, takeLease } from '../store/leases.ts'
import { makeDays } from '../store/days.ts'
import { afterCycle } from './history.ts'
import { keepingLease } from './held-job.ts'
import { contextOf, type House } from './open-job.ts'

/** Calls that are carried out at once: a thousand people. */
const batch = 20
/** A call that cannot be carried out so often is given up, with a line. */
const mostAttempts = 5
const leastWindow = 40

/** Null when another worker has the job. `stopped`: the rest is left for later. */
export async function takeUploads(house: House, id: string, stopped: () => boolean): Promise<LastCycle | null> {
  const { store } = house
  const lease = await takeLease(store, id, house.exclusive)
  if (lease === null) return null
  try {
    const job = await readJob(store, id)
    const app = (await listApplications(store)).find((one) => one.id === job.applicationId)
    if (app === undefined) return null
    const began = house.now()
    const last = await keepingLease(house, { job: id, lease }, () => run(house, { app, job, began, stopped }))
    const end = { at: house.now(), error: null, quarantine: null, disabled: false, told: null, line: null, verified: false } // prettier-ignore
    const { lifts, schemaVersion } = job
    await endCycle(store, id, lease, { ...end, last, nextRun: house.now(), history: afterCycle(job.history, last, end.at), lifts, schemaVersion }) // prettier-ignore
    return last
  } finally {
    await releaseLease(store, id, lease)
  }
}

type Running = { readonly app: Application; readonly job: Job; readonly began: Instant; stopped(): boolean }

async function run(house: House, { app, job, began, stopped }: Running): Promise<LastCycle> {
  const mapping = inboundMappingOf(job.schema)
  const cycle = randomUUID()
  const of = (): Inbound => ({ job: job.id, application: app.id, cycle, mapping, at: house.now() })
  const sum = { created: 0, updated: 0, unchanged: 0, failed: 0, disabled: 0, held: 0 }
  for (let more = true; more && !stopped();) {
    const done = await oneBatch(house, of())
    if (done === null) continue
    more = done.uploads > 0
    for (const name of ['created', 'updated', 'unchanged', 'failed'] as const) sum[name] += done[name]
    // Leavers do not wait until a client has sent everybody.
    const { disabled, held } = await settle(house, job, of())
    sum.disabled += disabled
    sum.held += held
  }
  const ended = house.now()
  const read = sum.created + sum.updated + sum.unchanged + sum.failed
  return {
    ...emptySummary,
    ...sum,
    read,
    inScope: read,
    id: cycle,
    began,
    ended,
    seconds: (Date.parse(ended) - Date.parse(began)) / 1000,
    requests: 0,
  }
}

/** Null: it went wrong, and is to be tried again. */
async function oneBatch(house: House, of: Inbound): Promise<Done | null> {
  const { store } = house
  const context = { ...(await contextOf(house)), random: (count: number) => randomBytes(count) }
  const read = (operation: Parameters<typeof readPerson>[1]) => readPerson(of.mapping, operation, context)
  try {
    return await carryOutUploads(store, of, { most: batch, read })
  } catch (error) {
    if (!isAboutData(error)) throw error
    // One of them may be what the store does not take: they go one by one, and that one not at all.
    try {
      return await carryOutUploads(store, of, { most: 1, read })
    } catch (one) {
      if (!isAboutData(one)) throw one
      if ((await noteAttempt(store, of.job)) < mostAttempts) return null
      await giveUp(house, of)
      return null
    }
  }
}

/** Data exceptions, broken indexes, limits of a value (SQLSTATE), or what cannot be read; never the state of the store. */
function isAboutData(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown }
  if (storeAway(error) !== null || error instanceof Refusal) return false
  return typeof code === 'string' ? /^(?:22|23|54)...$/.test(code) : error instanceof TypeError
}

async function giveUp({ store }: House, of: Inbound): Promise<void> {
  await change(store, async (trx) => {
    const operations = await dropOldest(trx, store.tenant, of.job)
    const lines = operations.map(({ bulkId }): InboundLine => ({
      action: 'other', result: 'failure', reason: 'refused', key: '', bulkId, userId: '', name: '', match: 'unmatchable',
      sentence: 'could not be stored, with the others of the same call; send them one by one to find which',
    })) // prettier-ignore
    await writeLines(trx, store.tenant, of, lines)
  })
}

async function settle(house: House, job: Job, of: Inbound) {
  const { store } = house
  const { preventAccidentalDeletions: guard, interval } = job.settings
  const limits = guard.enabled ? { threshold: guard.threshold, percent: guard.percent } : null
  await makeDays(store.db, of.at)
  const decide = async (trx: Db) => {
    const window = Math.max(leastWindow, interval)
    const place = { tenant: store.tenant, job: job.id }
    const settled = await settleRemovals(trx, place, { limits, window, gathers: true, at: of.at })
    const line = (one: Removed): Omit<InboundLine, 'action' | 'result' | 'reason' | 'sentence'> => ({
      key: one.key, userId: one.id, name: one.name, match: 'linked',
    }) // prettier-ignore
    await writeLines(trx, store.tenant, of, [
      ...settled.disabled.map((one): InboundLine => ({
        ...line(one), action: 'disable', result: 'success', reason: 'disabled', sentence: 'was disabled',
        written: [['accountEnabled', 'true', 'false']],
      })),
      ...settled.held.map((one): InboundLine => ({
        ...line(one), action: 'stagedDelete', result: 'held', reason: 'removalHeld', sentence: heldSentence(settled),
      })),
    ]) // prettier-ignore
    return { disabled: settled.disabled.length, held: settled.held.length }
  }
  return changeSome(store, decide, ({ disabled }) => disabled > 0)
}
