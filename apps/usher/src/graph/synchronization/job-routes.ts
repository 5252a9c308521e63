/** Jobs: listed, made, read, changed, removed; and what starts and stops them (graph-api.md 6.1, 6.3 and 8.1). */
import { z } from 'zod'
import { leaversOf } from '../../runner/forget-links.ts'
import { audit } from '../../store/audit.ts'
import type { Activity } from '../../store/activities.ts'
import { changesBetween } from '../../store/changes-between.ts'
import { Wrong } from '../../store/directory.ts'
import { makeProvisioned } from '../../store/graph-of-job.ts'
import { insertJob, jobsOf, readJob, removeJob, setState, startAnew, type Job } from '../../store/jobs.ts'
import { readResetScope, restart } from '../../store/restart.ts'
import type { Action } from '../access/actions.ts'
import type { Call, Route } from '../route.ts'
import { noContent } from '../route.ts'
import { entityAnswer } from '../wire/entity.ts'
import { GraphFault } from '../wire/fault.ts'
import { selected } from '../wire/page.ts'
import { countAnswer, shortList } from '../wire/short-list.ts'
import { jobBody, jobChangeIn, saveJobChange } from './job-body.ts'
import { jobId, jobPlaceOf, placeOf, type JobPlace, type Place, type Tree } from './place.ts'
import { applySecrets } from './secrets.ts'
import { shownJob } from './status.ts'
import { templatesOf } from './templates.ts'

const read: Action = 'microsoft.directory/servicePrincipals/synchronization/standard/read'
const manage: Action = 'microsoft.directory/servicePrincipals/synchronizationJobs/manage'

const jobShape = z.looseObject({ id: z.string(), templateId: z.string(), schedule: z.looseObject({ state: z.string() }), status: z.looseObject({ code: z.string() }) }) // prettier-ignore
const criteria = z
  .object({ criteria: z.object({ resetScope: z.union([z.string(), z.array(z.string())]).nullish() }).nullish() })
  .nullish()

export function jobRoutes(tree: Tree): readonly Route[] {
  const at = `/${tree.noun}/:id/synchronization/jobs`
  const { owned } = tree
  return [
    {
      method: 'GET',
      path: at,
      action: read,
      owned,
      says: 'Jobs of an application.',
      gives: jobShape,
      handle: async (call) => {
        const place = await placeOf(call, tree)
        const items = await Promise.all((await placesOf(call, place)).map((one) => shownJob(call, one)))
        return shortList(call, { of: `${place.of}/jobs`, resource: 'synchronizationJob', items })
      },
    },
    {
      method: 'GET',
      path: `${at}/$count`,
      action: read,
      owned,
      says: 'How many jobs an application has.',
      handle: async (call) => countAnswer((await placesOf(call, await placeOf(call, tree))).length),
    },
    {
      method: 'POST',
      path: at,
      action: manage,
      owned,
      says: 'Makes a job of a template. It is not started.',
      takes: jobBody,
      gives: jobShape,
      handle: async (call) => create(call, await placeOf(call, tree)),
    },
    {
      method: 'GET',
      path: `${at}/:job`,
      action: read,
      owned,
      says: 'One job, with its status.',
      gives: jobShape,
      handle: async (call) => entity(call, await jobPlaceOf(call, tree), 200),
    },
    {
      method: 'PATCH',
      path: `${at}/:job`,
      action: manage,
      owned,
      says: 'Changes the interval and settings of a job.',
      takes: jobBody,
      handle: async (call) => {
        const { app, job } = await jobPlaceOf(call, tree)
        const { store } = call.context.house
        await saveJobChange(store, job, jobChangeIn(jobBody.parse(call.body)))
        const after = await readJob(store, job.id)
        await audit(store, {
          actor: call.caller.name,
          activity: 'Update provisioning setting or credentials',
          object: app.displayName,
          application: app.id,
          details: { job: job.name },
          changes: changesBetween(changeable(job), changeable(after)),
        })
        return noContent
      },
    },
    {
      method: 'DELETE',
      path: `${at}/:job`,
      action: manage,
      owned,
      says: 'Removes a job. Accounts in the application are left alone.',
      handle: async (call) => {
        const place = await jobPlaceOf(call, tree)
        const { house, runner } = call.context
        // Paused first, so that nobody begins a cycle between its end and the removal.
        await setState(house.store, place.job.id, 'Paused')
        await runner.hold(place.job.id, () => removeJob(house.store, place.job.id))
        await told(call, place, 'Delete provisioning configuration')
        return noContent
      },
    },
    action(tree, 'start', 'Starts a job; what stopped it by itself is forgotten.', start),
    action(tree, 'pause', 'Stops a job; it goes on where it was when it is started again.', pause),
    {
      ...action(tree, 'restart', 'Forgets what the scopes name, and starts the job.', restartJob),
      takes: criteria,
    },
  ]
}

function action(tree: Tree, name: string, says: string, act: (call: Call, place: JobPlace) => Promise<void>): Route {
  return {
    method: 'POST',
    path: `/${tree.noun}/:id/synchronization/jobs/:job/${name}`,
    action: manage,
    owned: tree.owned,
    says,
    handle: async (call) => {
      await act(call, await jobPlaceOf(call, tree))
      return noContent
    },
  }
}

async function placesOf(call: Call, place: Place): Promise<readonly JobPlace[]> {
  const { store } = call.context.house
  const jobs = await jobsOf(store, place.app)
  return jobs.map((job) => ({ ...place, job, id: jobId(job, store.tenant) }))
}

async function entity(call: Call, place: JobPlace, status: 200 | 201) {
  const job = selected(await shownJob(call, place), call.query.select)
  const location = `${call.base}/${call.version}/servicePrincipals/${place.sp.id}/synchronization/jobs/${place.id}`
  return { ...entityAnswer(call, `${place.of}/jobs`, job, status), ...(status === 201 && { headers: { location } }) }
}

async function create(call: Call, place: Place) {
  const body = jobBody.parse(call.body ?? {})
  const { store } = call.context.house
  const templates = templatesOf(place.sp)
  const asked = (body.templateId ?? '').toLowerCase()
  const found = templates.find(({ id }) => id.toLowerCase() === asked)
  if (found === undefined) {
    const names = templates.map(({ id }) => id).join(', ')
    throw new GraphFault(
      'badRequest',
      `templateId '${body.templateId ?? ''}' is none of this application. It has: ${names === '' ? 'none' : names}.`,
    )
  }
  const change = jobChangeIn(body)
  await makeProvisioned(store, place.app.id, found.template.id)
  const made = await insertFree(call, place, found.template)
  await saveJobChange(store, { ...made, graph: found.isDefault ? {} : { template: found.id } }, change)
  await applySecrets(call, place, await readJob(store, made.id))
  const job = await readJob(store, made.id)
  const at = { ...place, job, id: jobId(job, store.tenant) }
  await told(call, at, 'Add provisioning configuration')
  return entity(call, at, 201)
}

/** Jobs have names here, and none in the Graph: the first that is free. */
async function insertFree(call: Call, { app }: Place, template: Parameters<typeof insertJob>[2]): Promise<Job> {
  for (let number = 1; ; number += 1) {
    try {
      return await insertJob(
        call.context.house.store,
        app,
        template,
        number === 1 ? undefined : `Provisioning ${number}`,
      )
    } catch (error) {
      if (!(error instanceof Wrong) || error.code !== 'conflict' || number > 100) throw error
    }
  }
}

async function start(call: Call, place: JobPlace): Promise<void> {
  const { house, runner } = call.context
  const { job } = place
  if (job.state === 'Active' && job.quarantine === null) return
  await startAnew(house.store, job.id, house.now())
  await setState(house.store, job.id, 'Active')
  await told(call, place, 'Enable/start provisioning configuration', 'Active')
  runner.wake()
}

async function pause(call: Call, place: JobPlace): Promise<void> {
  const { house, runner } = call.context
  if (place.job.state !== 'Paused') {
    await setState(house.store, place.job.id, 'Paused')
    await told(call, place, 'Disable/pause provisioning configuration', 'Paused')
  }
  // Objects in flight end; nobody waits for them here.
  runner.stop(place.job.id).catch(() => undefined)
}

async function restartJob(call: Call, place: JobPlace): Promise<void> {
  const { house, runner } = call.context
  const { app, job } = place
  const asked = criteria.parse(call.body)?.criteria?.resetScope ?? ''
  const scopes = readResetScope(Array.isArray(asked) ? asked.join(',') : asked)
  // None forgets nothing: it is a start.
  if (scopes.length === 0) return start(call, place)
  if (scopes.includes('ConnectorDataStore'))
    await runner.hold(job.id, async () => restart(house.store, job.id, scopes, await leaversOf(house, app, job)))
  else await restart(house.store, job.id, scopes)
  await audit(house.store, {
    actor: call.caller.name,
    activity: 'Enable/restart provisioning configuration',
    object: app.displayName,
    application: app.id,
    details: { job: job.name, resetScope: scopes.join(', ') },
  })
  runner.wake()
}

async function told(call: Call, { app, job }: JobPlace, activity: Activity, state = job.state): Promise<void> {
  await audit(call.context.house.store, {
    actor: call.caller.name,
    activity,
    object: app.displayName,
    application: app.id,
    details: { job: job.name },
    changes: changesBetween({ state: job.state }, { state }),
  })
}

function changeable({ settings, graph }: Job) {
  return { settings, graph }
}
