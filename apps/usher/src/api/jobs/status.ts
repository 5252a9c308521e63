import { sql } from 'kysely'
import { listApplications, type Application } from '../../store/applications.ts'
import { countFailures } from '../../store/health.ts'
import { isInbound } from '../../store/inbound-jobs.ts'
import { jobsOf, type Job } from '../../store/jobs.ts'
import { atLeast } from '../../runner/history.ts'
import { countByType, countJob, type Counts } from '../../store/job-counts.ts'
import type { Context } from '../context.ts'
import { refusedSentence } from './refused.ts'
import { restoredSentence } from './restored.ts'
import { executionOf } from './execution.ts'

/** The state of one job in the words of the Graph (engine.md C-21). */
export async function statusOf({ house, runner }: Pick<Context, 'house' | 'runner'>, app: Application, job: Job) {
  const counts = await countJob(house.store, job.id)
  const byType = await countByType(house.store, job.id)
  const failures = counts.failed === 0 ? null : await countFailures(house.store, job.id)
  return {
    id: app.id,
    name: app.displayName,
    templateId: app.templateId,
    job: {
      id: job.id,
      name: job.name,
      state: job.state,
      code: codeOf(job, counts),
      progress: runner.progress(job.id) ?? job.progress,
      lastCycle: job.lastCycle,
      lastExecution: job.lastCycle === null ? null : executionOf(job.lastCycle, { counts, failures }),
      lastError: job.lastError,
      quarantine: job.quarantine,
      restored:
        job.restored === null
          ? null
          : { madeAt: job.restored, sentence: restoredSentence(app.displayName, job.restored) },
      secretRefused:
        job.secretRefused === null
          ? null
          : { at: job.secretRefused, sentence: refusedSentence(app.displayName, job.secretRefused) },
      history: {
        ...job.history,
        synchronizedEntryCountByType: atLeast(job.history.synchronizedEntryCountByType, byType),
      },
      nextRun: job.state === 'Active' ? job.nextRun : null,
      ...counts,
    },
  }
}

export type JobCode = 'NotConfigured' | 'NotRun' | 'Active' | 'Paused' | 'Quarantine'

/** Held removals show as a quarantine, as in Entra, and slow nothing (decisions, "Removals"). */
function codeOf(job: Job, { undecided }: Counts): JobCode {
  if (isInbound(job) && job.state === 'Disabled') return 'NotRun'
  if (!job.hasSecrets && !isInbound(job)) return 'NotConfigured'
  if (job.state === 'Paused') return 'Paused'
  if (job.quarantine !== null || undecided > 0) return 'Quarantine'
  return job.lastCycle === null || job.state === 'Disabled' ? 'NotRun' : 'Active'
}

export async function wholeStatus(context: Context) {
  const { store } = context.house
  const { rows } = await sql<{ users: number; deleted: number; groups: number }>`
    select (select count(*)::int from directory_user where tenant_id = ${store.tenant} and deleted_at is null) as users,
      (select count(*)::int from directory_user where tenant_id = ${store.tenant} and deleted_at is not null) as deleted,
      (select count(*)::int from directory_group where tenant_id = ${store.tenant} and deleted_at is null) as groups`.execute(
    store.db,
  )
  const apps = await listApplications(store)
  // One entry a job: an application with several jobs stands there several times.
  const jobs = await Promise.all(
    apps.map(async (app) => (await jobsOf(store, app)).map((job) => statusOf(context, app, job))),
  )
  const applications = await Promise.all(jobs.flat())
  return { ...rows[0], applications }
}
