/** One pass over the feed before any write: who would be removed, how many objects there are. No request is made. */
import type { Ref } from '@usher/scim'
import { ruleFor, type Rules } from './job/rule.ts'
import { add } from './job/ladder.ts'
import type { MappingContext } from './map/desire.ts'
import { refKey } from './map/references.ts'
import { intentOf } from './plan/basis.ts'
import { isRemoval, leaving } from './plan/leaving.ts'
import { guard } from './plan/guard.ts'
import type { Ports } from './ports.ts'
import { verdict } from './scope/verdict.ts'
import type { Entry, Look, OutOfScope, Page, Watermark } from './types.ts'

export type Census = {
  readonly after: Watermark | null
  /** Where the feed stood before anything was read: the next cycle goes on there, and what changed since then is left to it. */
  readonly mark: Watermark | null
  /** Objects in the feed, by type. */
  readonly totals: ReadonlyMap<string, number>
  /** Objects whose account is active and that are out of scope now, or whose removal was allowed. */
  readonly leavers: readonly Ref[]
  /** The guard holds removals that were not allowed one by one. */
  readonly hold: boolean
  readonly removals: { readonly count: number; readonly limit: number }
  /** The whole feed of a type when it fitted into one page, so that it need not be read again. */
  readonly only: ReadonlyMap<string, Page>
}

type Counting = { readonly ports: Ports; readonly rules: Rules; readonly context: MappingContext }

export async function census(ports: Ports, rules: Rules, context: MappingContext): Promise<Census> {
  const started = context.now
  const { source, journal } = ports
  const counting = { ports, rules, context }
  const [{ guardWindow, guard: limits }] = rules
  const after = await journal.watermark()
  const window = await journal.removals(add(started, -guardWindow * 60_000))
  const leavers = new Map<string, Ref>()
  const totals = new Map<string, number>()
  const only = new Map<string, Page>()
  let mark: Watermark | null = null
  const counted = async (entries: readonly Entry[]): Promise<void> => {
    for (const ref of await removed(counting, entries)) leavers.set(refKey(ref), ref)
  }
  // Nobody has an account yet, so nobody can be removed: there is no need to read on.
  const nobody = after === null && window.managed === 0 && !(await someLinked(counting))
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
  const planned = leavers.size
  for await (const looks of journal.looks(['removalHeld'], started)) {
    for (const { ref } of looks) leavers.set(refKey(ref), ref)
  }
  const { hold, limit, count } = guard(limits, { planned, ...window })
  return { after, mark, totals, leavers: [...leavers.values()], hold, removals: { count, limit }, only }
}

/** Whether anybody has an account, active or not. */
async function someLinked({ ports: { journal }, rules }: Counting): Promise<boolean> {
  for (const { type } of rules) {
    for await (const page of journal.linked(type)) if (page.length > 0) return true
  }
  return false
}

/** Whoever of these would lose an account now, without those who are held already or were put back by a person. */
async function removed(
  { ports: { journal, target, digest }, rules, context }: Counting,
  entries: readonly Entry[],
): Promise<readonly Ref[]> {
  const out = new Map<string, { readonly ref: Ref; readonly because: OutOfScope; intent(): string }>()
  for (const entry of entries) {
    const { ref } = entry
    const rule = ruleFor(rules, ref)
    const judged = verdict(rule.scope, entry, context)
    const intent = (): string => intentOf(rule, { entry, verdict: judged }, digest)
    if (!judged.inScope) out.set(refKey(ref), { ref, because: judged.because, intent })
  }
  if (out.size === 0) return []
  const refs = [...out.values()].map(({ ref }) => ref)
  const [links, looks] = await Promise.all([journal.links(refs), journal.looksOf(refs)])
  return [...out].flatMap(([key, { ref, because, intent }]) => {
    const link = links.get(key)
    if (link?.state !== 'managed') return []
    const what = leaving(ruleFor(rules, ref), { because, link, now: context.now }, target.able)
    if (!isRemoval(what) || !(link.active || what === 'delete')) return []
    const waits = (look: Look): boolean =>
      look.why === 'removalHeld' || (look.why === 'undone' && look.basis === intent())
    return looks.get(key)?.some(waits) === true ? [] : [ref]
  })
}
