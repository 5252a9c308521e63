/** Account discovery (UI-13) and what differs in the application (BT-19). */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { lastDiscovery, listAccounts } from '../../store/discovery.ts'
import { Wrong } from '../../store/directory.ts'
import { namedObject } from '../../store/named-object.ts'
import { act } from '../act.ts'
import type { Context } from '../context.ts'
import { restoredSentence } from '../jobs/restored.ts'
import { whichJob } from '../jobs/which-job.ts'
import { stream } from '../ndjson.ts'
import { discover } from './discover.ts'
import { showDrift } from './drift.ts'

const query = z.object({
  kind: z.enum(['local', 'unassigned', 'assigned']).optional(),
  active: z.stringbool().optional(),
  search: z.string().min(1).optional(),
  after: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(100),
})
const compared = z.object({
  limit: z.coerce.number().int().min(0).max(100_000).default(1000),
  who: z.string().min(1).max(300).optional(),
})

export function accountRoutes(app: FastifyInstance, { house, runner }: Context): void {
  const { store } = house

  app.post('/usher/apps/:app/accounts/discover', async (request, reply) => {
    const { on, job } = await whichJob(store, request)
    await act(store, request, on, {
      activity: 'Discover accounts',
      details: { job: job.name },
    })
    return stream(reply, (line) => discover(house, { app: on, job }, line))
  })
  app.get('/usher/apps/:app/accounts', async (request) => {
    const { job } = await whichJob(store, request)
    const asked = query.parse(request.query)
    const accounts = await listAccounts(store, job.id, asked)
    const next = accounts.length === asked.limit ? (accounts.at(-1)?.targetId ?? null) : null
    return { discovery: await lastDiscovery(store, job.id), accounts, next }
  })
  app.get('/usher/apps/:app/drift', async (request, reply) => {
    const { on, job } = await whichJob(store, request)
    const { limit, who } = compared.parse(request.query)
    const only = who === undefined ? null : (await namedObject(store, who)).ref
    return stream(reply, (line) => showDrift(house, { app: on, job, limit, only }, line))
  })
  app.post('/usher/apps/:app/drift', async (request, reply) => {
    const { on, job } = await whichJob(store, request)
    // It holds nothing, and the directory may be older than the accounts.
    if (job.restored !== null) throw new Wrong('conflict', restoredSentence(on.displayName, job.restored))
    await act(store, request, on, {
      activity: 'Reconcile',
      details: { job: job.name },
    })
    return stream(reply, async (line) => {
      const end = await runner.reconcile(job.id, (progress) => line({ progress }))
      if ('busy' in end) throw new Error('Another worker runs this job. Try again in some seconds.')
      line('summary' in end ? end : { error: { code: end.error.code, message: end.error.message } })
    })
  })
}
