/** What leaving scope means for an account (engine.md section 3.2, DP-20 to DP-37). */
import type { Rule } from '../job/rule.ts'
import { addDays } from '../job/ladder.ts'
import { isUndecided } from '../scope/verdict.ts'
import type { AttributeChange, Instant, Link, OutOfScope } from '../types.ts'

/** What the target can do about an account that is no longer wanted. */
export type Able = { readonly delete: boolean; readonly deleteGroups: boolean; readonly softDelete: boolean }

/**
 * `delete`, `disable`: what is done to the account. `undecided`: nothing is known of the object that could decide.
 * The others say why the account stays as it is.
 */
export type Leaving = 'undecided' | 'delete' | 'disable' | Kept
export type Kept = 'keptByRule' | 'deleteOff' | 'cannotDelete' | 'updateOff' | 'notMapped'

/** An object that is out of scope: why, what is known of its account, and the time at which the cycle started. */
export type Leaver = { readonly because: OutOfScope; readonly link: Link | null; readonly now: Instant }

export function leaving(rule: Rule, { because, link, now }: Leaver, able: Able): Leaving {
  if (isUndecided(because)) return 'undecided'
  const { actions } = rule
  const deletes = canDelete(rule, able)
  if (because === 'sourceDeleted' && actions.delete && deletes) return 'delete'
  if (rule.skipOutOfScopeDeletions && isOutOfScopeByRule(because)) return 'keptByRule'
  if (!rule.softDelete || !able.softDelete) {
    // DP-7: where nothing can be switched off, the account is deleted; the Delete action is the consent to it.
    if (!deletes) return 'cannotDelete'
    return actions.delete ? 'delete' : 'deleteOff'
  }
  const due = deletionDue(rule, link, able)
  if (due !== null && due <= now) return 'delete'
  if (!rule.mapping.mappings.some(({ onLeave, once }) => onLeave && !once)) return 'notMapped'
  return actions.update ? 'disable' : 'updateOff'
}

export function canDelete({ type }: Rule, able: Able): boolean {
  return type === 'Group' ? able.deleteGroups : able.delete
}

/** When an account that was disabled is deleted, if ever: so many days after its person left. */
export function deletionDue(rule: Rule, link: Link | null, able: Able): Instant | null {
  if (rule.deleteAfterDays === null || !canDelete(rule, able) || link?.leftAt === undefined || link.active) return null
  return addDays(link.leftAt, rule.deleteAfterDays)
}

/** Whether the person loses their account, or the application loses it. */
export function isRemoval(what: Leaving): what is 'delete' | 'disable' {
  return what === 'delete' || what === 'disable'
}

/** Whether an account that is in use is not any more afterwards, whoever wants it so (RFC 7643 section 4.1.1, `active`). */
export function switchesOff({ path, from, to }: AttributeChange): boolean {
  return path === 'active' && isTrue(from) && !isTrue(to)
}

/** Some applications say it as text. */
function isTrue(value: AttributeChange['to']): boolean {
  return typeof value !== 'object' && String(value).toLowerCase() === 'true'
}

/** Whether the account stays as it is whatever it is like there, so that it need not be asked for. */
export function isKept(what: Leaving): what is Kept {
  return what !== 'undecided' && !isRemoval(what)
}

/** Out of scope by assignment or filter, as against disabled or deleted in the directory (DP-27). */
export function isOutOfScopeByRule(because: OutOfScope): boolean {
  return because === 'notAssigned' || because === 'roleMissing' || because === 'filteredOut'
}
