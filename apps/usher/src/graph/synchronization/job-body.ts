/** What a client may set of a job: when it runs, and its settings by the Graph's names. */
import { z } from 'zod'
import { settingsBody, settingsOf } from '../../api/jobs/settings.ts'
import { saveGraphOfJob } from '../../store/graph-of-job.ts'
import { saveSettings, type Job } from '../../store/jobs.ts'
import type { GraphOfJob } from '../../store/graph-tables.ts'
import type { Call } from '../route.ts'
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

/** Saves what the body says of a job. Its state is changed by start and pause only. */
export async function saveJobBody(call: Call, job: Job, body: z.infer<typeof jobBody>): Promise<void> {
  const { store } = call.context.house
  const { interval, expiration } = body.schedule ?? {}
  const minutes = interval === undefined || interval === null ? undefined : minutesOf(interval)
  if (minutes === null)
    throw new GraphFault('badRequest', `schedule.interval is a duration like PT40M; '${interval ?? ''}' is none.`)
  const given = body.synchronizationJobSettings ?? undefined
  const settings = given?.map(({ name, value }) => ({ name, value: value ?? null }))
  const graph: GraphOfJob = {
    ...job.graph,
    ...(interval !== undefined && interval !== null && { interval }),
    ...(expiration !== undefined && { expiration }),
    ...(settings !== undefined && { settings }),
  }
  const threshold = settings?.find(({ name }) => name === deleteThreshold)?.value
  const change = settingsBody.parse({
    ...(minutes !== undefined && { interval: minutes }),
    ...(threshold !== undefined &&
      threshold !== null && { preventAccidentalDeletions: { threshold: numberOf(threshold) } }),
  })
  await saveGraphOfJob(store, job.id, graph)
  if (Object.keys(change).length > 0) await saveSettings(store, job, settingsOf(job, change))
}

function numberOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new GraphFault('badRequest', `${deleteThreshold} is a whole number from 1; '${text}' is none.`)
}
