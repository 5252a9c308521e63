/** How a cycle ended: whether the job is in quarantine now, on what evidence, when it is tried again, who is told. */
import {
  add,
  nextQuarantine,
  quarantineReason,
  type Instant,
  type ProvisioningError,
  type QuarantineChange,
  type QuarantineState,
  type Witness,
} from '@usher/engine'
import type { Application } from '../store/applications.ts'
import { countFailures, mostFrequent, type Failures } from '../store/health.ts'
import type { Job, JobError, LastCycle } from '../store/jobs.ts'
import type { JobLine } from '../store/job-line.ts'
import type { End } from '../store/leases.ts'
import { nameOf } from '../store/named-object.ts'
import type { Evidence, Quarantine, Told } from '../store/quarantine.ts'
import { countByType } from '../store/job-counts.ts'
import { afterCycle, atLeast, type History } from './history.ts'
import type { House } from './open-job.ts'
import { whenRefused, whenTooMany } from './remedies.ts'
import { quarantineOf } from './safeguards.ts'

/** What came of a cycle. `until`: the application asked to be left alone so long. */
export type Result =
  | { readonly last: LastCycle }
  | { readonly error: ProvisioningError; readonly witness?: Witness | undefined; readonly until?: Instant | undefined }

const firstProbe = 10_000
const lastProbe = 5 * 60_000

export type Ending = Omit<End, 'verified' | 'schemaVersion' | 'lifts'>

export async function endingOf(
  house: House,
  { app, job, cycle }: { readonly app: Application; readonly job: Job; readonly cycle: string },
  result: Result,
): Promise<Ending> {
  const at = house.now()
  const failures = await countFailures(house.store, job.id)
  const error = 'error' in result ? jobError(job, result.error, at) : null
  const connection = error === null ? null : { code: error.code, since: error.since ?? error.at }
  const limits = quarantineOf(job.settings)
  const reason = job.hasSecrets ? quarantineReason({ ...failures, connection, now: at }, limits) : null
  // A cycle that was stopped, or met a short outage, says nothing about what came before.
  const says = 'last' in result ? !result.last.stopped : reason !== null
  const { state, change } = says
    ? nextQuarantine(job.quarantine, reason, at, limits)
    : { state: job.quarantine, change: null }
  const quarantine = state === null ? null : await provedBy(house, { app, job, failures, state, at }, result)
  return {
    at,
    last: 'last' in result ? result.last : null,
    error,
    history: await historyOf(house, job, result, at),
    quarantine,
    disabled: change === 'disabled',
    told: toldOf(app, change, quarantine),
    line: error === null || isTold(job, error) ? null : lineOf(app, cycle, error),
    nextRun: state?.nextAttempt ?? nextRun(job, result, error, at),
  }
}

/** Who has an account is counted when an initial cycle ends; later ones would count everybody for a change of one. */
async function historyOf(house: House, { id, history }: Job, result: Result, at: Instant): Promise<History> {
  if ('error' in result) return afterCycle(history, null, at)
  const after = afterCycle(history, result.last, at)
  if (result.last.cycle !== 'initial') return after
  const { synchronizedEntryCountByType: before } = after
  return { ...after, synchronizedEntryCountByType: atLeast(before, await countByType(house.store, id)) }
}

/** Probes from ten seconds to five minutes; an application that asked for time is left alone until then. */
function nextRun(job: Job, result: Result, error: JobError | null, at: Instant): Instant {
  if (error === null) return add(at, job.settings.interval * 60_000)
  if (error.code === 'InternalError') return add(at, lastProbe)
  const probe = add(at, Math.min(lastProbe, firstProbe * 2 ** (error.times - 1)))
  const until = 'until' in result ? result.until : undefined
  return until !== undefined && until > probe ? until : probe
}

/** What the log says once about a series. A moment in a sentence is no other cause. */
function causeOf({ code, message }: ProvisioningError): string {
  return code === 'TooManyRequests' ? code : message
}

function isTold(job: Job, error: ProvisioningError): boolean {
  return job.lastError?.causes?.includes(causeOf(error)) === true
}

function jobError({ lastError }: Job, error: ProvisioningError, at: Instant): JobError {
  const { times = 0, since = at, causes = [] } = lastError ?? {}
  return { ...error, at, since, times: times + 1, causes: [...new Set([...causes, causeOf(error)])].slice(-20) }
}

function lineOf({ id, displayName }: Application, cycle: string, error: JobError): JobLine {
  const { code, message, retry } = error
  const advice = whenRefused(code, JSON.stringify(displayName))
  const sentence = `could not begin or go on: ${message}`
  return {
    application: id,
    displayName,
    cycle,
    reason: 'cycleFailed',
    sentence,
    advice,
    error: { code, message, retry },
  }
}

type Proving = {
  readonly app: Application
  readonly job: Job
  readonly failures: Failures
  readonly state: QuarantineState
  readonly at: Instant
}

/** What it rests on. A short outage within a quarantine changes nothing of it. */
async function provedBy(
  house: House,
  { app, job, failures: counted, state, at }: Proving,
  result: Result,
): Promise<Quarantine> {
  const { failures, references, inScope } = counted
  const counts = { at, failures, references, successes: Math.max(0, inScope - failures) }
  const name = JSON.stringify(app.displayName)
  if (state === job.quarantine) return job.quarantine
  if ('error' in result) {
    const { error, witness } = result
    const about = witness?.about
    const object = about === undefined ? null : { ...about, displayName: await nameOf(house.store, about) }
    const request = witness === undefined ? null : `${witness.method} ${witness.url}`
    const { status = null, said = null } = witness ?? {}
    const evidence: Evidence = { ...counts, request, status, said, object, remedy: whenRefused(error.code, name) }
    return { ...state, error: { code: error.code, message: error.message }, evidence }
  }
  const example = await mostFrequent(house.store, job.id)
  const { code = 'InternalError', message = '' } = example?.error ?? {}
  const object = example === null ? null : { type: example.type, id: example.id, displayName: example.displayName }
  const { request = null, status = null } = example ?? {}
  const evidence: Evidence = { ...counts, request, status, said: message, object, remedy: whenTooMany(name) }
  const sentence = `${failures + references} of ${Math.max(inScope, failures) + references} fail, ${example?.count ?? 0} of them like this: ${message}`
  return { ...state, error: { code, message: sentence }, evidence }
}

const kinds = {
  began: 'quarantineBegan',
  changed: 'quarantineChanged',
  ended: 'quarantineEnded',
  disabled: 'jobDisabled',
} as const

function toldOf({ displayName }: Application, change: QuarantineChange, quarantine: Quarantine | null): Told | null {
  if (change === null) return null
  if (quarantine === null)
    return {
      kind: kinds.ended,
      sentence: `${displayName} is out of quarantine: the last cycle was sound.`,
      remedy: null,
    }
  const { error, evidence, nextAttempt } = quarantine
  const when = change === 'disabled' ? 'It is not tried again.' : `It is tried again at ${nextAttempt}.`
  return { kind: kinds[change], sentence: `${displayName}: ${error.message} ${when}`, remedy: evidence.remedy }
}
