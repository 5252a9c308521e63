/** Plans that are kept: made, shown page by page, approved as a whole or in part, applied. */
import type { Ref } from '@usher/scim'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { applyPlan, refuseStale } from '../../review/apply-plan.ts'
import { makePlan } from '../../review/make-plan.ts'
import { planVersion } from '../../runner/open-job.ts'
import type { Application } from '../../store/applications.ts'
import { Wrong } from '../../store/directory.ts'
import type { Job } from '../../store/jobs.ts'
import { namedRefs } from '../../store/named-object.ts'
import { absentIn, approve, changesOf, countChanges, standing, type Which } from '../../store/plan-changes.ts'
import { planOf, plansOf, stateOf, type PlanState, type StoredPlan } from '../../store/plans.ts'
import { act } from '../act.ts'
import { actorOf } from '../actor.ts'
import type { Context } from '../context.ts'
import { proposedJob } from '../jobs/proposed.ts'
import { whichJob } from '../jobs/which-job.ts'
import { stream } from '../ndjson.ts'

const params = z.object({ id: z.string().min(1) })
const selection = {
  action: z.enum(['create', 'update', 'disable', 'delete', 'held', 'members', 'problem']).optional(),
  attribute: z.string().min(1).optional(),
  name: z.string().min(1).optional(),
}
const pageQuery = z.object({
  ...selection,
  who: z.string().min(1).optional(),
  approved: z.stringbool().optional(),
  outcome: z.string().min(1).optional(),
  after: z.coerce.number().int().min(-1).default(-1),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})
const approveBody = z
  .strictObject({
    ...selection,
    who: z.array(z.string().min(1)).min(1).max(1000).optional(),
    all: z.literal(true).optional(),
    /** Takes an approval back. */
    withdraw: z.boolean().default(false),
  })
  .refine(
    (body) => Object.keys(body).some((name) => name !== 'withdraw'),
    'must say what: all, action, attribute, name or who',
  )
const large = { bodyLimit: 16 * 1024 * 1024 }

export function planRoutes(app: FastifyInstance, context: Context): void {
  const { house, runner } = context
  const { store } = house
  const stopping = new Set<string>()
  const named = async (request: { readonly params: unknown; readonly query: unknown }) => {
    const { on, job } = await whichJob(store, request)
    return { on, job, plan: await planOf(store, job.id, params.parse(request.params).id) }
  }
  const idsOf = (refs: readonly Ref[] | undefined): Pick<Which, 'ids'> =>
    refs === undefined ? {} : { ids: refs.map(({ id }) => id) }
  const show = (plan: StoredPlan, of: { on: Application; job: Job }) => shownPlan(plan, of, context)

  app.get('/usher/apps/:app/plans', async (request) => {
    const { on, job } = await whichJob(store, request)
    return { plans: (await plansOf(store, job.id)).map((plan) => show(plan, { on, job })) }
  })
  app.post('/usher/apps/:app/plans', large, async (request, reply) => {
    const { on, job } = await whichJob(store, request)
    const { job: meant, proposed } = proposedJob(job, request.body ?? {})
    const actor = actorOf(request)
    await act(store, request, on, { activity: 'Make plan', details: { job: job.name, proposed } })
    return stream(reply, async (line) => {
      const id = await makePlan(house, { app: on, job: meant, proposed, actor }, (read, changes) =>
        line({ progress: { read, changes } }),
      )
      line({ plan: show(await planOf(store, job.id, id), { on, job }) })
    })
  })
  app.get('/usher/apps/:app/plans/:id', async (request) => {
    const { on, job, plan } = await named(request)
    const { who, after, limit, ...which } = pageQuery.parse(request.query)
    const meant = { ...which, ...idsOf(who === undefined ? undefined : await namedRefs(store, [who])) }
    const found = await changesOf(store, plan.id, { ...meant, after, limit: limit + 1 })
    const changes = found.slice(0, limit)
    const next = found.length > limit ? (changes.at(-1)?.n ?? null) : null
    return { plan: show(plan, { on, job }), matching: await countChanges(store, plan.id, meant), changes, next }
  })
  app.post('/usher/apps/:app/plans/:id/approve', async (request) => {
    const { on, job, plan } = await named(request)
    const { who, withdraw, all: _, ...which } = approveBody.parse(request.body)
    // What is proposed can be looked through before it is saved.
    if (!withdraw) refuseStale(plan, { app: on, job, now: house.now() }, ['unsaved'])
    const refs = who === undefined ? undefined : await namedRefs(store, who)
    const meant = { ...which, ...idsOf(refs) }
    const unchanged = await standing(store, plan.id, meant, !withdraw)
    const { changed, left } = await approve(store, plan.id, meant, !withdraw)
    const absent = await absentIn(store, plan.id, refs ?? [])
    await act(store, request, on, {
      activity: withdraw ? 'Withdraw approval of plan' : 'Approve plan',
      details: { plan: plan.id, count: changed, ...(which.action !== undefined && { action: which.action }) },
    })
    return { changed, left, unchanged, absent, plan: show(await planOf(store, job.id, plan.id), { on, job }) }
  })
  app.post('/usher/apps/:app/plans/:id/apply', async (request, reply) => {
    const { on, job, plan } = await named(request)
    refuseStale(plan, { app: on, job, now: house.now() })
    if ((plan.outcomes['waiting'] ?? 0) === 0)
      throw new Wrong(
        'conflict',
        `Nothing of the plan ${plan.id} is approved and waits. Approve some of it first: usher plans ${JSON.stringify(on.displayName)} approve ${plan.id.slice(0, 8)} --all.`,
      )
    await act(store, request, on, {
      activity: 'Apply plan',
      details: { plan: plan.id, approved: plan.outcomes['waiting'] ?? 0 },
    })
    stopping.delete(plan.id)
    return stream(reply, async (line) => {
      try {
        const summary = await runner.hold(job.id, (lease) =>
          applyPlan(
            house,
            { app: on, job, id: plan.id, lease },
            {
              progress: (progress) => line({ progress }),
              stopped: () => stopping.has(plan.id) || house.ending.aborted,
            },
          ),
        )
        line({ applied: { stopped: summary.stopped, plan: show(await planOf(store, job.id, plan.id), { on, job }) } })
      } finally {
        runner.wake()
      }
    })
  })
  app.post('/usher/apps/:app/plans/:id/stop', async (request) => {
    const { on, plan } = await named(request)
    stopping.add(plan.id)
    await act(store, request, on, {
      activity: 'Stop applying plan',
      details: { plan: plan.id },
    })
    return { id: plan.id }
  })
}

export type ShownPlan = Omit<StoredPlan, 'job' | 'whole' | 'ruleVersion'> & { readonly state: PlanState }

function shownPlan(
  plan: StoredPlan,
  { on, job }: { readonly on: Application; readonly job: Job },
  { house }: Context,
): ShownPlan {
  const state = stateOf(plan, house.now(), planVersion(on, job))
  const { id, actor, madeAt, expiresAt, proposed, counts, cycle, total, approved, outcomes } = plan
  return { id, state, actor, madeAt, expiresAt, proposed, counts, cycle, total, approved, outcomes }
}
