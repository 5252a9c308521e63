/** One pass over the feed before any write: who would be removed, how many objects there are. No request is made. */
import type { Ref } from '@usher/scim'
import type { Rule } from './job/rule.ts'
import { add } from './job/ladder.ts'
import type { MappingContext } from './map/desire.ts'
import { refKey } from './map/references.ts'
import { isDeletion, isRemoval } from './plan/decide.ts'
import { guard } from './plan/guard.ts'
import type { Ports } from './ports.ts'
import { verdict } from './scope/verdict.ts'
import type { Entry, Page, Watermark } from './types.ts'

export type Census = {
  readonly after: Watermark | null
  /** Objects in the feed. */
  readonly total: number
  /** Objects whose account is active and that are out of scope now, or whose removal was allowed. */
  readonly leavers: readonly Ref[]
  /** The guard holds removals that were not allowed one by one. */
  readonly hold: boolean
  readonly removals: { readonly count: number; readonly limit: number }
  /** The whole feed when it fitted into one page, so that it need not be read again. */
  readonly only: Page | null
}

export async function census(ports: Ports, rule: Rule, context: MappingContext): Promise<Census> {
  const started = context.now
  const { source, journal } = ports
  const after = await journal.watermark(rule.type)
  const window = await journal.removals(add(started, -rule.guardWindow * 60_000))
  const leavers = new Map<string, Ref>()
  let total = 0
  let pages = 0
  let only: Page | null = null
  for await (const page of source.changes({ type: rule.type, after })) {
    pages += 1
    only = pages === 1 ? page : null
    total += page.entries.length
    if (window.managed > 0 || after !== null) {
      for (const ref of await removed(ports, { rule, context }, page.entries)) leavers.set(refKey(ref), ref)
    } else if (page.total !== undefined) {
      // Nobody has an account yet, so nobody can be removed: no need to read on.
      total = page.total
      only = page.entries.length === page.total ? page : null
      break
    }
  }
  // Time alone may take somebody out of scope: the guard counts them like all others.
  for await (const looks of journal.looks(['due'], started)) {
    const entries = await source.read(looks.map(({ ref }) => ref))
    for (const ref of await removed(ports, { rule, context }, entries)) leavers.set(refKey(ref), ref)
  }
  const planned = leavers.size
  for await (const looks of journal.looks(['removalHeld'], started)) {
    for (const { ref } of looks) leavers.set(refKey(ref), ref)
  }
  const { hold, limit, count } = guard(rule.guard, { planned, ...window })
  return { after, total, leavers: [...leavers.values()], hold, removals: { count, limit }, only }
}

/** Whoever of these would lose an account now, without those who are held already. */
async function removed(
  { journal, target }: Ports,
  { rule, context }: { readonly rule: Rule; readonly context: MappingContext },
  entries: readonly Entry[],
): Promise<readonly Ref[]> {
  const { delete: canDelete } = target.able
  const out = new Map<string, { readonly ref: Ref; readonly deleted: boolean }>()
  for (const entry of entries) {
    const judged = verdict(rule.scope, entry, context)
    if (judged.inScope || !isRemoval(rule, judged.because, canDelete)) continue
    out.set(refKey(entry.ref), { ref: entry.ref, deleted: isDeletion(rule, judged.because, canDelete) })
  }
  if (out.size === 0) return []
  const refs = [...out.values()].map(({ ref }) => ref)
  const [links, looks] = await Promise.all([journal.links(refs), journal.looksOf(refs)])
  return [...out].flatMap(([key, { ref, deleted }]) => {
    const link = links.get(key)
    if (link?.state !== 'managed' || !(link.active || deleted)) return []
    return looks.get(key)?.some((look) => look.why === 'removalHeld') === true ? [] : [ref]
  })
}
