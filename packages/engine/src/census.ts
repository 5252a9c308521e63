/** One pass over the feed before any write: who would be removed, what else would change. No request is made. */
import type { Ref } from '@usher/scim'
import { expectedChanges } from './expected-changes.ts'
import { ruleFor, type Rules } from './job/rule.ts'
import { add, never } from './job/ladder.ts'
import type { MappingContext } from './map/desire.ts'
import { refKey } from './map/references.ts'
import { intentOf } from './plan/basis.ts'
import { isRemoval, leaving } from './plan/leaving.ts'
import { burstWindow, gathering, guard } from './plan/guard.ts'
import { isFailing, type Hold } from './plan/hold.ts'
import { massChanges, type MassChange } from './plan/mass-changes.ts'
import type { ChangeKind } from './plan/outline.ts'
import type { Counted, Ports } from './ports.ts'
import { verdict } from './scope/verdict.ts'
import type { Entry, Instant, Look, Page, Verdict, Watermark } from './types.ts'

export type Census = {
  readonly after: Watermark | null
  /** Where the feed stood before anything was read: the next cycle goes on there, and what changed since then is left to it. */
  readonly mark: Watermark | null
  /** Objects in the feed, by type. */
  readonly totals: ReadonlyMap<string, number>
  /** Objects whose account is active and that are out of scope now, or whose removal was allowed. */
  readonly leavers: readonly Ref[]
  /** What the guard holds. */
  readonly hold: Hold
  readonly removals: Counted
  /** Kinds of changes of which there are too many. */
  readonly changes: readonly MassChange[]
  /** The whole feed of a type when it fitted into one page, so that it need not be read again. */
  readonly only: ReadonlyMap<string, Page>
}

export type Counting = {
  readonly ports: Ports
  readonly rules: Rules
  readonly context: MappingContext
  readonly since: Instant
}
export type Judged = { readonly entry: Entry; readonly verdict: Verdict }

export async function census(ports: Ports, rules: Rules, context: MappingContext): Promise<Census> {
  const started = context.now
  const { source, journal } = ports
  const [{ guardWindow, guard: limits, changes: changeLimits }] = rules
  const since = add(started, -guardWindow * 60_000)
  const counting = { ports, rules, context, since }
  const after = await journal.watermark()
  const window = await journal.removals(since)
  const before = changeLimits === null ? null : await journal.changes(since)
  const leavers = new Map<string, Ref>()
  // The window counts these, whether the feed brings them again or not.
  const failed = new Set<string>()
  const expected = new Map<ChangeKind, number>()
  const totals = new Map<string, number>()
  const only = new Map<string, Page>()
  let mark: Watermark | null = null
  const counted = async (entries: readonly Entry[]): Promise<void> => {
    const judged = judge(counting, entries)
    for (const { ref, failing } of await removed(counting, judged)) {
      leavers.set(refKey(ref), ref)
      if (failing) failed.add(refKey(ref))
    }
    if (before === null) return
    for (const kind of await expectedChanges(counting, judged, before.seasoned))
      expected.set(kind, (expected.get(kind) ?? 0) + 1)
  }
  // Nobody has an account yet, so nobody can be removed: there is no need to read on.
  const nobody = after === null && !window.linked
  for (const { type } of rules) {
    let total = 0
    for await (const page of source.changes({ type, after })) {
      mark ??= page.watermark
      if (total === 0) only.set(type, page)
      else only.delete(type)
      total += page.entries.length
      if (nobody && page.total !== undefined) {
        total = page.total
        break
      }
      if (!nobody) await counted(page.entries)
    }
    if (only.get(type)?.entries.length !== total) only.delete(type)
    totals.set(type, total)
  }
  // Time alone may take somebody out of scope, or end a reprieve: the guard counts them like all others.
  for await (const looks of journal.looks(['due'], started))
    await counted(await source.read(looks.map(({ ref }) => ref)))
  // Whoever was gathered is counted each time, so that reaching the limit holds them all.
  const waiting: Instant[] = []
  for await (const looks of journal.looks(['gathered'], never)) {
    for (const { ref, since: from } of looks) {
      waiting.push(from)
      leavers.set(refKey(ref), ref)
    }
  }
  const [began = null] = waiting.toSorted()
  const planned = leavers.size - failed.size
  // Allowed, or rejected so long ago that it is asked anew.
  for await (const looks of journal.looks(['removalHeld'], started)) {
    for (const { ref } of looks) leavers.set(refKey(ref), ref)
  }
  const atFirst = window.managed + window.done
  const left = planned + window.failing
  const { hold, limit, count } = guard(limits, {
    planned: left,
    done: window.done,
    held: window.held,
    managed: atFirst,
  })
  const isMany = limits !== null && planned > 0 && !hold
  const recent = isMany ? (await journal.removals(add(started, -burstWindow))).done : 0
  const burst = isMany ? gathering({ planned, recent, began }, started) : null
  const changes = before === null ? [] : massChanges(changeLimits, expected, { ...before, managed: window.managed })
  return {
    after,
    mark,
    totals,
    leavers: [...leavers.values()],
    hold: { removals: hold ? 'consent' : burst, changes: new Set(changes.map(({ kind }) => kind)) },
    removals: { count, limit },
    changes,
    only,
  }
}

function judge({ rules, context }: Counting, entries: readonly Entry[]): readonly Judged[] {
  return entries.map((entry) => ({ entry, verdict: verdict(ruleFor(rules, entry.ref).scope, entry, context) }))
}

/** Whoever of these would lose an account now, without those who are held already or were put back by a person. */
async function removed(
  { ports: { journal, target, digest }, rules, context, since }: Counting,
  judged: readonly Judged[],
): Promise<readonly { readonly ref: Ref; readonly failing: boolean }[]> {
  // The last entry of an object is the truth.
  const last = new Map(judged.map((one) => [refKey(one.entry.ref), one]))
  const out = [...last].flatMap(([key, { entry, verdict: its }]) => {
    const { ref } = entry
    const intent = (): string => intentOf(ruleFor(rules, ref), { entry, verdict: its }, digest)
    return its.inScope ? [] : [{ key, ref, because: its.because, intent }]
  })
  if (out.length === 0) return []
  const refs = out.map(({ ref }) => ref)
  const [links, looks] = await Promise.all([journal.links(refs), journal.looksOf(refs)])
  return out.flatMap(({ key, ref, because, intent }) => {
    const link = links.get(key)
    if (link?.state !== 'managed') return []
    const what = leaving(ruleFor(rules, ref), { because, link, now: context.now }, target.able)
    if (!isRemoval(what) || !(link.active || what === 'delete')) return []
    const waits = (look: Look): boolean =>
      look.why === 'removalHeld' || (look.why === 'undone' && look.basis === intent())
    const mine = looks.get(key) ?? []
    return mine.some(waits) ? [] : [{ ref, failing: mine.some((look) => isFailing(look, since)) }]
  })
}
