/** What a cycle, a plan or one line of the log did is put back: shown, and when somebody agrees carried out. */
import { modified, planUndo, runUndo, say, type CycleSummary, type Undo } from '@usher/engine'
import { nameOf } from '../api/jobs/plan.ts'
import { contextOf, openJob, type Held, type House } from '../runner/open-job.ts'
import type { Application } from '../store/applications.ts'
import { countDeeds, deedsOf, type DoneBy } from '../store/deeds.ts'
import type { Job } from '../store/jobs.ts'
import type { Watched } from './watched.ts'

export type Undoing = { readonly app: Application; readonly job: Job; readonly by: DoneBy }
export type UndoLine = {
  readonly id: string
  readonly displayName: string
  readonly action: 'update' | 'disable' | 'none'
  readonly reason: string
  readonly changes: ReturnType<typeof modified>[]
  /** What stays as it is, and why. */
  readonly cannot: readonly string[]
}
export type UndoCounts = {
  readonly objects: number
  readonly putBack: number
  readonly disabled: number
  /** As they were before already; they are left alone from here on, like what is put back. */
  readonly asBefore: number
  readonly left: number
}

/** A line for each object, then the counts. Writes nothing. */
export async function showUndo(
  house: House,
  { app, job, by }: Undoing,
  line: (one: UndoLine) => void,
): Promise<UndoCounts> {
  const { ports, rules } = await openJob(house, app, job, null)
  const counts = { objects: 0, putBack: 0, disabled: 0, asBefore: 0, left: 0 }
  const context = await contextOf(house)
  for await (const { undos } of planUndo(ports, rules, { context }, deedsOf(house.store, job.id, by))) {
    for (const { change, cannot, entry } of undos) {
      counts.objects += 1
      if (change?.action === 'disable') counts.disabled += 1
      else if (change?.action === 'none') counts.asBefore += 1
      else if (change !== null) counts.putBack += 1
      if (cannot.length > 0 && change?.action !== 'none') counts.left += 1
      const displayName = nameOf(entry.ref, entry.object ?? {})
      line({ id: entry.ref.id, displayName, cannot, ...shown(change) })
    }
  }
  return counts
}

function shown(change: Undo['change']): Pick<UndoLine, 'action' | 'reason' | 'changes'> {
  if (change === null || !('patch' in change)) return { action: 'none', reason: '', changes: [] }
  const action = change.action === 'disable' ? 'disable' : 'update'
  return { action, reason: say(change.reason), changes: change.patch.map(modified) }
}

/** Throws `TargetUnusable` when the application cannot be used. */
export async function carryOutUndo(
  house: House,
  { app, job, by }: Undoing,
  lease: string,
  { progress, stopped }: Watched,
): Promise<CycleSummary> {
  const held: Held = { lease, lane: 'cycle', via: 'undo' }
  const { ports, rules } = await openJob(house, app, job, held)
  const started = house.now()
  const options = { started, context: { ...(await contextOf(house)), now: started }, verify: true, progress, stopped }
  const total = await countDeeds(house.store, job.id, by)
  return runUndo(ports, rules, options, { done: deedsOf(house.store, job.id, by), total })
}
