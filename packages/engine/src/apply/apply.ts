import { type Attributes, parsePath, type Ref, referenceTo, writePaths } from '@usher/scim'
import { errorCodes } from '../errors.ts'
import { isExpired, nextAttempt, never } from '../job/ladder.ts'
import type { MappingContext } from '../map/desire.ts'
import { refKey } from '../map/references.ts'
import { wasRemembered } from '../plan/adoption.ts'
import { isLate } from '../plan/diff.ts'
import { isRemovalLeft, isStanding, lookOf, waitsForPerson, type Held } from '../plan/hold.ts'
import { leaveUndone } from '../plan/undo.ts'
import { each } from '../pool.ts'
import { TargetError, TargetUnusable, type Ports } from '../ports.ts'
import type { Rule } from '../job/rule.ts'
import type { Planned } from '../page.ts'
import type {
  AttributeChange,
  Change,
  Exchange,
  Look,
  MappingProblem,
  Outcome,
  ProvisioningError,
  Taken,
} from '../types.ts'
import type { Attempt } from './attempt.ts'
import { somebodyElses } from './somebody-elses.ts'
import { filled, lostValue, withoutSecrets, type Writing } from './fill.ts'
import { waves } from './waves.ts'
import { seen } from '../seen.ts'

export type Applied = {
  /** Left to the other lane. */
  readonly busy: readonly Ref[]
  readonly outcomes: readonly Outcome[]
  /** The target cannot be used at all; what is not among the outcomes was not tried. */
  readonly unusable: TargetUnusable | null
}

/** A page whose changes were claimed (`Journal.intend`); `taken` says who came too late. */
export type Claimed = Planned & { readonly taken: ReadonlyMap<string, Taken> }

/**
 * Carries out the changes of one page.
 *
 * Whoever others refer to is made before them, so that most references can be written at once. An object that fails
 * becomes an outcome and the others go on. `recent`: target ids by `refKey` that may not be recorded yet.
 */
export function apply(
  ports: Ports,
  working: Working,
  claimed: Claimed,
  recent: ReadonlyMap<string, string>,
): Promise<Applied> {
  return seen(ports, 'apply page', claimed.plan.changes.length, () => carriedOut(ports, working, claimed, recent))
}

type Working = { readonly rule: Rule; readonly context: MappingContext; stopped(): boolean }

async function carriedOut(
  ports: Ports,
  { rule, context, stopped }: Working,
  { plan, traces, looks, taken }: Claimed,
  recent: ReadonlyMap<string, string>,
): Promise<Applied> {
  const late = plan.changes.flatMap(lateRefs)
  const links = late.length === 0 ? new Map<string, never>() : await ports.journal.links(late)
  const known = [...links].flatMap(([key, link]) => (link.targetId === null ? [] : [[key, link.targetId] as const]))
  const ids = new Map([...recent, ...known])
  const writing: Writing = { ports, rule, context, ids, claimed: new Set() }
  const outcomes: Outcome[] = []
  const busy: Ref[] = []
  let unusable: TargetUnusable | null = null

  const attemptOf = (change: Change, trace: readonly Exchange[]): Attempt => {
    const before = looks.get(refKey(change.ref)) ?? []
    return {
      change,
      trace: [...trace],
      before,
      secrets: new Set(),
      chosen: new Map(),
      retries: rule.retries,
      now: ports.now,
    }
  }
  const carryOut = async (change: Change): Promise<void> => {
    if (unusable !== null || stopped()) return
    const key = refKey(change.ref)
    const attempt = attemptOf(change, traces.get(key) ?? [])
    try {
      const late = taken.get(key)
      if (late === 'busy') return void busy.push(change.ref)
      const told = late === undefined ? await one(writing, attempt) : tooLate(attempt, late)
      const allowed = attempt.before.some(({ decision }) => decision === 'allowed')
      const outcome = allowed ? ({ ...told, allowed } as const) : told
      if (outcome.targetId !== undefined) ids.set(key, outcome.targetId)
      outcomes.push(outcome)
    } catch (error) {
      if (error instanceof TargetUnusable) unusable = error
      else throw error
    }
  }
  for (const wave of waves(plan.changes)) {
    if (unusable === null) await each(wave, ports.target.able.parallel, carryOut)
  }
  const strangers = await somebodyElses(ports, outcomes, recent)
  const own = outcomes.map((outcome) => {
    const { change, exchanges } = outcome
    return strangers.has(refKey(change.ref)) ? failure(attemptOf(change, exchanges), notTheirs(outcome)) : outcome
  })
  return { outcomes: own, busy, unusable }
}

async function one(writing: Writing, attempt: Attempt): Promise<Outcome> {
  const { change, trace } = attempt
  const { ports, rule } = writing
  if (change.held !== undefined)
    return { change, result: 'held', exchanges: trace, written: [], look: heldLook(attempt, change.held) }
  if (change.action === 'none') {
    const undone = change.reason.code === 'undone' ? attempt.before.find(({ why }) => why === 'undone') : undefined
    if (undone !== undefined) return { change, result: 'skipped', exchanges: trace, written: [], look: undone }
    if (change.error !== undefined) return failure(attempt, change.error)
    // Nothing is to be written, and that it is to stay so is worth a line.
    if (isUndo(change))
      return { change, result: 'success', exchanges: trace, written: [], look: leaveUndone(change, attempt.now()) }
    return { change, result: isAnew(change) ? 'warning' : 'skipped', exchanges: trace, written: [] }
  }
  try {
    if (change.action === 'delete') {
      const { id, version } = change.target
      await ports.target.delete({ type: rule.targetType, id, ...(version !== undefined && { version }) }, trace)
      return { change, result: 'success', targetId: change.target.id, exchanges: trace, written: [] }
    }
    if (change.action === 'create') return await create(writing, attempt, change)
    const written = await filled(writing, attempt, change.patch)
    const ignored = await ports.target.update(rule.targetType, change.target, written, trace)
    const [rest] = change.facts.verdict.inScope ? [] : change.facts.desired.problems
    if (rest !== undefined) return { ...failure(attempt, invalid(rest)), written }
    return {
      change,
      result: isAnew(change) || ignored.length > 0 ? 'warning' : 'success',
      targetId: change.target.id,
      exchanges: trace,
      written,
      ...(ignored.length > 0 && { ignored }),
      ...(isUndo(change) && { look: leaveUndone(change, attempt.now()) }),
    }
  } catch (error) {
    if (error instanceof TargetUnusable) throw witnessed(error, attempt)
    if (!(error instanceof TargetError)) throw error
    return failure(attempt, withoutSecrets(error.error, attempt.secrets))
  }
}

function witnessed({ error, witness }: TargetUnusable, { change: { ref }, secrets }: Attempt): TargetUnusable {
  const clean = withoutSecrets(error, secrets)
  if (witness === undefined) return new TargetUnusable(clean)
  const said = witness.said === null ? null : withoutSecrets({ ...error, message: witness.said }, secrets).message
  return new TargetUnusable(clean, { ...witness, said, about: ref })
}

/** A conflict may be about a value of SelectUniqueValue that somebody took meanwhile: then the next one is tried. */
async function create(
  writing: Writing,
  attempt: Attempt,
  change: Extract<Change, { action: 'create' }>,
): Promise<Outcome> {
  const { trace } = attempt
  for (;;) {
    const written = await filled(writing, attempt, change.patch)
    try {
      const made = await writing.ports.target.create(writing.rule.targetType, toAttributes(written), trace)
      return { change, result: isAnew(change) ? 'warning' : 'success', targetId: made.id, exchanges: trace, written }
    } catch (error) {
      const conflict = error instanceof TargetError && error.error.code === 'EntryConflict'
      if (!conflict || !(await lostValue(writing, attempt))) throw error
    }
  }
}

/** The account before was removed in the application: worth a warning (decisions, onVanished). */
function isAnew({ reason: { code } }: Change): boolean {
  return code === 'recreated' || code === 'rejoined'
}

function toAttributes(written: readonly AttributeChange[]): Attributes {
  return writePaths(
    written.flatMap(({ path, to, kind }) =>
      to === undefined || isLate(to) ? [] : [[parsePath(path), kind === 'reference' ? referenceTo(to) : to] as const],
    ),
  )
}

function lateRefs(change: Change): readonly { readonly type: string; readonly id: string }[] {
  return change.facts.desired.flows.flatMap(({ value }) =>
    isLate(value) && value.late === 'targetId' ? [value.of] : [],
  )
}

/** The account has another owner by now: a leaver's memory of it is dropped, anybody else is told. */
function tooLate(attempt: Attempt, late: 'held' | 'stale'): Outcome {
  const { change, trace } = attempt
  if (late === 'held' && !change.facts.verdict.inScope) {
    return { change: disown(change), result: 'skipped', exchanges: trace, written: [] }
  }
  const failed = failure(attempt, duplicate(change))
  return late === 'held' && wasRemembered(change) ? { ...failed, disowned: true } : failed
}

function disown(change: Change): Change {
  const { ref, facts, basis } = change
  const because = facts.verdict.inScope ? 'notAssigned' : facts.verdict.because
  return {
    ref,
    basis,
    matching: null,
    reason: { code: 'outOfScope', details: { because } },
    facts: { ...facts, match: { kind: 'absent' } },
    action: 'none',
  }
}

/** The application made nothing, and answered with an account that it had. */
function notTheirs({ targetId = '' }: Outcome): ProvisioningError {
  return {
    code: 'EntryConflict',
    message: `The application answered with the account ${targetId}, which is that of somebody else`,
    retry: 'later',
  }
}

function duplicate(change: Change): ProvisioningError {
  const value = change.matching === null ? 'its account' : `${change.matching.path} "${change.matching.value}"`
  return {
    code: 'DuplicateSourceEntries',
    message: `Another person in the directory already holds ${value}`,
    retry: errorCodes.DuplicateSourceEntries.retry,
  }
}

function failure({ change, trace, before, retries, now: ask }: Attempt, cause: ProvisioningError): Outcome {
  const now = ask()
  // What had reached the end of its ladder was brought back by a change or a person: it begins anew.
  const earlier = before.find((look) => look.why === 'failed' && !isExpired(look))
  const since = earlier?.since ?? now
  const attempts = (earlier?.attempts ?? 0) + 1
  const error: ProvisioningError = isOfReferences(change) ? { ...cause, reference: true } : cause
  if (isUndo(change))
    return { change, result: 'failure', error, exchanges: trace, written: [], look: leaveUndone(change, now, error) }
  const next = nextAttempt(retries, { since, now, attempts }, error.retry)
  // Consent to a removal, or to making an account again, outlasts an attempt that failed.
  const allowed = before.some((one) => one.decision === 'allowed')
  const look: Look = {
    ref: change.ref, why: 'failed', since, next, attempts, basis: change.basis, error,
    ...(allowed && { decision: 'allowed' }),
    ...(isRemovalLeft(change) && { what: ['removal'] }),
  } // prettier-ignore
  // What is held, or was rejected, is so until it can be looked at again: what fails is tried again without being counted.
  const waits = change.action === 'none' ? before.find(waitsForPerson) : undefined
  return { change, result: 'failure', error, exchanges: trace, written: [], look, ...(waits && { waits }) }
}

/** A leaver of whom some mappings could not be evaluated: it may be what takes the account away, so it is tried again. */
function invalid({ message }: MappingProblem): ProvisioningError {
  return { code: 'InvalidMapping', message, retry: errorCodes.InvalidMapping.retry }
}

function isUndo({ reason }: Change): boolean {
  return reason.code === 'undo'
}

/** QU-3: failures on references are counted apart. */
function isOfReferences(change: Change): boolean {
  return change.action === 'update' && change.patch.length > 0 && change.patch.every(({ kind }) => kind === 'reference')
}

/** What waits keeps its place, and what was rejected stays so, until it is asked anew. */
function heldLook({ change, before, now: ask }: Attempt, held: Held): Look {
  const now = ask()
  const why = lookOf[held.kind]
  const fresh = { ref: change.ref, why, since: now, next: never, attempts: 0, basis: change.basis } as const
  if (held.kind === 'burst') return { ...fresh, since: held.since, next: held.until }
  const earlier = before.find((look) => look.why === why)
  const stays = earlier !== undefined && isStanding(earlier, change.basis, now) ? earlier : fresh
  return held.kind === 'change' ? { ...stays, what: held.what } : stays
}
