/** A job as the Graph's synchronizationJob (graph-api.md 7.1 to 7.5), from what `usher status` says of it. */
import type { ProvisioningError } from '@usher/engine'
import { executionOf, type Execution } from '../../api/jobs/execution.ts'
import { statusOf } from '../../api/jobs/status.ts'
import type { Run } from '../../runner/history.ts'
import { removalsWaiting } from '../../store/graph-of-job.ts'
import type { Job, JobError } from '../../store/jobs.ts'
import type { Call } from '../route.ts'
import { durationOf, minutesOf } from './duration.ts'
import type { JobPlace } from './place.ts'
import { tokenOf } from './templates.ts'

const never = '0001-01-01T00:00:00Z'
const noCounts = { linked: 0, active: 0, failed: 0, expired: 0, held: 0, changesHeld: 0, undecided: 0 }
type Status = Awaited<ReturnType<typeof statusOf>>['job']

export async function shownJob(call: Call, place: JobPlace) {
  const { app, job, id } = place
  const { job: status } = await statusOf(call.context, app, job)
  return {
    id,
    templateId: tokenOf(job),
    schedule: scheduleOf(job),
    status: await shownStatus(call, job, status),
    synchronizationJobSettings: settingsOf(job),
  }
}

function scheduleOf({ graph, settings, state }: Job) {
  const said = graph.interval
  const isSame = said !== undefined && minutesOf(said) === settings.interval
  return { expiration: graph.expiration ?? null, interval: isSame ? said : durationOf(settings.interval), state }
}

/** Those that every job of Entra has, with what was said of them, and what else was said. */
const usual = [
  { name: 'AzureIngestionAttributeOptimization', value: 'False' },
  { name: 'LookaheadQueryEnabled', value: 'False' },
] as const
export const deleteThreshold = 'QuarantineTooManyDeletesThreshold'

export function settingsOf({
  graph,
  settings,
}: Job): readonly { readonly name: string; readonly value: string | null }[] {
  const said = new Map(graph.settings?.map(({ name, value }) => [name, value]))
  const all = new Map<string, string | null>([...usual.map(({ name, value }) => [name, value] as const), ...said])
  // The number that holds, whoever has set it.
  if (said.has(deleteThreshold)) all.set(deleteThreshold, String(settings.preventAccidentalDeletions.threshold))
  return [...all].map(([name, value]) => ({ name, value }))
}

async function shownStatus(call: Call, job: Job, status: Status) {
  const { history, progress } = status
  return {
    countSuccessiveCompleteFailures: history.countSuccessiveCompleteFailures,
    escrowsPruned: false,
    code: status.code,
    lastExecution: lastExecution(status),
    lastSuccessfulExecution: runOf(history.lastSuccessfulExecution),
    lastSuccessfulExecutionWithExports: runOf(history.lastSuccessfulExecutionWithExports),
    quarantine: await quarantineOf(call, job, status),
    steadyStateFirstAchievedTime: history.steadyStateFirstAchievedTime ?? never,
    steadyStateLastAchievedTime: history.steadyStateLastAchievedTime ?? never,
    troubleshootingUrl: '',
    progress:
      progress === null
        ? []
        : [
            {
              completedUnits: progress.overall.done,
              progressObservationDateTime: new Date().toISOString(),
              totalUnits: progress.overall.total,
              units: 'objects',
            },
          ],
    synchronizedEntryCountByType: entries(job, history.synchronizedEntryCountByType),
  }
}

/** The last cycle; when the application could not be used since, that it could not. */
function lastExecution({ lastExecution: last, lastError }: Status) {
  if (lastError !== null && (last === null || lastError.at > last.timeEnded)) return failedExecution(lastError)
  return last === null ? null : whole(last)
}

/** Nothing was read and nothing written, at this time. */
function nothing(at: string): Execution {
  return {
    activityIdentifier: null, countEntitled: 0, countEntitledForProvisioning: 0, countEscrowed: 0, countEscrowedRaw: 0,
    countExported: 0, countExports: 0, countImported: 0, countImportedDeltas: 0, countImportedReferenceDeltas: 0,
    state: 'Failed', timeBegan: at, timeEnded: at,
  } // prettier-ignore
}

function failedExecution(error: JobError) {
  return { ...nothing(error.at), error: errorOf(error) }
}

function whole(execution: Execution) {
  return { ...execution, error: null }
}

/** Of a cycle that an earlier version remembered, only when it was. */
function runOf(run: Run | null) {
  if (run === null) return null
  const { cycle, ...when } = run
  if (cycle === undefined) return whole({ ...nothing(run.timeEnded), ...when, state: 'Succeeded' })
  return whole(executionOf(cycle, { counts: noCounts, failures: null }))
}

/** Usher's own faults, and an application that asked for time, are nobody's to put right. */
const excused = new Set(['InternalError', 'TooManyRequests'])

function errorOf({ code, message }: Pick<ProvisioningError, 'code' | 'message'>) {
  return { code, message, tenantActionable: !excused.has(code) }
}

async function quarantineOf(call: Call, job: Job, { code, quarantine, nextRun }: Status) {
  if (quarantine !== null) {
    const { currentBegan, nextAttempt, reason, seriesBegan, seriesCount, error } = quarantine
    return { currentBegan, nextAttempt, reason, seriesBegan, seriesCount, error: errorOf(error) }
  }
  if (code !== 'Quarantine') return null
  const waiting = await removalsWaiting(call.context.house.store, job.id)
  if (waiting === null) return null
  const since = new Date(waiting.since).toISOString()
  return {
    currentBegan: since,
    nextAttempt: nextRun === null ? never : new Date(nextRun).toISOString(),
    reason: 'TooManyDeletes',
    seriesBegan: since,
    seriesCount: 1,
    error: {
      code: 'TooManyDeletes',
      message: `${waiting.count} removals wait for a decision; restart with ForceDeletes carries them out.`,
      tenantActionable: true,
    },
  }
}

/** `User to User`, by the names of the object mapping. */
function entries({ schema }: Job, counts: Readonly<Record<string, number>>) {
  const mappings = schema.synchronizationRules.flatMap(({ objectMappings }) => objectMappings)
  return Object.entries(counts)
    .filter(([, value]) => value > 0)
    .map(([type, value]) => {
      const target = mappings.find(({ sourceObjectName }) => sourceObjectName === type)?.targetObjectName ?? type
      return { key: `${type} to ${target}`, value }
    })
}
