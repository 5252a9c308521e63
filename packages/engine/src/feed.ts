/** The pages of a cycle: where they come from, and how each is planned. */
import type { Ref } from '@usher/scim'
import type { Claimed } from './apply/apply.ts'
import type { Census } from './census.ts'
import { ruleFor, type Rule, type Rules } from './job/rule.ts'
import type { MappingContext } from './map/desire.ts'
import { refKey } from './map/references.ts'
import { indexByListing, type Index } from './match/index-by-listing.ts'
import { planPage, type PageOptions, type Planned } from './page.ts'
import type { Ports } from './ports.ts'
import { verdict } from './scope/verdict.ts'
import { inPages } from './source/pages.ts'
import type { Entry, Exchange } from './types.ts'
import type { Unforeseen } from './unforeseen.ts'

/** An unlinked page smaller than this is matched by single queries. */
const few = 10
const leaversPerPage = 50

export type Run = {
  readonly ports: Ports
  readonly rules: Rules
  readonly context: MappingContext
  readonly verify: boolean
  readonly counted: Pick<Census, 'after' | 'mark' | 'totals' | 'hold' | 'only'>
  readonly unforeseen: Unforeseen
  /** Nothing will be written: values that exist only at the moment of writing are shown as they would be now. */
  readonly preview?: Set<string>
}

/** Objects that are planned together. `cursor`: where the feed goes on behind them. */
export type EntryPage = { readonly entries: readonly Entry[]; readonly cursor?: string }

/** The feed of one object type, or what lies between two cursors. */
export async function* feed(
  { ports, counted }: Run,
  { type }: Rule,
  from?: string,
  to?: string,
): AsyncGenerator<EntryPage> {
  const only = counted.only.get(type)
  const { after } = counted
  const feeds = ports.source.changes({
    type,
    after,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  })
  for await (const { entries, cursor } of only === undefined || from !== undefined ? feeds : [only]) {
    yield { entries, ...(cursor !== undefined && { cursor }) }
  }
}

export async function* without(
  pages: AsyncIterable<EntryPage>,
  leavers: ReadonlySet<string>,
): AsyncGenerator<EntryPage> {
  for await (const page of pages) {
    yield { ...page, entries: page.entries.filter((entry) => !leavers.has(refKey(entry.ref))) }
  }
}

export async function* readPages(ports: Ports, refs: readonly Ref[]): AsyncGenerator<EntryPage> {
  for (const page of inPages(refs, leaversPerPage)) yield { entries: await ports.source.read(page) }
}

export type PlannedPage = { readonly rule: Rule; readonly planned: Planned; readonly cursor?: string }
export type ClaimedPage = { readonly rule: Rule; readonly claimed: Claimed; readonly cursor?: string }

/** Plans pages, each object by the rule of its type. */
export async function* plans(
  run: Run,
  pages: AsyncIterable<EntryPage>,
  lister: Lister | null,
): AsyncGenerator<PlannedPage> {
  for await (const { entries, cursor } of pages) {
    // A page of the feed is of one type; pages of looks, which are mixed, have no cursor.
    for (const [rule, some] of Map.groupBy(entries, ({ ref }) => ruleFor(run.rules, ref))) {
      const index = lister === null ? null : await lister.index(run, rule, some)
      const page = await planPage(run.ports, rule, some, pageOptions(run, index))
      const planned = await run.unforeseen.held(run, page)
      const plan = { ...planned.plan, watermark: run.counted.mark }
      yield { rule, planned: { ...planned, plan }, ...(cursor !== undefined && { cursor }) }
    }
  }
}

function pageOptions({ context, verify, counted, preview }: Run, index: Index | null): PageOptions {
  return { context, verify, hold: counted.hold, index, ...(preview && { preview }) }
}

/** Claims each page ahead of its writing, so that a crash between write and record cannot lose an account. */
export async function* claim(ports: Ports, pages: AsyncIterable<PlannedPage>): AsyncGenerator<ClaimedPage> {
  for await (const { planned, ...page } of pages) {
    yield { ...page, claimed: { ...planned, taken: await ports.journal.intend(planned.plan) } }
  }
}

/** Milliseconds that a page should take: nobody else writes what is claimed, and somebody may leave meanwhile. */
const patience = 2000
/** The first part, while nobody knows how fast the application is, and the smallest one. */
const first = 100
const least = 20

/** Cuts pages where the application is slow, so that each is planned, written and recorded within seconds. */
export async function* inParts(pages: AsyncIterable<EntryPage>, now: Ports['now']): AsyncGenerator<EntryPage> {
  let most = first
  for await (const { entries, cursor } of pages) {
    for (let start = 0, end; start < Math.max(1, entries.length); start = end) {
      end = start + most
      const began = Date.parse(now())
      const part = entries.slice(start, end)
      yield { entries: part, ...(cursor !== undefined && end >= entries.length && { cursor }) }
      // Asked for the next one: as long as it takes to go through this one.
      const took = Math.max(1, Date.parse(now()) - began)
      most = took < patience / 2 ? most * 2 : Math.max(least, Math.floor((part.length * patience) / took))
    }
  }
}

/** Decides once a cycle and type whether unlinked objects are matched by listing the target or by single queries. */
export class Lister {
  readonly #index = new Map<string, Index | null>()

  async index({ ports, counted, context }: Run, rule: Rule, entries: readonly Entry[]): Promise<Index | null> {
    const known = this.#index.get(rule.type)
    if (known !== undefined) return known
    // Whoever is out of scope and has no account is not looked for.
    const wanted = entries.filter((entry) => verdict(rule.scope, entry, context).inScope)
    if (wanted.length < few) return null
    const links = await ports.journal.links(wanted.map((entry) => entry.ref))
    const unlinked = wanted.length - links.size
    if (unlinked < few) return null
    const trace: Exchange[] = []
    // The share of this page stands for the whole feed.
    const total = counted.totals.get(rule.type) ?? 0
    const expected = Math.ceil((unlinked / entries.length) * Math.max(total, entries.length))
    const index = await indexByListing(
      ports.target,
      { type: rule.targetType, paths: rule.mapping.termPaths, unlinked: expected },
      trace,
    )
    this.#index.set(rule.type, index)
    return index
  }
}
