/** Jobs of an application: made, listed, removed, restarted. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { findTemplate } from '../../gallery/gallery.ts'
import { leaversOf } from '../../runner/forget-links.ts'
import { Wrong } from '../../store/directory.ts'
import { insertJob, jobsOf, removeJob, setState } from '../../store/jobs.ts'
import { countJob } from '../../store/job-counts.ts'
import { readResetScope, restart, sayScopes } from '../../store/restart.ts'
import { act } from '../act.ts'
import type { Context } from '../context.ts'
import { statusOf } from './status.ts'
import { whichApplication, whichJob } from './which-job.ts'

const added = z.object({ name: z.string().min(1) })
const criteria = z.object({ resetScope: z.string().default('') }).default({ resetScope: '' })

export function jobAdminRoutes(app: FastifyInstance, context: Context): void {
  const { house, runner } = context
  const { store } = house

  app.get('/usher/apps/:app/jobs', async (request) => {
    const on = await whichApplication(store, request)
    return { jobs: await Promise.all((await jobsOf(store, on)).map((job) => statusOf(context, on, job))) }
  })
  app.post('/usher/apps/:app/jobs', async (request) => {
    const on = await whichApplication(store, request)
    const { id, name } = await insertJob(store, on, findTemplate(on.templateId), added.parse(request.body).name)
    await act(store, request, on, {
      activity: 'Add provisioning configuration',
      details: { job: name },
    })
    return { id, name }
  })
  app.delete('/usher/apps/:app/jobs/:job', async (request) => {
    const { on, job } = await whichJob(store, { params: request.params, query: request.params })
    const { active } = await countJob(store, job.id)
    // Paused first, so that nobody begins a cycle between its end and the removal.
    await setState(store, job.id, 'Paused')
    await runner.hold(job.id, () => removeJob(store, job.id))
    await act(store, request, on, {
      activity: 'Delete provisioning configuration',
      details: { job: job.name, active },
    })
    return { name: job.name, active }
  })
  app.post('/usher/apps/:app/restart', async (request) => {
    const { on, job } = await whichJob(store, request)
    const scopes = readResetScope(criteria.parse(request.body ?? undefined).resetScope)
    if (job.state === 'Disabled' && job.quarantine === null) {
      throw new Wrong(
        'conflict',
        `${on.displayName} was never started. Look at usher plan ${JSON.stringify(on.displayName)}, then start it with usher run.`,
      )
    }
    const leavers = scopes.includes('ConnectorDataStore')
      ? await runner.hold(job.id, async () => {
          const keep = await leaversOf(house, on, job)
          await restart(store, job.id, scopes, keep)
          return keep.length
        })
      : await restart(store, job.id, scopes).then(() => 0)
    await act(store, request, on, {
      activity: 'Enable/restart provisioning configuration',
      details: { job: job.name, resetScope: scopes.join(', '), leavers },
    })
    runner.wake()
    const runs = runner.pace === 'always'
    return { name: on.displayName, job: job.name, resetScope: scopes, says: sayScopes(scopes), leavers, runs }
  })
}
