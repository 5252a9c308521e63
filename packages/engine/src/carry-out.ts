/** Carries out planned pages, one after the other, and records what happened: the working half of a cycle. */
import type { Ref } from '@usher/scim'
import { apply } from './apply/apply.ts'
import { claim, type PlannedPage } from './feed.ts'
import type { Rules } from './job/rule.ts'
import type { MappingContext } from './map/desire.ts'
import { refKey } from './map/references.ts'
import { carryOutMembers } from './carry-out-members.ts'
import type { Unread } from './member-feed.ts'
import type { Decided } from './plan/membership.ts'
import { TargetUnusable, type Mark, type Ports } from './ports.ts'
import { unreadLine } from './record/member-lines.ts'
import { settle } from './record/settle.ts'
import type { ShardDone, Sharing } from './shards.ts'
import { ahead } from './source/pages.ts'
import { emptySummary, tally, tallyBrought, tallyMembers, together, type CycleSummary } from './summary.ts'
import type { Instant, Outcome, Watermark } from './types.ts'

export type Phase = 'census' | 'leavers' | 'people' | 'groups' | 'retries' | 'references' | 'memberships' | 'drift'
/**
 * Where a cycle is: so many objects of its phase are done, of so many as far as is known.
 *
 * `percent` is about the whole cycle, in objects of the feed, as the census counted them (`overall`); neither goes back.
 */
export type Progress = {
  readonly phase: Phase
  readonly done: number
  readonly total: number
  readonly percent: number
  readonly overall: { readonly done: number; readonly total: number }
}
export type CycleOptions = {
  readonly started: Instant
  readonly context: MappingContext
  /** Read every linked object again and compare, whatever was sent before: after a restart. */
  readonly verify: boolean
  progress(at: Progress): void
  /** Asked between objects: those in flight end, the rest waits. */
  stopped(): boolean
  /** Hears where the feed stood when the cycle began: what changes from here on is left to the other lane, or the next cycle. */
  began?(mark: Watermark): void
  /** How others take a part in it; absent: nobody can. */
  readonly sharing?: Sharing
  /** Hears what was left to the other lane. */
  busy?(refs: readonly Ref[]): void
}

/** `first`: the objects come from the feed, and are counted as read. `total`: how many there are, as far as is known. */
export type Part = {
  readonly phase: Phase
  readonly first: boolean
  readonly total: number
  /** Objects that an interrupted cycle looked at before. */
  readonly before?: number
  /** What is recorded with a page behind which one could go on; nothing where one could not. */
  mark?(cursor: string, done: number, so: Omit<ShardDone, 'done'>): Mark | null
  /** Whether an object belongs to this part: others were brought along. All do, unless said. */
  own?(ref: Ref): boolean
}
export type Worker = {
  /** Throws `TargetUnusable` when the target cannot be used at all; what was done until then is recorded. */
  carryOut(part: Part, pages: AsyncIterable<PlannedPage>): Promise<void>
  /** What others carry out with this process. `before`: objects that were looked at; `skipped`: those of them that this cycle did not count. */
  carryOutShared(
    part: Pick<Part, 'phase' | 'total'> & { readonly before: number; readonly skipped: number },
    work: (progress: (done: number) => void) => Promise<ShardDone>,
  ): Promise<void>
  carryOutMembers(pages: AsyncIterable<readonly Decided[]>): Promise<void>
  /** A group whose members could not be read has failed, like any object. */
  unread(group: Ref, failed: Unread): Promise<void>
  summary(): CycleSummary
}

/** `expected`: objects in the feed; 0 where that is not known. `begun`: what was done of it before. */
export function worker(
  ports: Ports,
  rules: Rules,
  options: CycleOptions,
  { initial, expected, begun }: { readonly initial: boolean; readonly expected: number; readonly begun?: ShardDone },
): Worker {
  const { context, started } = options
  let looked = 0
  // What an interrupted cycle looked at counts too.
  let skipped = 0
  const tell = (at: Omit<Progress, 'percent' | 'overall'>): void => {
    const percent = expected === 0 ? 0 : Math.floor((100 * looked) / expected)
    options.progress({ ...at, percent, overall: { done: looked, total: expected } })
  }
  const count = (): void => {
    looked = Math.max(looked, Math.min(expected, skipped + summary.read))
  }
  let summary: CycleSummary = begun?.summary ?? { ...emptySummary, cycle: initial ? 'initial' : 'incremental' }
  const failures = new Set<string>(begun?.failed)

  const note = (outcomes: readonly Outcome[], { first, own }: Pick<Part, 'first' | 'own'>): void => {
    const [ours, brought] = parted(outcomes, own)
    summary = tallyBrought(tally(summary, ours, first), brought)
    for (const { change, result } of outcomes) {
      if (result === 'failure') failures.add(refKey(change.ref))
      else failures.delete(refKey(change.ref))
    }
  }
  /** Whoever stops a cycle lets go of what waits for its turn at the target: it is as if nobody had asked. */
  const unlessStopped = (error: unknown): void => {
    if (!(error instanceof TargetUnusable && options.stopped())) throw error
  }

  return {
    async carryOut({ phase, first, total, before = 0, mark, own }, pages) {
      let done = before
      skipped += before
      if (before > 0) count()
      let recording: Promise<void> = Promise.resolve()
      let recent: ReadonlyMap<string, string> = new Map()
      tell({ phase, done, total })
      try {
        for await (const { rule, claimed, cursor } of ahead(claim(ports, pages))) {
          const working = { rule, context, stopped: options.stopped }
          const { outcomes, busy, unusable } = await apply(ports, working, claimed, recent)
          recent = targetIds(outcomes)
          await recording
          const settling = { rule, able: ports.target.able, started, initial, digest: ports.digest }
          const looked = [...outcomes.map(({ change }) => change.ref), ...busy]
          done += own === undefined ? looked.length : looked.filter(own).length
          if (busy.length > 0) options.busy?.(busy)
          note(outcomes, { first, ...(own && { own }) })
          const whole = unusable === null && looked.length === claimed.plan.changes.length
          const so = { summary: { ...summary, failed: failures.size }, failed: [...failures] }
          recording = ports.journal.record(
            outcomes.map((outcome) => settle(outcome, settling)),
            whole && cursor !== undefined ? (mark?.(cursor, done, so) ?? null) : null,
          )
          recording.catch(() => undefined) // awaited with the next page, or below
          if (first) skipped += busy.length
          if (first) count()
          tell({ phase, done, total: Math.max(total, done) })
          if (unusable !== null) throw unusable
          if (options.stopped()) break
        }
      } catch (error) {
        unlessStopped(error)
      } finally {
        // Also when the next page cannot be planned: a cycle that has ended records nothing more.
        await recording
      }
    },
    async carryOutShared({ phase, total, before, skipped: more }, work) {
      skipped += more
      const {
        done,
        summary: sum,
        failed,
      } = await work((count) => {
        looked = Math.max(looked, Math.min(expected, skipped + summary.read + count))
        tell({ phase, done: before + count, total: Math.max(total, before + count) })
      })
      summary = together(summary, sum)
      for (const key of failed) failures.add(key)
      skipped += Math.max(0, done - sum.read)
      count()
    },
    async carryOutMembers(pages) {
      let done = 0
      const failing = new Set<string>()
      tell({ phase: 'memberships', done, total: 0 })
      try {
        for await (const decided of pages) {
          summary = tallyMembers(summary, await carryOutMembers(ports, { rules, context }, decided, failing))
          done += decided.length
          tell({ phase: 'memberships', done, total: done })
          if (options.stopped()) return
        }
      } catch (error) {
        unlessStopped(error)
      }
    },
    async unread(group, failed) {
      failures.add(refKey(group))
      await ports.journal.members.record([], [], [await unreadLine(ports, group, failed)])
    },
    summary: () => ({ ...summary, failed: failures.size, stopped: options.stopped() }),
  }
}

function parted(outcomes: readonly Outcome[], own: Part['own']): readonly [readonly Outcome[], readonly Outcome[]] {
  if (own === undefined) return [outcomes, []]
  return [outcomes.filter(({ change }) => own(change.ref)), outcomes.filter(({ change }) => !own(change.ref))]
}

/** While a page is recorded, the next one may refer to its people already. */
function targetIds(outcomes: readonly Outcome[]): ReadonlyMap<string, string> {
  return new Map(
    outcomes.flatMap(({ change, targetId }) =>
      targetId === undefined ? [] : [[refKey(change.ref), targetId] as const],
    ),
  )
}
