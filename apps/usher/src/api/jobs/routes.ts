import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { allowRecreate } from '../../store/decisions.ts'
import { Wrong } from '../../store/directory.ts'
import type { CycleEnd } from '../../runner/one-cycle.ts'
import {
  askFirst,
  credentials,
  decidesAnew,
  readJob,
  saveCredentials,
  saveSettings,
  setState,
  startAnew,
  type Job,
} from '../../store/jobs.ts'
import { changesBetween } from '../../store/changes-between.ts'
import { namedObject } from '../../store/named-object.ts'
import { isInbound } from '../../store/inbound-jobs.ts'
import { readResetScope, restart } from '../../store/restart.ts'
import { stream } from '../ndjson.ts'
import { act } from '../act.ts'
import { callerOf } from '../caller.ts'
import { mayTo } from '../../graph/access/owners.ts'
import { denied } from '../../graph/wire/fault.ts'
import type { Application } from '../../store/applications.ts'
import type { JobRowSettings } from '../../store/job-row-settings.ts'
import type { Context } from '../context.ts'
import { planQuery, showPlan } from './plan.ts'
import { saveOther } from '../../store/next-secret.ts'
import { credentialsBody, credentialsOf, otherOf, isAboutCredentials, isSecret, secretsIn } from './credentials.ts'
import { proposedJob } from './proposed.ts'
import { settingsBody, settingsOf, showSettings } from './settings.ts'
import { statusOf, wholeStatus } from './status.ts'
import { testGiven, testJob } from './test-connection.ts'
import { restoredSentence } from './restored.ts'
import { wordsOf } from '../../words.ts'
import { whichJob } from './which-job.ts'
import { why } from './why.ts'

const runBody = z
  .object({
    yes: z.boolean().default(false),
    restart: z.boolean().default(false),
    recreate: z.string().optional(),
    /** A cycle that has nothing to ask is followed by one question, whether the application answers. */
    prove: z.boolean().default(false),
    /** Otherwise it is answered as soon as it is begun, and GET …/events says how it goes. */
    wait: z.boolean().default(true),
  })
  .default({ yes: false, restart: false, prove: false, wait: true })

export function jobRoutes(app: FastifyInstance, context: Context): void {
  const { house, runner } = context
  const { store, keys } = house

  /** Whoever changes the scope needs to manage the job too (RB-2). Throws `GraphFault` (403). */
  const mustManage = async (request: FastifyRequest, { id }: Application): Promise<void> => {
    const [caller, owned] = [callerOf(request), { type: 'servicePrincipal', id } as const]
    const action = 'microsoft.directory/servicePrincipals/synchronizationJobs/manage'
    if (caller === undefined || !(await mayTo(store, caller, action, owned)))
      throw denied('Whoever changes the scope needs to manage the job too.')
  }

  app.get('/usher/status', () => wholeStatus(context))
  app.get('/usher/apps/:app/status', async (request) => {
    const { on, job } = await whichJob(store, request)
    return statusOf(context, on, job)
  })
  app.get('/usher/apps/:app/settings', async (request) => {
    const { on, job } = await whichJob(store, request)
    return showSettings(context, on, job)
  })
  app.patch('/usher/apps/:app/settings', async (request) => {
    const { on, job } = await whichJob(store, request)
    const body = settingsBody.parse(request.body)
    const shownBefore = await showSettings(context, on, job)
    const { guard } = house.connections
    const before = await credentials(store, keys, job.id)
    // Everything is decided before anything is saved.
    const settings = settingsOf(job, body)
    if (changesScope(job.settings, settings)) await mustManage(request, on)
    const isAbout = isAboutCredentials(body)
    const inUse = isAbout ? credentialsOf(guard, before, body) : before
    const other = body.other === undefined ? null : otherOf(guard, inUse, body.other)
    if (isAbout && inUse !== null) await saveCredentials(store, keys, job.id, inUse)
    if (other !== null) await saveOther(store, keys, job.id, other)
    const anew = await saveSettings(store, job, settings)
    if (anew) runner.wake()
    const shown = await showSettings(context, on, await readJob(store, job.id))
    await act(store, request, on, {
      activity: 'Update provisioning setting or credentials',
      details: { job: job.name },
      changes: [
        ...changesBetween(shownBefore, shown).filter(({ property }) => !isSecret(property)),
        ...secretsIn(body),
        ...(body.other === undefined ? [] : [{ property: 'otherSecret', before: '[Redact]', after: '[Redact]' }]),
      ],
    })
    return shown
  })
  app.post('/usher/apps/:app/settings/plan', async (request, reply) => {
    const { on, job } = await whichJob(store, request)
    const { job: changed } = proposedJob(job, { settings: request.body })
    const decides = decidesAnew(job, changed.settings)
    return stream(reply, async (line) => {
      line({ decides })
      if (decides) await showPlan(house, { app: on, job: changed }, planQuery.parse(request.query), line)
    })
  })
  app.post('/usher/apps/:app/test-connection', async (request) => {
    const { on, job } = await whichJob(store, request)
    const given = z
      .strictObject(credentialsBody)
      .optional()
      .parse(request.body ?? undefined)
    if (given === undefined || !isAboutCredentials(given)) return testJob(house, on, job)
    const stored = credentialsOf(house.connections.guard, await credentials(store, keys, job.id), given)
    return testGiven(house, on, job, stored)
  })
  app.get('/usher/apps/:app/plan', async (request, reply) => {
    const { on, job } = await whichJob(store, request)
    const query = planQuery.parse(request.query)
    return stream(reply, (line) => showPlan(house, { app: on, job }, query, line))
  })
  app.post('/usher/apps/:app/run', async (request, reply) => {
    const { on, job } = await whichJob(store, request)
    const body = runBody.parse(request.body ?? undefined)
    if (job.state === 'Disabled' && job.quarantine === null && !body.yes) {
      throw new Wrong(
        'conflict',
        `${on.displayName} was never started. Look at usher plan ${JSON.stringify(on.displayName)}, then start it with --yes.`,
      )
    }
    if (job.restored !== null && !body.yes) throw new Wrong('conflict', restoredSentence(on.displayName, job.restored))
    if (!job.hasSecrets && !isInbound(job)) {
      throw new Wrong(
        'conflict',
        `${on.displayName} has no Tenant URL and Secret Token yet. Store them with usher settings.`,
      )
    }
    if (body.recreate !== undefined) await recreate(context, job, body.recreate)
    // A job that was switched off begins a series of its own, or it would be switched off again at once.
    if (job.state === 'Disabled') await startAnew(store, job.id, house.now())
    await act(store, request, on, {
      activity: body.restart ? 'Enable/restart provisioning configuration' : 'Enable/start provisioning configuration',
      details: { job: job.name, ...(body.recreate !== undefined && { recreate: body.recreate }) },
      changes: changesBetween({ state: job.state }, { state: 'Active' }),
    })
    if (body.restart) await restart(store, job.id, readResetScope(''))
    const work = async (line: (value: unknown) => void): Promise<void> => {
      // The cycle begins before the job is active, so that the schedule cannot begin it first and take its summary.
      // An initial cycle that goes on after a crash is the one that was asked for.
      const join = job.watermark === null && !body.restart
      const cycle = runner.run(job.id, join, (progress) => line({ progress }))
      const active = job.state === 'Active' ? Promise.resolve() : setState(store, job.id, 'Active')
      const [first] = await Promise.all([cycle, active])
      const end = body.prove ? await proved(context, job, first) : first
      if ('busy' in end) throw new Error('Another worker runs this job. Try again in some seconds.')
      const { quarantine } = await readJob(store, job.id)
      if (quarantine !== null) line({ quarantine })
      if ('summary' in end) line({ summary: { ...end.summary, skippedAs: wordsOf(end.summary.skipped) } })
      else line({ error: { code: end.error.code, message: end.error.message } })
    }
    if (body.wait) return stream(reply, work)
    work(() => undefined).catch(() => undefined) // the job itself remembers how it ended
    return { started: true }
  })
  app.post('/usher/apps/:app/stop', async (request) => {
    const { on, job } = await whichJob(store, request)
    await setState(store, job.id, 'Paused')
    await runner.stop(job.id)
    await act(store, request, on, {
      activity: 'Disable/pause provisioning configuration',
      details: { job: job.name },
      changes: changesBetween({ state: job.state }, { state: 'Paused' }),
    })
    return statusOf(context, on, await readJob(store, job.id))
  })
  app.get('/usher/why', async (request) => {
    const query = z
      .object({ who: z.string().min(1), app: z.string().optional(), job: z.string().optional() })
      .parse(request.query)
    return why(house, query)
  })
}

/** Who is in scope, and what becomes of who leaves it. */
function changesScope(before: JobRowSettings, after: JobRowSettings): boolean {
  const names = ['syncAll', 'nestedGroups', 'skipOutOfScopeDeletions'] as const
  return names.some((name) => (before[name] ?? false) !== (after[name] ?? false))
}

/** A cycle that had nothing to ask says nothing about the application, and whoever asks for one wants to know. */
async function proved({ house: { store }, runner }: Context, { id }: Job, first: CycleEnd): Promise<CycleEnd> {
  if (!('summary' in first) || first.summary.requests > 0 || first.summary.stopped) return first
  await askFirst(store, id)
  const then = await runner.run(id, false)
  return 'summary' in then ? { summary: { ...first.summary, requests: then.summary.requests } } : then
}

async function recreate({ house: { store } }: Context, job: Job, who: string): Promise<void> {
  const named = await namedObject(store, who)
  if (await allowRecreate(store, job.id, named.ref.id)) return
  const what =
    named.kind === 'user' ? `account of ${named.user.userPrincipalName}` : `group for "${named.group.displayName}"`
  throw new Wrong('invalid', `No ${what} is known to have vanished, so there is nothing to make again.`)
}
