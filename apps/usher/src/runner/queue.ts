/** Wake-ups: which jobs are to be looked at now. Truth stands in the jobs; a wake-up that is lost costs a second. */
import { PgBoss } from 'pg-boss'

/** `due`: its time has come, unless somebody is at it already. `changed`: also once more after what runs now. */
export type Why = 'due' | 'changed'
export type Queue = {
  /** Some worker looks at these jobs; what nobody has looked at yet is not said twice. */
  send(jobs: readonly string[], why: Why): Promise<void>
  close(): Promise<void>
}
type Work = (job: string, why: Why) => void
/** Wake-ups of every directory. */
export type SharedQueue = { of(tenant: string): Pick<Queue, 'send'>; close(): Promise<void> }

/** Of a process that has the store for itself. */
export function ownQueue(work: Work): Queue {
  return {
    send(jobs, why) {
      for (const job of jobs) work(job, why)
      return Promise.resolve()
    },
    close: () => Promise.resolve(),
  }
}

const name = 'cycle'

/**
 * Of all processes on one PostgreSQL: pg-boss hands each wake-up to one of them, at once.
 *
 * `work` null: this process gives wake-ups and takes none. Where the server cannot notify (a pooler in transaction mode), it is
 * asked every two seconds.
 */
export async function sharedQueue(
  url: string,
  {
    work,
    fault,
  }: { readonly work: ((tenant: string, ...wakeUp: Parameters<Work>) => void) | null; fault(error: Error): void },
): Promise<SharedQueue> {
  const boss = new PgBoss({ connectionString: url, application_name: 'usher queue', max: 3, useListenNotify: true })
  // It goes on by itself: the next wake-up, or the clock of the runner, does what this one should have done.
  boss.on('error', fault)
  await boss.start()
  await boss.createQueue(name, { policy: 'short', notify: true, retryLimit: 0, deleteAfterSeconds: 60 })
  if (work !== null) {
    await boss.work<{ tenant: string; job: string; why: Why }>(
      name,
      { batchSize: 20, notifyPollingIntervalSeconds: 5 },
      (wakeUps) => {
        for (const { data } of wakeUps) work(data.tenant, data.job, data.why)
        return Promise.resolve()
      },
    )
  }
  return {
    of: (tenant) => ({
      async send(jobs, why) {
        for (const job of jobs) await boss.send(name, { tenant, job, why }, { singletonKey: `${tenant}/${job}/${why}` })
      },
    }),
    close: () => boss.stop({ graceful: false }),
  }
}
