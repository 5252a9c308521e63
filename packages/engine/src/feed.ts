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
import type { Entry, Exchange, Watermark } from './types.ts'

/** An unlinked page smaller than this is matched by single queries. */
const few = 10
const leaversPerPage = 50

export type Run = {
  readonly ports: Ports
  readonly rules: Rules
  readonly context: MappingContext
  readonly verify: boolean
  readonly counted: Census
  /** Nothing will be written: values that exist only at the moment of writing are shown as they would be now. */
  readonly preview?: Set<string>
}

/** The feed of one object type. `read` hears how far it is read. */
export async function* feed(
  { ports, counted }: Run,
  { type }: Rule,
  read?: (mark: Watermark) => void,
): AsyncGenerator<readonly Entry[]> {
  const only = counted.only.get(type)
  const pages = only === undefined ? ports.source.changes({ type, after: counted.after }) : [only]
  for await (const page of pages) {
    read?.(page.watermark)
    yield page.entries
  }
}

export async function* without(
  pages: AsyncIterable<readonly Entry[]>,
  leavers: ReadonlySet<string>,
): AsyncGenerator<readonly Entry[]> {
  for await (const entries of pages) yield entries.filter((entry) => !leavers.has(refKey(entry.ref)))
}

export async function* readPages(ports: Ports, refs: readonly Ref[]): AsyncGenerator<readonly Entry[]> {
  for (const page of inPages(refs, leaversPerPage)) yield await ports.source.read(page)
}

export type PlannedPage = { readonly rule: Rule; readonly planned: Planned }
export type ClaimedPage = { readonly rule: Rule; readonly claimed: Claimed }

/** Plans pages, each object by the rule of its type. */
export async function* plans(
  run: Run,
  pages: AsyncIterable<readonly Entry[]>,
  lister: Lister | null,
): AsyncGenerator<PlannedPage> {
  for await (const entries of pages) {
    for (const [rule, some] of Map.groupBy(entries, ({ ref }) => ruleFor(run.rules, ref))) {
      const index = lister === null ? null : await lister.index(run, rule, some)
      yield { rule, planned: await planPage(run.ports, rule, some, pageOptions(run, index)) }
    }
  }
}

function pageOptions({ context, verify, counted, preview }: Run, index: Index | null): PageOptions {
  return { context, verify, hold: counted.hold, index, ...(preview && { preview }) }
}

/** Claims each page ahead of its writing, so that a crash between write and record cannot lose an account. */
export async function* claim(ports: Ports, pages: AsyncIterable<PlannedPage>): AsyncGenerator<ClaimedPage> {
  for await (const { rule, planned } of pages) {
    yield { rule, claimed: { ...planned, taken: await ports.journal.intend(planned.plan) } }
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
