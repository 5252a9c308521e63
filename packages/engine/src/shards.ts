/**
 * A cycle that several processes carry out: what is left of the feed of a type is cut into shards, ranges between two cursors.
 *
 * Whoever runs the cycle takes the census, decides what is held and ends it; a shard is planned and written by whoever takes it.
 */
import { worker, type CycleOptions } from './carry-out.ts'
import { feed, inParts, plans, without, type EntryPage, type Lister, type Run } from './feed.ts'
import { ableTo, type Rules } from './job/rule.ts'
import type { MappingContext } from './map/desire.ts'
import type { Hold } from './plan/hold.ts'
import type { ChangeKind } from './plan/outline.ts'
import type { Ports } from './ports.ts'
import { bringAlong } from './source/bring-along.ts'
import type { CycleSummary } from './summary.ts'
import type { Watermark } from './types.ts'
import { Unforeseen } from './unforeseen.ts'

/** What whoever takes a shard must know of the cycle; can be written down. */
export type Brief = {
  readonly type: string
  /** Objects of this type in the feed, as far as is known. */
  readonly total: number
  readonly mark: Watermark | null
  readonly hold: Pick<Hold, 'removals'> & { readonly changes: readonly ChangeKind[] }
  /** So many the census counted; a version before did not write it down. */
  readonly removals?: number
  readonly context: MappingContext
  readonly verify: boolean
}
/** What is left of a type. `left`: so many objects. `without`: ids of those that were looked at already. `cut`: by a cycle that was interrupted. */
export type Rest = {
  readonly brief: Brief
  readonly from: string
  readonly before: number
  readonly left: number
  readonly watermark: Watermark
  readonly without: readonly string[]
  readonly cut: boolean
}
/** So many objects were looked at; `failed`: by `refKey`. */
export type ShardDone = { readonly done: number; readonly summary: CycleSummary; readonly failed: readonly string[] }
/** How a cycle finds others who carry out a part of it. */
export type Sharing = {
  /** Whether it is worth it: asked between pages. `left`: objects of this type that were not looked at. */
  wanted(left: number): Promise<boolean>
  /**
   * Cuts what is left, unless that was done, and has it carried out to its end; nobody writes any more when it resolves, or
   * throws. `progress`: how many were looked at.
   */
  carryOut(rest: Rest, progress: (done: number) => void): Promise<ShardDone>
}

/** Behind `from`, up to `to`. */
export type Shard = {
  readonly from: string
  readonly to: string
  /** Objects in it; those that were looked at, if somebody began it. */
  readonly size: number
  readonly begun: (ShardDone & { readonly cursor: string }) | null
  readonly without: readonly string[]
}

type Taking = { readonly brief: Brief; readonly shard: Shard; readonly lister: Lister }

/** Carries out one shard, from where it was recorded. Throws `TargetUnusable` as a cycle does. */
export async function runShard(
  ports: Ports,
  all: Rules,
  options: Omit<CycleOptions, 'context' | 'verify' | 'progress'>,
  { brief, shard, lister }: Taking,
): Promise<void> {
  const rules = ableTo(ports.target.able, all)
  const rule = rules.find(({ type }) => type === brief.type)
  if (rule === undefined) return
  const { context, verify, mark, total } = brief
  const hold: Hold = { ...brief.hold, changes: new Set(brief.hold.changes) }
  const counted = { after: null, mark, totals: new Map([[brief.type, total]]), hold, only: new Map() }
  const unforeseen = new Unforeseen(brief.removals ?? 0)
  const run: Run = { ports, rules, context, verify, counted, unforeseen }
  const { begun, from, to, size } = shard
  const { carryOut } = worker(
    ports,
    rules,
    { ...options, context, verify, progress: () => undefined },
    { initial: true, expected: 0, ...(begun !== null && { begun }) },
  )
  const looked = new Set(shard.without.map((id) => `${brief.type}/${id}`))
  const own = without(feed(run, rule, begun?.cursor ?? from, to), looked)
  const pages = bringAlong(ports, { rule, context }, withCursors(inParts(own, ports.now)))
  await carryOut(
    {
      phase: 'people',
      first: true,
      total: size,
      before: begun?.done ?? 0,
      own: ({ id }) => id > from && id <= to,
      mark: (cursor, done, so) => ({ shard: { cursor, done: Math.min(done, size), ...so } }),
    },
    plans(run, pages, lister),
  )
}

/** Parts of pages of a feed that can be begun anywhere: one can go on behind each. */
export async function* withCursors(pages: AsyncIterable<EntryPage>): AsyncGenerator<EntryPage> {
  for await (const { entries, cursor = entries.at(-1)?.ref.id } of pages)
    yield { entries, ...(cursor !== undefined && { cursor }) }
}

/** Pages until somebody else takes a part in what is behind them; `handOver` hears where that begins. */
export async function* untilShared(
  pages: AsyncIterable<EntryPage>,
  total: number,
  { wanted }: Pick<Sharing, 'wanted'>,
  handOver: (cursor: string, left: number) => void,
): AsyncGenerator<EntryPage> {
  let left = total
  for await (const page of pages) {
    yield page
    left -= page.entries.length
    if (page.cursor !== undefined && (await wanted(left))) return handOver(page.cursor, left)
  }
}
