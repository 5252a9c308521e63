/** What was done is put back; and what was put back is let go on. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { carryOutUndo, showUndo } from '../../review/undo.ts'
import { liftUndone, undoneOf } from '../../store/decisions.ts'
import { countDeeds, lastCycleOf, type DoneBy } from '../../store/deeds.ts'
import { isUuid, Wrong, type Store } from '../../store/directory.ts'
import { setState } from '../../store/jobs.ts'
import { namedIds } from '../../store/named-object.ts'
import { planOf } from '../../store/plans.ts'
import { act } from '../act.ts'
import type { Context } from '../context.ts'
import { whichJob } from '../jobs/which-job.ts'
import { stream } from '../ndjson.ts'

const undoBody = z
  .strictObject({
    /** The id of a cycle, `last` for the latest that did something. */
    cycle: z.string().min(1).optional(),
    plan: z.string().min(1).optional(),
    line: z.number().int().positive().optional(),
    /** Without it the undo is only shown. */
    yes: z.boolean().default(false),
    /** Pauses the job too. */
    pause: z.boolean().default(false),
  })
  .refine(
    ({ cycle, plan, line }) => [cycle, plan, line].filter((one) => one !== undefined).length === 1,
    'must name one of cycle, plan and line',
  )
const liftBody = z.strictObject({ who: z.union([z.literal('all'), z.array(z.string().min(1)).min(1)]) })

export function undoRoutes(app: FastifyInstance, { house, runner }: Context): void {
  const { store } = house
  app.post('/usher/apps/:app/undo', async (request, reply) => {
    const { on, job } = await whichJob(store, request)
    const { yes, pause, ...what } = undoBody.parse(request.body)
    const by = await meant(store, job.id, what)
    const of = { app: on, job, by }
    if (!yes)
      return stream(reply, async (line) => line({ counts: await showUndo(house, of, (one) => line({ undo: one })) }))
    await act(store, request, on, {
      activity: 'Undo provisioning',
      details: { job: job.name, ...('line' in by ? { line: by.line } : { cycle: by.cycle }), pause },
    })
    if (pause) await setState(store, job.id, 'Paused')
    return stream(reply, async (line) => {
      try {
        const { updated, disabled, failed, skipped } = await runner.hold(job.id, (lease) =>
          carryOutUndo(house, of, lease, {
            progress: (progress) => line({ progress }),
            stopped: () => house.ending.aborted,
          }),
        )
        line({ undone: { putBack: updated, disabled, asBefore: skipped['undo'] ?? 0, failed, paused: pause } })
      } finally {
        runner.wake()
      }
    })
  })
  app.get('/usher/apps/:app/undone', async (request) => {
    const { job } = await whichJob(store, request)
    return { undone: await undoneOf(store, job.id) }
  })
  app.post('/usher/apps/:app/undone', async (request) => {
    const { on, job } = await whichJob(store, request)
    const { who } = liftBody.parse(request.body)
    const ids = who === 'all' ? who : await namedIds(store, who)
    const lifted = await liftUndone(store, job.id, ids, house.now())
    await act(store, request, on, {
      activity: 'Lift undo',
      details: { lifted },
    })
    if (lifted > 0) runner.wake()
    return { lifted }
  })
}

async function meant(
  store: Store,
  job: string,
  {
    cycle,
    plan,
    line,
  }: { readonly cycle?: string | undefined; readonly plan?: string | undefined; readonly line?: number | undefined },
): Promise<DoneBy> {
  const by =
    line !== undefined
      ? { line }
      : { cycle: plan !== undefined ? (await planOf(store, job, plan)).cycle : await cycleOf(store, job, cycle) }
  if ((await countDeeds(store, job, by)) > 0) return by
  const what =
    line !== undefined
      ? `line ${line} of the log`
      : plan !== undefined
        ? `the plan ${plan}`
        : `the cycle ${cycle ?? ''}`
  throw new Wrong('notFound', `Nothing was done to an account by ${what} in this job, as far as its log goes back.`)
}

async function cycleOf(store: Store, job: string, cycle = ''): Promise<string> {
  if (cycle === 'last') return (await lastCycleOf(store, job)) ?? '00000000-0000-0000-0000-000000000000'
  if (isUuid(cycle)) return cycle
  throw new Wrong(
    'invalid',
    `"${cycle}" is no id of a cycle. usher log APP --json shows it as cycleId; "last" is the latest.`,
  )
}
