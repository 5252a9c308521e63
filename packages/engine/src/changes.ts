/** The second lane of a job: what changes while a cycle of hours runs is carried out beside it, people who leave first. */
import type { Ref } from '@usher/scim'
import type { CycleOptions } from './carry-out.ts'
import { runCycle } from './cycle.ts'
import type { Rules } from './job/rule.ts'
import type { Journal, Ports, Source } from './ports.ts'
import type { CycleSummary } from './summary.ts'
import type { Again, Watermark } from './types.ts'

export type Since = {
  readonly after: Watermark
  /** What the other lane was writing when it was last looked at. */
  readonly again: readonly Ref[]
}
export type Changes = {
  readonly summary: CycleSummary
  /** Where to go on. */
  readonly reached: Watermark
  /** What the other lane is writing; to be looked at again. */
  readonly busy: readonly Ref[]
}

/**
 * Carries out what changed since then for people: an incremental cycle that moves no watermark, and leaves groups, retries and
 * references to the cycle beside it and the one after that, which reads these changes once more.
 *
 * Throws `TargetUnusable` as a cycle does.
 */
export async function runChanges(ports: Ports, [people]: Rules, options: CycleOptions, since: Since): Promise<Changes> {
  let reached = since.after
  const busy: Ref[] = []
  const journal = view(ports.journal, since.after, (mark) => (reached = mark))
  const summary = await runCycle({ ...ports, source: withAgain(ports.source, since.again), journal }, [people], {
    ...options,
    verify: false,
    busy: (refs) => void busy.push(...refs),
  })
  return { summary, reached, busy }
}

/** What the census of leavers looks at again: removals that were allowed, or were gathered a minute ago. */
const ofLeavers: ReadonlySet<Again> = new Set(['removalHeld', 'gathered'])

/** The journal as if the job stood there, and had nothing else to look at again. */
function view(journal: Journal, after: Watermark, reached: (mark: Watermark) => void): Journal {
  return {
    ...journal,
    watermark: () => Promise.resolve(after),
    checkpoint: () => Promise.resolve(null),
    looks: (why, due) => (why.every((one) => ofLeavers.has(one)) ? journal.looks(why, due) : nothing()),
    unresolved: nothing,
    async record(settled, mark) {
      if (mark !== null && 'watermark' in mark) reached(mark.watermark)
      if (settled.length > 0) await journal.record(settled, null)
    },
  }
}

async function* nothing(): AsyncGenerator<never> {
  // There is nothing to look at.
}

/** A feed that brings these along, as they are now. */
function withAgain(source: Source, again: readonly Ref[]): Source {
  if (again.length === 0) return source
  return {
    ...source,
    async *changes(of) {
      let left = again.filter(({ type }) => type === of.type)
      for await (const page of source.changes(of)) {
        const { entries } = page
        const more = await source.read(left.filter(({ id }) => !entries.some(({ ref }) => ref.id === id)))
        left = []
        yield { ...page, entries: [...entries, ...more] }
      }
    },
  }
}
