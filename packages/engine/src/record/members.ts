/** What is known of memberships after they were written, or were found to need no writing. */
import type { Placed, Placing } from '../apply/members.ts'
import { nextAttempt, type Ladder } from '../job/ladder.ts'
import type { Decided, MembershipDecision } from '../plan/membership.ts'
import type { Instant, MemberLink, Membership } from '../types.ts'

/** From before it is written until the answer is known it may be so or not. */
export function intended({ membership, ids }: Placing): MemberLink {
  return { ...membership, written: ids, sure: false, reported: false }
}

/** Has no account, and the log does not say so yet. */
export function isMissing({ known, decision }: Decided): boolean {
  if (decision.what !== 'wait' || decision.for !== 'member') return false
  return known === null || !(known.reported || known.written !== null)
}

/** Neither in the directory nor at the target. */
export function isForgotten({ known, decision }: Decided): boolean {
  return decision.what === 'forget' && known !== null
}

export function learnt(
  { placing: { what, membership, ids, known }, error }: Placed,
  now: Instant,
  retries: Ladder,
): readonly MemberLink[] {
  if (error === null) return what === 'remove' ? [] : [{ ...membership, written: ids, sure: true, reported: false }]
  const since = known?.failed?.since ?? now
  const attempts = (known?.failed?.attempts ?? 0) + 1
  const failed = { since, attempts, error, next: nextAttempt(retries, { since, now, attempts }, error.retry) }
  return [{ ...membership, written: ids, sure: false, reported: false, failed }]
}

/** What needs no writing, but must be remembered so that it is found again, or is known better now. */
export function asKnown({ membership, known, decision, looked }: Decided): readonly MemberLink[] {
  const kept = nowKnown(membership, known, decision)
  const isNew = looked || known === null || JSON.stringify(kept) !== JSON.stringify([known])
  return isNew ? kept : []
}

function nowKnown(
  membership: Membership,
  known: MemberLink | null,
  decision: MembershipDecision,
): readonly MemberLink[] {
  switch (decision.what) {
    case 'add':
    case 'remove':
    case 'forget':
      return []
    case 'same':
      return [{ ...membership, written: decision.ids, sure: true, reported: false }]
    case 'wait': {
      const { written = null, sure = true, reported = false } = known ?? {}
      return [{ ...membership, written, sure, reported: reported || decision.for === 'member' }]
    }
  }
}
