/** What waits for a person, and what fails: listed one by one, allowed or rejected all or some. */
import { isExpired, never, type Instant } from '@usher/engine'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { comingDeletions, decideHeld, doneBefore } from '../../store/decisions.ts'
import { changes as countChanges } from '../../store/guard-counts.ts'
import { openFailures, type Failure } from '../../store/health.ts'
import { countHeld, heldPage, type HeldAdoption } from '../../store/held.ts'
import { namedIds } from '../../store/named-object.ts'
import { sayKind } from '../../store/tell-held.ts'
import { act } from '../act.ts'
import type { Context } from '../context.ts'
import { whichJob } from './which-job.ts'

const decisionBody = z.object({
  decision: z.enum(['allowed', 'rejected']),
  who: z.union([z.literal('all'), z.array(z.string()).min(1)]),
})
/** A page may be as long as somebody at the command line looks at. */
const pageQuery = z.object({
  search: z.string().min(1).optional(),
  decision: z.enum(['none', 'allowed', 'rejected']).optional(),
  after: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(10_000),
})
const failuresQuery = z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) })

/** What is held until a person decides: path, look, name in the audit log. */
const decided = [
  ['removals', 'removalHeld', 'removals'],
  ['adoptions', 'adoptionHeld', 'adoptions'],
  ['changes', 'changeHeld', 'unusual changes'],
] as const

export function heldRoutes(app: FastifyInstance, { house, runner }: Context): void {
  const { store } = house

  app.get('/usher/apps/:app/removals', async (request) => {
    const { job } = await whichJob(store, request)
    const asked = pageQuery.parse(request.query)
    const { rows, next } = await heldPage(store, job.id, 'removalHeld', asked)
    const totals = await countHeld(store, job.id, 'removalHeld')
    const isFirst = asked.after === undefined
    const done = isFirst && totals.undecided > 0 ? await doneBefore(store, job) : []
    return { removals: rows, done, deletions: isFirst ? await comingDeletions(store, job) : [], totals, next }
  })
  app.get('/usher/apps/:app/adoptions', async (request) => {
    const { job } = await whichJob(store, request)
    const { rows, next } = await heldPage<HeldAdoption>(store, job.id, 'adoptionHeld', pageQuery.parse(request.query))
    return { adoptions: rows, totals: await countHeld(store, job.id, 'adoptionHeld'), next }
  })
  app.get('/usher/apps/:app/changes', async (request) => {
    const { job } = await whichJob(store, request)
    const { rows, next } = await heldPage(store, job.id, 'changeHeld', pageQuery.parse(request.query))
    const { held } = await countChanges(store, job.id, house.now())
    const counts = [...held].map(([kind, count]) => ({ kind, says: sayKind(kind), count }))
    const changes = rows.map((one) => ({ ...one, says: (one.what ?? []).map(sayKind) }))
    return { changes, counts, totals: await countHeld(store, job.id, 'changeHeld'), next }
  })
  app.get('/usher/apps/:app/failures', async (request) => {
    const { job } = await whichJob(store, request)
    const { limit } = failuresQuery.parse(request.query)
    return { failures: (await openFailures(store, job.id, limit)).map(shown) }
  })
  for (const [path, why, what] of decided) {
    app.post(`/usher/apps/:app/${path}`, async (request) => {
      const { on, job } = await whichJob(store, request)
      const { decision, who } = decisionBody.parse(request.body)
      const ids = who === 'all' ? who : await namedIds(store, who)
      const { decided: count, rejected } = await decideHeld(store, job.id, why, { decision, ids, now: house.now() })
      await act(store, request, on, {
        activity: `${decision === 'allowed' ? 'Allow' : 'Reject'} ${what}`,
        details: { job: job.name, who: who === 'all' ? 'all' : who.join(', '), decided: count },
      })
      if (decision === 'allowed' && count > 0) runner.wake()
      return { decided: count, rejected }
    })
  }
}

function shown({ error, next, ...failure }: Failure) {
  const expired = isExpired({ next: next as Instant, error })
  return { ...failure, code: error.code, message: error.message, next: next === never ? null : next, expired }
}
