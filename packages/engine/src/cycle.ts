/**
 * A cycle: census, guard, leavers, people, retries, references; then the watermark.
 *
 * An initial and an incremental cycle differ only in whether there is a watermark. `planCycle` computes the same
 * plans and writes nothing.
 */
import type { Ref } from '@usher/scim'
import { apply, type Claimed } from './apply/apply.ts'
import { census, type Census } from './census.ts'
import type { Rule } from './job/rule.ts'
import type { MappingContext } from './map/desire.ts'
import { refKey } from './map/references.ts'
import { indexByListing, type Index } from './match/index-by-listing.ts'
import { planPage, type Planned } from './page.ts'
import type { Ports } from './ports.ts'
import { reportUnresolved } from './record/unresolved.ts'
import { settle } from './record/settle.ts'
import { bringAlong } from './source/bring-along.ts'
import { ahead, inPages } from './source/pages.ts'
import { emptySummary, tally, type CycleSummary } from './summary.ts'
import type { Again, Entry, Exchange, Instant, Outcome, Watermark } from './types.ts'

export type Phase = 'census' | 'leavers' | 'people' | 'retries' | 'references'
export type Progress = { readonly phase: Phase; readonly done: number; readonly total: number }
export type CycleOptions = {
  readonly started: Instant
  readonly context: MappingContext
  /** Read every linked object again and compare, whatever was sent before: after a restart. */
  readonly verify: boolean
  progress(at: Progress): void
  /** Asked between pages: objects in flight end, the rest waits. */
  stopped(): boolean
}

/** An unlinked page smaller than this is matched by single queries. */
const few = 10
const leaversPerPage = 50
/** A vanished account can set off a chain of references; each pass settles one link of it. */
const mostPasses = 10

/** What the next cycle would do, page by page. Reads from source and target; writes nothing. */
export async function* planCycle(ports: Ports, rule: Rule, options: CycleOptions): AsyncGenerator<Planned> {
  const counted = await census(ports, rule, options.context)
  const run = { ports, rule, options, counted, preview: new Set<string>() }
  const leavers = new Set(counted.leavers.map(refKey))
  const shown = new Set(leavers)
  yield* plans(run, readPages(ports, counted.leavers), null)
  for await (const planned of plans(run, without(feed(run), leavers), null)) {
    for (const [key, looks] of planned.looks) if (looks.length > 0) shown.add(key)
    yield planned
  }
  for await (const looks of ports.journal.looks(retried, options.started)) {
    const refs = looks.map((look) => look.ref).filter((ref) => !shown.has(refKey(ref)))
    if (refs.length > 0) yield await planPage(ports, rule, await ports.source.read(refs), pageOptions(run, null))
  }
}

/**
 * Brings the target into agreement with the source.
 *
 * Throws `TargetUnusable` when the target cannot be used at all; what was done until then is recorded, and the
 * watermark stays, so that the next cycle goes on where this one ended.
 */
export async function runCycle(ports: Ports, rule: Rule, options: CycleOptions): Promise<CycleSummary> {
  options.progress({ phase: 'census', done: 0, total: 0 })
  const counted = await census(ports, rule, options.context)
  const run = { ports, rule, options, counted }
  const leavers = new Set(counted.leavers.map(refKey))
  let summary: CycleSummary = { ...emptySummary, cycle: counted.after === null ? 'initial' : 'incremental' }
  let watermark: Watermark | null = null
  let stopped = false
  const failures = new Set<string>()

  const carryOut = async (
    phase: Phase,
    pages: AsyncIterable<Planned>,
    first: boolean,
    total: number,
  ): Promise<void> => {
    let done = 0
    let recording: Promise<void> = Promise.resolve()
    let recent: ReadonlyMap<string, string> = new Map()
    options.progress({ phase, done, total })
    for await (const claimed of ahead(claim(ports, pages))) {
      const { outcomes, unusable } = await apply(ports, { rule, context: options.context }, claimed, recent)
      recent = targetIds(outcomes)
      await recording
      recording = ports.journal.record(
        outcomes.map((outcome) => settle(outcome, ports.digest)),
        null,
      )
      recording.catch(() => undefined) // awaited with the next page, or below
      summary = tally(summary, outcomes, first)
      for (const { change, result } of outcomes) {
        if (result === 'failure') failures.add(refKey(change.ref))
        else failures.delete(refKey(change.ref))
      }
      done += claimed.plan.changes.length
      options.progress({ phase, done, total: Math.max(total, done) })
      stopped = options.stopped()
      if (unusable !== null) {
        await recording
        throw unusable
      }
      if (stopped) break
    }
    await recording
  }
  const look = async (phase: Phase, why: readonly Again[], passes: number): Promise<void> => {
    for (let pass = 0; pass < passes && !stopped; pass += 1) {
      let any = false
      for await (const looks of ports.journal.looks(why, ports.now())) {
        any = true
        const entries = await ports.source.read(looks.map((one) => one.ref))
        await carryOut(phase, once(planPage(ports, rule, entries, pageOptions(run, null))), false, looks.length)
        if (stopped) break
      }
      if (!any) return
    }
  }

  await carryOut('leavers', plans(run, readPages(ports, counted.leavers), null), true, counted.leavers.length)
  if (!stopped) {
    const pages = bringAlong(
      ports,
      { rule, context: options.context },
      without(
        feed(run, (mark) => (watermark = mark)),
        leavers,
      ),
    )
    await carryOut('people', plans(run, pages, new Lister()), true, counted.total)
  }
  await look('retries', retried, 1)
  await look('references', ['referenceChanged'], mostPasses)
  const failed = failures.size
  if (stopped) return { ...summary, failed, stopped }
  const unresolved = await reportUnresolved(ports, rule, options.context)
  await ports.journal.record([], watermark)
  return { ...summary, failed, references: { ...summary.references, ...unresolved } }
}

const retried: readonly Again[] = ['failed', 'due', 'undone']

type Run = {
  readonly ports: Ports
  readonly rule: Rule
  readonly options: CycleOptions
  readonly counted: Census
  /** Nothing will be written: values that exist only at the moment of writing are shown as they would be now. */
  readonly preview?: Set<string>
}

function pageOptions({ options, counted, preview }: Run, index: Index | null) {
  return { context: options.context, verify: options.verify, hold: counted.hold, index, ...(preview && { preview }) }
}

async function* feed(
  { ports, rule, counted }: Run,
  read?: (mark: Watermark) => void,
): AsyncGenerator<readonly Entry[]> {
  const pages = counted.only === null ? ports.source.changes({ type: rule.type, after: counted.after }) : [counted.only]
  for await (const page of pages) {
    read?.(page.watermark)
    yield page.entries
  }
}

async function* without(
  pages: AsyncIterable<readonly Entry[]>,
  leavers: ReadonlySet<string>,
): AsyncGenerator<readonly Entry[]> {
  for await (const entries of pages) yield entries.filter((entry) => !leavers.has(refKey(entry.ref)))
}

async function* readPages(ports: Ports, refs: readonly Ref[]): AsyncGenerator<readonly Entry[]> {
  for (const page of inPages(refs, leaversPerPage)) yield await ports.source.read(page)
}

async function* plans(
  run: Run,
  pages: AsyncIterable<readonly Entry[]>,
  lister: Lister | null,
): AsyncGenerator<Planned> {
  for await (const entries of pages) {
    if (entries.length === 0) continue
    const index = lister === null ? null : await lister.index(run, entries)
    yield await planPage(run.ports, run.rule, entries, pageOptions(run, index))
  }
}

/** While a page is recorded, the next one may refer to its people already. */
function targetIds(outcomes: readonly Outcome[]): ReadonlyMap<string, string> {
  return new Map(
    outcomes.flatMap(({ change, targetId }) =>
      targetId === undefined ? [] : [[refKey(change.ref), targetId] as const],
    ),
  )
}

/** Claims each page ahead of its writing, so that a crash between write and record cannot lose an account. */
async function* claim(ports: Ports, pages: AsyncIterable<Planned>): AsyncGenerator<Claimed> {
  for await (const planned of pages) yield { ...planned, taken: await ports.journal.intend(planned.plan) }
}

async function* once<T>(value: Promise<T>): AsyncGenerator<T> {
  yield await value
}

/** Decides once a cycle whether unlinked objects are matched by listing the target or by single queries. */
class Lister {
  #index: Index | null | undefined

  async index({ ports, rule, counted }: Run, entries: readonly Entry[]): Promise<Index | null> {
    if (this.#index !== undefined) return this.#index
    const links = await ports.journal.links(entries.map((entry) => entry.ref))
    const unlinked = entries.length - links.size
    if (unlinked < few) return null
    const trace: Exchange[] = []
    // The share of this page stands for the whole feed.
    const expected = Math.ceil((unlinked / entries.length) * Math.max(counted.total, entries.length))
    this.#index = await indexByListing(
      ports.target,
      { type: rule.targetType, paths: rule.mapping.termPaths, unlinked: expected },
      trace,
    )
    return this.#index
  }
}
