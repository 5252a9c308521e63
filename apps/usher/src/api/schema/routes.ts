/** Mappings and filters of a job: shown, checked, saved whole or not at all, and restored from the gallery. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { findTemplate } from '../../gallery/gallery.ts'
import { inboundMappingOf } from '../../import/inbound-mapping.ts'
import { comparesOtherwise } from '../../schema/definitions.ts'
import { reportOn, type SchemaReport } from '../../schema/check.ts'
import { withSchema } from '../jobs/proposed.ts'
import { Wrong } from '../../store/directory.ts'
import { isInbound } from '../../store/inbound-jobs.ts'
import { currentVersion, earlierVersions, saveSchema, schemaOfVersion } from '../../store/mapping-versions.ts'
import { changesBetween } from '../../store/changes-between.ts'
import { act } from '../act.ts'
import { actorOf } from '../actor.ts'
import type { Context } from '../context.ts'
import { planQuery, showPlan } from '../jobs/plan.ts'
import { whichJob } from '../jobs/which-job.ts'
import { stream } from '../ndjson.ts'

const versionParams = z.object({ version: z.coerce.number().int().min(1) })
/** An exported schema of Entra has some hundred kilobytes. */
const large = { bodyLimit: 16 * 1024 * 1024 }

export function schemaRoutes(app: FastifyInstance, { house, runner }: Context): void {
  const { store } = house
  const mapped = (request: FastifyRequest, { on, job }: Awaited<ReturnType<typeof whichJob>>, schema: object) =>
    act(store, request, on, {
      activity: 'Update attribute mappings or scope',
      details: { job: job.name },
      changes: changesBetween(job.schema, schema),
    })
  app.get('/usher/apps/:app/schema', async (request) => (await whichJob(store, request)).job.schema)
  app.get('/usher/apps/:app/schema/default', async (request) => {
    const { on } = await whichJob(store, request)
    return findTemplate(on.templateId).schema
  })
  app.get('/usher/apps/:app/schema/versions', async (request) => {
    const { job } = await whichJob(store, request)
    return { current: await currentVersion(store, job), earlier: await earlierVersions(store, job) }
  })
  app.get('/usher/apps/:app/schema/versions/:version', async (request) => {
    const { job } = await whichJob(store, request)
    return schemaOfVersion(store, job.id, versionParams.parse(request.params).version)
  })
  app.post('/usher/apps/:app/schema/check', large, async (request) => {
    const { job } = await whichJob(store, request)
    return shown(reportOn(request.body, job.settings))
  })
  app.post('/usher/apps/:app/schema/plan', large, async (request, reply) => {
    const { on, job } = await whichJob(store, request)
    const proposed = { app: on, job: withSchema(job, request.body) }
    return stream(reply, (line) => showPlan(house, proposed, planQuery.parse(request.query), line))
  })
  app.put('/usher/apps/:app/schema', large, async (request) => {
    const { on, job } = await whichJob(store, request)
    const report = reportOn(request.body, job.settings)
    if (report.schema === null || report.errors > 0) return { ...shown(report), saved: false }
    if (isInbound(job)) inboundMappingOf(report.schema)
    await saveSchema(store, job.id, report.schema, {
      verify: comparesOtherwise(job.schema, report.schema),
      actor: actorOf(request),
    })
    await mapped(request, { on, job }, report.schema)
    runner.wake()
    return { ...shown(report), saved: true, runs: job.state === 'Active' && runner.pace === 'always' }
  })
  app.post('/usher/apps/:app/schema/restore', async (request) => {
    const { on, job } = await whichJob(store, request)
    if (job.state === 'Active') {
      throw new Wrong(
        'conflict',
        `Stop provisioning first: usher stop ${JSON.stringify(on.displayName)}. Restoring replaces all mappings and filters.`,
      )
    }
    const { schema } = findTemplate(on.templateId)
    await saveSchema(store, job.id, schema, { verify: comparesOtherwise(job.schema, schema), actor: actorOf(request) })
    await mapped(request, { on, job }, schema)
    return { saved: true }
  })
}

function shown({ findings, errors, warnings }: SchemaReport) {
  return { findings, errors, warnings }
}
