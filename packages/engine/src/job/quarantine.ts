/** When a job is in quarantine, why, and for how long (engine.md section 6, decisions "Quarantine"). */
import type { ErrorCode } from '../errors.ts'
import type { Instant } from '../types.ts'
import { add, type Ladder } from './ladder.ts'

/** By Graph's names (QU-8). `TooManyDeletes` is told of held removals, and slows nothing. */
export type QuarantineReason =
  | 'EncounteredQuarantineException'
  | 'EncounteredTotalEscrowThreshold'
  | 'EncounteredBaseEscrowThreshold'
  | 'EncounteredEscrowProportionThreshold'
  | 'TooManyDeletes'

/** Numbers of objects, a percentage, and milliseconds; the defaults are Entra's where it has any (QU-2 to QU-5). */
export type QuarantineLimits = {
  /** The proportion and `failures` are looked at from so many failures on. */
  readonly from: number
  readonly percent: number
  readonly failures: number
  /** Of references too: managers and members. */
  readonly withReferences: number
  /** A small tenant never has as many as `from`: there the proportion counts from so many on (BT-7). 0: never. */
  readonly least: number
  /** An application that cannot be reached for so long is no short outage any more (BT-6). */
  readonly outage: number
  /** When it is tried again; at the end the job is switched off (QU-9, QU-10). */
  readonly ladder: Ladder
}

const hour = 3600_000

export const usualQuarantine: QuarantineLimits = {
  from: 5000,
  percent: 40,
  failures: 40_000,
  withReferences: 60_000,
  least: 10,
  outage: hour,
  ladder: { rungs: [6 * hour, 12 * hour, 24 * hour], every: 24 * hour, end: 28 * 24 * hour },
}

/** How a cycle ended. `failures` and `references` are open, and do not count each other; `inScope` counts objects. */
export type Health = {
  readonly failures: number
  readonly references: number
  readonly inScope: number
  /** The application could not be used at all; `since`: when that began. */
  readonly connection: { readonly code: ErrorCode; readonly since: Instant } | null
  readonly now: Instant
}

/** No retry helps against these: a person has to change something (ER-20). */
const atOnce: ReadonlySet<ErrorCode> = new Set([
  'Unauthorized',
  'InsufficientRights',
  'SystemForCrossDomainIdentityManagementServiceIncompatible',
])
/** These are nobody's fault there: it asked for time, or Usher itself has failed. */
const excused: ReadonlySet<ErrorCode> = new Set(['TooManyRequests', 'InternalError'])

/** Why the job belongs into quarantine; null: it does not. */
export function quarantineReason(health: Health, limits: QuarantineLimits): QuarantineReason | null {
  const { failures, references, inScope, connection } = health
  if (connection !== null) return isLasting(connection, health.now, limits) ? 'EncounteredQuarantineException' : null
  if (failures + references > limits.withReferences) return 'EncounteredTotalEscrowThreshold'
  const most = failures * 100 > inScope * limits.percent
  if (failures >= limits.from && failures > limits.failures) return 'EncounteredBaseEscrowThreshold'
  if (failures >= limits.from && most) return 'EncounteredEscrowProportionThreshold'
  if (limits.least > 0 && failures >= limits.least && most) return 'EncounteredEscrowProportionThreshold'
  return null
}

function isLasting(
  { code, since }: { code: ErrorCode; since: Instant },
  now: Instant,
  { outage }: QuarantineLimits,
): boolean {
  if (atOnce.has(code)) return true
  return !excused.has(code) && now >= add(since, outage)
}

/** Graph's synchronizationQuarantine (QU-11). A series begins when a sound job is quarantined. */
export type QuarantineState = {
  readonly reason: QuarantineReason
  readonly currentBegan: Instant
  readonly nextAttempt: Instant
  readonly seriesBegan: Instant
  /** Attempts that ended in quarantine, the first included. */
  readonly seriesCount: number
}
export type QuarantineChange = 'began' | 'changed' | 'ended' | 'disabled' | null
export type QuarantineStep = { readonly state: QuarantineState | null; readonly change: QuarantineChange }

/** What the end of a cycle makes of a quarantine, and what people are to be told (QU-12, QU-14, A-33). */
export function nextQuarantine(
  before: QuarantineState | null,
  reason: QuarantineReason | null,
  now: Instant,
  { ladder }: QuarantineLimits,
): QuarantineStep {
  if (reason === null) return { state: null, change: before === null ? null : 'ended' }
  const seriesBegan = before?.seriesBegan ?? now
  const same = before?.reason === reason
  const state = {
    reason,
    currentBegan: same ? before.currentBegan : now,
    nextAttempt: nextAfter(ladder, seriesBegan, now),
    seriesBegan,
    seriesCount: (before?.seriesCount ?? 0) + 1,
  }
  if (now >= add(seriesBegan, ladder.end)) return { state, change: 'disabled' }
  return { state, change: before === null ? 'began' : same ? null : 'changed' }
}

/** By the time that has passed: who tries in between by hand does not make the next attempt later. The last is at the end. */
function nextAfter({ rungs, every, end }: Ladder, since: Instant, now: Instant): Instant {
  const next = rungs.map((wait) => add(since, wait)).find((at) => at > now) ?? add(now, every)
  const last = add(since, end)
  return next > last && now < last ? last : next
}
