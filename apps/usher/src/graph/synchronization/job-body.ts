/** What a client may set of a job: when it runs, and its settings by the Graph's names. */
import { z } from 'zod'
import { settingsBody, settingsOf } from '../../api/jobs/settings.ts'
import type { Store } from '../../store/directory.ts'
import { saveGraphOfJob } from '../../store/graph-of-job.ts'
import { saveSettings, type Job } from '../../store/jobs.ts'
import type { GraphOfJob } from '../../store/graph-tables.ts'
import { GraphFault } from '../wire/fault.ts'
import { minutesOf } from './duration.ts'
import { deleteThreshold } from './status.ts'

const schedule = z.object({
  interval: z.string().max(100).nullish(),
  expiration: z.iso.datetime({ offset: true }).nullish(),
  state: z.string().nullish(),
})
const pair = z.object({ name: z.string().min(1).max(200), value: z.string().max(4096).nullish() })

export const jobBody = z.object({
  templateId: z.string().min(1).max(100).nullish(),
  schedule: schedule.nullish(),
  synchronizationJobSettings: z.array(pair).max(100).nullish(),
})

type JobChange = { readonly graph: GraphOfJob; readonly settings: z.infer<typeof settingsBody> }

/** What a body changes of a job. Its state is changed by start and pause only. Throws `GraphFault` (400) about what cannot be read. */
export function jobChangeIn({ schedule: said, synchronizationJobSettings }: z.infer<typeof jobBody>): JobChange {
  const { interval = null, expiration } = said ?? {}
  const minutes = interval === null ? undefined : minutesOf(interval)
  if (minutes === null)
    throw new GraphFault('badRequest', `schedule.interval is a duration like PT40M; '${interval ?? ''}' is none.`)
  const settings = synchronizationJobSettings?.map(({ name, value }) => ({ name, value: value ?? null }))
  const threshold = settings?.find(({ name }) => name === deleteThreshold)?.value ?? null
  return {
    graph: {
      ...(interval !== null && { interval }),
      ...(expiration !== undefined && { expiration }),
      ...(settings !== undefined && { settings }),
    },
    settings: settingsBody.parse({
      ...(minutes !== undefined && { interval: minutes }),
      ...(threshold !== null && { preventAccidentalDeletions: { threshold: numberOf(threshold) } }),
    }),
  }
}

export async function saveJobChange(store: Store, job: Job, { graph, settings }: JobChange): Promise<void> {
  await saveGraphOfJob(store, job.id, { ...job.graph, ...graph })
  if (Object.keys(settings).length > 0) await saveSettings(store, job, settingsOf(job, settings))
}

function numberOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new GraphFault('badRequest', `${deleteThreshold} is a whole number from 1; '${text}' is none.`)
}
