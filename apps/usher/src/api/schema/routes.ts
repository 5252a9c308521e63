/** Mappings and filters of a job: shown, checked, saved whole or not at all, and restored from the gallery. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { findTemplate } from '../../gallery/gallery.ts'
import { comparesOtherwise } from '../../schema/definitions.ts'
import { reportOn, type SchemaReport } from '../../schema/check.ts'
import { findApplication, type Application } from '../../store/applications.ts'
import { Wrong } from '../../store/directory.ts'
import { jobOf, saveSchema, type Job } from '../../store/jobs.ts'
import { audit } from '../../store/log.ts'
import { actorOf } from '../actor.ts'
import type { Context } from '../context.ts'
import { planQuery, showPlan } from '../jobs/plan.ts'
import { stream } from '../ndjson.ts'

const params = z.object({ app: z.string().min(1) })
/** An exported schema of Entra has some hundred kilobytes. */
const large = { bodyLimit: 16 * 1024 * 1024 }

export function schemaRoutes(app: FastifyInstance, { house, runner }: Context): void {
  const { store } = house
  const open = async (given: unknown): Promise<{ on: Application; job: Job }> => {
    const on = await findApplication(store, params.parse(given).app)
    return { on, job: await jobOf(store, on) }
  }
  app.get('/usher/apps/:app/schema', async (request) => (await open(request.params)).job.schema)
  app.post('/usher/apps/:app/schema/check', large, async (request) => {
    const { job } = await open(request.params)
    return shown(reportOn(request.body, job.settings))
  })
  app.post('/usher/apps/:app/schema/plan', large, async (request, reply) => {
    const { on, job } = await open(request.params)
    const { schema, findings, errors } = reportOn(request.body, job.settings)
    if (schema === null || errors > 0) {
      const refused = findings.filter(({ severity }) => severity === 'error').map(({ message }) => message)
      throw new Wrong('invalid', `These mappings could not be saved. ${refused.join(' ')}`)
    }
    const verify = job.verify || comparesOtherwise(job.schema, schema)
    const proposed = { app: on, job: { ...job, schema, verify, watermark: null } }
    return stream(reply, (line) => showPlan(house, proposed, planQuery.parse(request.query), line))
  })
  app.put('/usher/apps/:app/schema', large, async (request) => {
    const { on, job } = await open(request.params)
    const report = reportOn(request.body, job.settings)
    if (report.schema === null || report.errors > 0) return { ...shown(report), saved: false }
    await saveSchema(store, job.id, report.schema, comparesOtherwise(job.schema, report.schema))
    await audit(store, { actor: actorOf(request), activity: 'Update mappings', object: on.displayName })
    runner.wake()
    return { ...shown(report), saved: true, runs: job.state === 'Active' }
  })
  app.post('/usher/apps/:app/schema/restore', async (request) => {
    const { on, job } = await open(request.params)
    if (job.state === 'Active') {
      throw new Wrong(
        'conflict',
        `Stop provisioning first: usher stop ${JSON.stringify(on.displayName)}. Restoring replaces all mappings and filters.`,
      )
    }
    const { schema } = findTemplate(on.templateId)
    await saveSchema(store, job.id, schema, comparesOtherwise(job.schema, schema))
    await audit(store, { actor: actorOf(request), activity: 'Restore default mappings', object: on.displayName })
    return { saved: true }
  })
}

function shown({ findings, errors, warnings }: SchemaReport) {
  return { findings, errors, warnings }
}
