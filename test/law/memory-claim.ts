import { refKey, type Instant, type Link, type MatchingValue, type Plan, type Taken } from '@usher/engine'
import { lookAtGroup } from './memory-members.ts'
import type { State, Without } from './memory-state.ts'

/** Before the first write of a page: see `Journal.intend`. */
export function claim(
  state: State,
  plan: Plan,
  now: Instant,
  without: Without | undefined,
): ReadonlyMap<string, Taken> {
  const taken = new Map<string, Taken>()
  if (without === 'intent') return taken
  for (const change of plan.changes) {
    const { ref, action, matching, facts, held } = change
    const key = refKey(ref)
    const link = state.links.get(key)
    if (
      (change.action === 'update' || change.action === 'disable' || change.action === 'delete') &&
      held === undefined &&
      link !== undefined &&
      without !== 'unknownAfterWrite'
    ) {
      const returning =
        facts.verdict.inScope && without !== 'returning' ? ({ state: 'managed', active: true } as const) : {}
      state.links.set(key, { ...link, ...returning, sent: null })
    }
    const joins = facts.match.kind === 'joined' ? facts.match.target.id : null
    if (held !== undefined || (action !== 'create' && joins === null)) continue
    if (joins !== null && without === 'recordedJoin') continue
    const before = state.links.get(key)
    const others = [...state.links].filter(([other]) => other !== key).map(([, link]) => link)
    const clash = others.some((link) => (joins !== null && link.targetId === joins) || isAboutToUse(link, matching))
    const stale = (before?.targetId ?? null) !== (facts.link?.targetId ?? null)
    if (clash || stale) {
      taken.set(key, clash ? 'held' : 'stale')
      continue
    }
    if (joins !== null && ref.type === 'Group' && without !== 'membersUnread') lookAtGroup(state, ref, now)
    state.links.set(key, {
      targetId: joins,
      joinedBy: joins === null ? matching : null,
      state: 'managed',
      active: true,
      sent: null,
    })
  }
  return taken
}

/** Whether a create with this value was sent for somebody, or is about to be, and what became of it is not known. */
function isAboutToUse({ targetId, joinedBy }: Link, matching: MatchingValue | null): boolean {
  if (targetId !== null || joinedBy === null || matching === null) return false
  const isSame = ({ path, value }: MatchingValue): boolean =>
    path === matching.path && value.toLowerCase() === matching.value.toLowerCase()
  return [joinedBy, ...(joinedBy.besides ?? [])].some(isSame)
}
