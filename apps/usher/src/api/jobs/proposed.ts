import { z } from 'zod'
import { reportOn } from '../../schema/check.ts'
import { comparesOtherwise } from '../../schema/definitions.ts'
import { Wrong } from '../../store/directory.ts'
import { decidesAnew, type Job } from '../../store/jobs.ts'
import { settingsBody, settingsOf } from './settings.ts'

const body = z.strictObject({ schema: z.unknown().optional(), settings: settingsBody.optional() })

/** The job as it would be with these mappings or settings; nothing proposed: as it is. Throws `Wrong` when they could not be saved. */
export function proposedJob(
  job: Job,
  value: unknown,
): { readonly job: Job; readonly proposed: 'schema' | 'settings' | null } {
  const { schema, settings } = body.parse(value)
  if (schema !== undefined) return { job: withSchema(job, schema), proposed: 'schema' }
  if (settings === undefined) return { job, proposed: null }
  const changed = settingsOf(job, settings)
  const watermark = decidesAnew(job, changed) ? null : job.watermark
  return { job: { ...job, settings: changed, watermark }, proposed: 'settings' }
}

/** Everybody is looked at by mappings that are new. */
export function withSchema(job: Job, value: unknown): Job {
  const { schema, findings, errors } = reportOn(value, job.settings)
  if (schema === null || errors > 0) {
    const refused = findings.filter(({ severity }) => severity === 'error').map(({ message }) => message)
    throw new Wrong('invalid', `These mappings could not be saved. ${refused.join(' ')}`)
  }
  return { ...job, schema, verify: job.verify || comparesOtherwise(job.schema, schema), watermark: null }
}
