/** Taking over an account that exists already (decisions, "Adoption"). */
import type { Rule } from '../job/rule.ts'
import type { Change } from '../types.ts'

/** Whether somebody's existing account would be taken over: found by matching, and not made by us. */
export function isAdoption(change: Change): boolean {
  const { match, verdict } = change.facts
  return verdict.inScope && match.kind === 'joined' && !wasRemembered(change)
}

/** Whether it waits for a person who agrees. */
export function adoptionWaits({ adopt }: Rule, change: Change): boolean {
  const { code } = change.reason
  return adopt === 'review' && (code === 'joined' || code === 'rejoined') && isAdoption(change)
}

/** Whether it was found by what an earlier create, whose answer is not known, may have used. */
export function wasRemembered({ facts: { link, match }, matching }: Change): boolean {
  if (match.kind !== 'joined' || link === null || link.targetId !== null) return false
  return link.joinedBy?.path === matching?.path && link.joinedBy?.value === matching?.value
}
