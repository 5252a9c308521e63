/** What is not written although it was decided: removals, adoptions and unusual changes that wait for a person. */
import type { Rule } from '../job/rule.ts'
import { isUndecided } from '../scope/verdict.ts'
import type { Change, Instant, Look } from '../types.ts'
import { adoptionWaits } from './adoption.ts'
import { switchesOff } from './leaving.ts'
import type { ChangeKind } from './outline.ts'

/**
 * Why a change is held. `rejected`: a person said no, and it waits for nobody. `burst`: not for a person, but for others that may come
 * within the minute.
 */
export type Held =
  | { readonly kind: 'removal' | 'adoption'; readonly rejected?: true }
  | { readonly kind: 'change'; readonly what: readonly ChangeKind[]; readonly rejected?: true }
  | { readonly kind: 'burst'; readonly since: Instant; readonly until: Instant }

/** What the guard holds in a cycle. */
export type Hold = {
  readonly removals: 'consent' | { readonly since: Instant; readonly until: Instant } | null
  readonly changes: ReadonlySet<ChangeKind>
}

export const nothingHeld: Hold = { removals: null, changes: new Set() }

/** The looks of what waits, by why it waits. */
export const lookOf = {
  removal: 'removalHeld',
  adoption: 'adoptionHeld',
  change: 'changeHeld',
  burst: 'gathered',
} as const satisfies Record<Held['kind'], Look['why']>

/**
 * Whether somebody who left, and failed, may lose an account yet, or has lost it already: nobody knows when an answer was lost, or a
 * process died before it was recorded. Until that is known the guard counts it, for as long as its window lasts.
 */
export function isRemovalLeft({ action, facts: { link, verdict } }: Change): boolean {
  if (verdict.inScope || isUndecided(verdict.because) || link?.state !== 'managed') return false
  return link.active || action === 'disable' || action === 'delete'
}

/** Whether somebody loses an account by it: also one that the link holds for switched off, and somebody in scope. */
export function takesAway(change: Change): boolean {
  const { action } = change
  return action === 'disable' || action === 'delete' || (action === 'update' && change.patch.some(switchesOff))
}

/** Of a look: whether the guard counts it so, in the window that began then. */
export function isFailing({ why, what = [], since, decision }: Look, from: Instant): boolean {
  return why === 'failed' && what.includes('removal') && since >= from && decision === undefined
}

/** Whether a change waits, and for what; what a person allowed does not. `now`: when the cycle started. */
export function heldOf(
  rule: Rule,
  change: Change,
  { looks, hold, now }: { readonly looks: readonly Look[]; readonly hold: Hold; readonly now: Instant },
): Held | null {
  const held = waitsAs(rule, change, looks, hold)
  if (held === null || held.kind === 'burst') return held
  const rejection = looks.find(({ why, decision }) => why === lookOf[held.kind] && decision === 'rejected')
  return rejection !== undefined && isStanding(rejection, change.basis, now) ? { ...held, rejected: true } : held
}

function waitsAs(rule: Rule, change: Change, looks: readonly Look[], hold: Hold): Held | null {
  if (looks.some(({ decision }) => decision === 'allowed')) return null
  if (adoptionWaits(rule, change)) return { kind: 'adoption' }
  if (takesAway(change)) {
    if (hold.removals === 'consent' || looks.some(({ why }) => why === 'removalHeld')) return { kind: 'removal' }
    return hold.removals === null ? null : { kind: 'burst', ...hold.removals }
  }
  const what = kindsOf(rule, change)
  const waits = what.some((kind) => hold.changes.has(kind)) || looks.some(({ why }) => why === 'changeHeld')
  return what.length > 0 && waits ? { kind: 'change', what } : null
}

/** What of a change is guarded, as it is about to be written. */
export function kindsOf(rule: Rule, change: Change): readonly ChangeKind[] {
  if (change.action === 'create') return change.reason.code === 'absentAtTarget' ? ['creation'] : []
  if (change.action !== 'update' || !change.facts.verdict.inScope) return []
  return change.patch.flatMap(({ op, path, from }): readonly ChangeKind[] => {
    if (op === 'remove') return [`wipe:${path}`]
    return op === 'replace' && rule.naming.has(path) && from !== undefined ? [`rename:${path}`] : []
  })
}

/** Whether it may not be written until a person allows it, or it is asked anew. */
export function waitsForPerson({ why, decision }: Look): boolean {
  return decision !== 'allowed' && (why === lookOf.removal || why === lookOf.adoption || why === lookOf.change)
}

/**
 * Whether what a person said, or that nobody said anything yet, still holds.
 *
 * A rejected removal or change is asked anew when the object has become another one, or the rejection is over. That an
 * account is nobody's to take over stays so.
 */
export function isStanding({ why, decision, next, ...look }: Look, basis: string, now: Instant): boolean {
  if (why === 'adoptionHeld' || decision !== 'rejected') return true
  return next > now && look.basis === basis
}
