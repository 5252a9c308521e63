import { sql } from 'kysely'
import type { Stand } from '../../observe/metrics.ts'
import { listApplications } from '../../store/applications.ts'
import { jobsOf } from '../../store/jobs.ts'
import type { Context } from '../context.ts'
import { statusOf } from '../jobs/status.ts'

const codes = ['NotConfigured', 'NotRun', 'Active', 'Paused', 'Quarantine'] as const

/** How things stand in the store, for the metrics: in every directory, by its name where there are several. */
export async function standOf(context: Context): Promise<Stand> {
  const all = context.directories?.contexts() ?? [context]
  const stands = await Promise.all(all.map(labelled))
  const names = new Set(stands.flatMap((stand) => Object.keys(stand) as (keyof Stand)[]))
  return Object.fromEntries([...names].map((name) => [name, stands.flatMap((stand) => stand[name] ?? [])]))
}

async function labelled(context: Context): Promise<Stand> {
  const stand = await standIn(context)
  const directory = context.directories?.labelOf(context.house.store.tenant)
  if (directory === undefined) return stand
  const its = Object.entries(stand).map(
    ([name, rows]) => [name, rows.map(([labels, value]) => [{ directory, ...labels }, value] as const)] as const,
  )
  return Object.fromEntries(its)
}

async function standIn(context: Context): Promise<Stand> {
  const { store } = context.house
  const [jobs, queue, { rows: deliveries }] = await Promise.all([
    jobsWithStatus(context),
    queueOf(context),
    sql<{ channel: string; state: string; count: number }>`
      select channel, state, count(*)::int as count from delivery where tenant_id = ${store.tenant} group by 1, 2`.execute(
      store.db,
    ),
  ])
  const of = new Map(jobs.map(({ id, labels }) => [id, labels]))
  const waiting = queue.flatMap((row) => {
    const labels = of.get(row.job)
    return labels === undefined ? [] : [{ ...row, labels }]
  })
  const due = Map.groupBy(waiting, ({ job }) => job)
  return {
    usher_jobs: codes.map((state) => [{ state }, jobs.filter(({ code }) => code === state).length]),
    usher_job_quarantined: jobs.map(({ labels, code }) => [labels, code === 'Quarantine' ? 1 : 0]),
    usher_job_last_cycle_timestamp_seconds: jobs.flatMap(({ labels, ended }) =>
      ended === null ? [] : [[labels, seconds(ended)] as const],
    ),
    usher_job_next_run_timestamp_seconds: jobs.flatMap(({ labels, nextRun }) =>
      nextRun === null ? [] : [[labels, seconds(nextRun)] as const],
    ),
    usher_accounts: jobs.map(({ labels, active }) => [labels, active]),
    usher_queue: waiting.map(({ labels, why, count }) => [{ ...labels, why }, count]),
    usher_queue_due: jobs.map(({ id, labels }) => [labels, (due.get(id) ?? []).reduce((sum, row) => sum + row.due, 0)]),
    usher_deliveries: deliveries.map(({ channel, state, count }) => [{ channel, state }, count]),
  }
}

async function jobsWithStatus(context: Context) {
  const apps = await listApplications(context.house.store)
  const jobs = await Promise.all(
    apps.map(async (app) =>
      Promise.all(
        (await jobsOf(context.house.store, app)).map(async (job) => {
          const { job: status } = await statusOf(context, app, job)
          return {
            id: job.id,
            labels: { application: app.displayName, job: job.name },
            code: status.code,
            active: status.active,
            ended: status.lastCycle?.ended ?? null,
            nextRun: status.nextRun,
          }
        }),
      ),
    ),
  )
  return jobs.flat()
}

type Queue = { readonly job: string; readonly why: string; readonly count: number; readonly due: number }

async function queueOf({ house: { store, now } }: Context): Promise<readonly Queue[]> {
  const { rows } = await sql<Queue>`
    select job_id as job, why, count(*)::int as count, (count(*) filter (where next <= ${now()}::timestamptz))::int as due
    from look where tenant_id = ${store.tenant} group by 1, 2
    union all
    select job_id, 'membership', count(*)::int, (count(*) filter (where next <= ${now()}::timestamptz))::int
    from member_link where tenant_id = ${store.tenant} and next is not null group by 1`.execute(store.db)
  return rows
}

function seconds(instant: string): number {
  return Date.parse(instant) / 1000
}
