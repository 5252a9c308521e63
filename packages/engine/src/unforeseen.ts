/**
 * Removals that no census can count: the link holds the account for switched off, and in the application it is in use; or the mapping
 * switches off somebody in scope. They count as they turn up, and from the limit on they are held.
 */
import type { Run } from './feed.ts'
import { add } from './job/ladder.ts'
import { refKey } from './map/references.ts'
import type { Planned } from './page.ts'
import { guard } from './plan/guard.ts'
import { isFailing, takesAway } from './plan/hold.ts'
import type { Counted } from './ports.ts'
import type { Change, Look } from './types.ts'

export class Unforeseen {
  /** Removals that the census counted. */
  readonly foreseen: number
  #found = 0
  /** What reached the limit; null: nothing did. */
  reached: Counted | null = null

  constructor(foreseen: number) {
    this.foreseen = foreseen
  }

  /** The page, and held of it what is too much. */
  async held(
    {
      ports: { journal },
      rules: [{ guard: limits, guardWindow }],
      context: { now },
    }: Pick<Run, 'ports' | 'rules' | 'context'>,
    page: Planned,
  ): Promise<Planned> {
    const looksOf = ({ ref }: Change): readonly Look[] => page.looks.get(refKey(ref)) ?? []
    const found = page.plan.changes.filter((change) => isUnforeseen(change, looksOf(change)))
    if (limits === null || found.length === 0) return page
    const since = add(now, -guardWindow * 60_000)
    const isCounted = (look: Look): boolean => look.why === 'gathered' || isFailing(look, since)
    const more = found.filter((change) => !looksOf(change).some(isCounted)).length
    const { done, failing, held, managed } = await journal.removals(since)
    // What this process found may not be recorded yet, and what others found is not known otherwise.
    const before = Math.max(this.foreseen + this.#found, done + failing + held)
    this.#found += more
    const { hold, limit, count } = guard(limits, { planned: before + more, done: 0, held: 0, managed: managed + done })
    if (!hold) return page
    this.reached = { count, limit }
    const changes = page.plan.changes.map((one): Change =>
      found.includes(one) ? { ...one, held: { kind: 'removal' } } : one,
    )
    return { ...page, plan: { ...page.plan, changes } }
  }
}

/** Nobody allowed it, nothing holds it yet, and the census took it for none. */
function isUnforeseen(change: Change, looks: readonly Look[]): boolean {
  if (change.held !== undefined || looks.some(({ decision }) => decision === 'allowed')) return false
  return takesAway(change) && (change.facts.verdict.inScope || isTakenForInactive(change))
}

function isTakenForInactive({ action, facts: { link } }: Change): boolean {
  return action === 'disable' && link?.active === false
}
