/** One pass over the feed before any write: who would be removed, how many objects there are. No request is made. */
import type { Ref } from '@usher/scim'
import type { Rule } from './job/rule.ts'
import { add } from './job/ladder.ts'
import { refKey } from './map/references.ts'
import { guard } from './plan/guard.ts'
import type { Ports } from './ports.ts'
import { verdict } from './scope/verdict.ts'
import type { Instant, Page, Watermark } from './types.ts'

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

export async function census(ports: Ports, rule: Rule, started: Instant): Promise<Census> {
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
    if (window.managed > 0) {
      for (const ref of await removed(ports, rule, page)) leavers.set(refKey(ref), ref)
    } else if (page.total !== undefined) {
      // Nobody has an account yet, so nobody can be removed: no need to read on.
      total = page.total
      only = page.entries.length === page.total ? page : null
      break
    }
  }
  const planned = leavers.size
  for await (const looks of journal.looks(['removalHeld'], started)) {
    for (const { ref } of looks) leavers.set(refKey(ref), ref)
  }
  const { hold, limit, count } = guard(rule.guard, { planned, ...window })
  return { after, total, leavers: [...leavers.values()], hold, removals: { count, limit }, only }
}

async function removed(ports: Ports, rule: Rule, page: Page): Promise<readonly Ref[]> {
  const out = page.entries.filter((entry) => !verdict(rule.scope, entry).inScope).map((entry) => entry.ref)
  if (out.length === 0) return []
  const links = await ports.journal.links(out)
  return out.filter((ref) => {
    const link = links.get(refKey(ref))
    return link !== undefined && link.state === 'managed' && link.active
  })
}
