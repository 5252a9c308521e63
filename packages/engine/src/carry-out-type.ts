/** All objects of one type in a cycle: this process alone, until others take a part in what is left. */
import type { CycleOptions, Phase, Worker } from './carry-out.ts'
import { feed, inParts, plans, without, type Lister, type Run } from './feed.ts'
import type { Rule } from './job/rule.ts'
import type { Mark } from './ports.ts'
import { untilShared, withCursors } from './shards.ts'
import { bringAlong } from './source/bring-along.ts'
import type { Checkpoint, Watermark } from './types.ts'

const phases: Readonly<Record<string, Phase>> = { User: 'people', Group: 'groups' }

type Of = {
  readonly rule: Rule
  /** Where an initial cycle that was interrupted goes on. */
  readonly reached: Checkpoint | null
  /** Where the next cycle will begin. */
  readonly watermark: Watermark | null
  /** By `refKey`: these were looked at already. */
  readonly leavers: ReadonlySet<string>
  readonly lister: Lister
}
/** What is left for all. */
type Left = { readonly cursor: string; readonly before: number; readonly cut: boolean }

export async function carryOutType(
  run: Run,
  working: Pick<Worker, 'carryOut' | 'carryOutShared'>,
  { rule, reached, watermark, leavers, lister }: Of,
  { sharing, stopped }: Pick<CycleOptions, 'sharing' | 'stopped'>,
): Promise<void> {
  const { ports, context, counted, verify } = run
  const { type } = rule
  const at = reached?.type === type ? reached : null
  const total = counted.totals.get(type) ?? 0
  const phase = phases[type] ?? 'people'
  // Only the feed of everything can be begun anywhere.
  const shares = counted.after === null && watermark !== null ? sharing : undefined
  const brought = new Set<string>()

  const alone = async (): Promise<Left | null> => {
    let left: Left | null = null
    const parts = inParts(without(feed(run, rule, at?.cursor), leavers), ports.now)
    const own = counted.after === null ? withCursors(parts) : parts
    const before = at?.done ?? 0
    const pages =
      shares === undefined
        ? own
        : untilShared(own, total - before, shares, (cursor, rest) => {
            left = { cursor, before: total - rest, cut: false }
          })
    const mark = (cursor: string, done: number): Mark | null =>
      counted.after !== null || watermark === null ? null : { checkpoint: { type, cursor, watermark, done } }
    await working.carryOut(
      { phase, first: true, total, before, mark },
      plans(run, bringAlong(ports, { rule, context, brought }, pages), lister),
    )
    return left
  }
  const isCut = at?.shared === true && shares !== undefined
  const left = isCut ? { cursor: at.cursor, before: at.done, cut: true } : await alone()
  if (left === null || shares === undefined || watermark === null || stopped()) return
  const { cursor: from, before, cut } = left
  const { hold, mark } = counted
  const removals = run.unforeseen.foreseen
  const brief = { type, total, mark, verify, context, removals, hold: { ...hold, changes: [...hold.changes] } }
  const ids = [...leavers, ...brought]
    .filter((key) => key.startsWith(`${type}/`))
    .map((key) => key.slice(type.length + 1))
  const rest = { brief, from, before, left: total - before, watermark, without: ids, cut }
  await working.carryOutShared({ phase, total, before, skipped: cut ? before : 0 }, (progress) =>
    shares.carryOut(rest, progress),
  )
}
