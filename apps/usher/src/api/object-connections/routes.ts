/** Object connections (CY-25): listed, read, removed, made anew. Neither the directory nor the application changes. */
import { TargetError, type TargetObject } from '@usher/engine'
import type { Ref } from '@usher/scim'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { openJob, type House } from '../../runner/open-job.ts'
import type { Application } from '../../store/applications.ts'
import { Wrong } from '../../store/directory.ts'
import type { Job } from '../../store/jobs.ts'
import { changesBetween } from '../../store/changes-between.ts'
import {
  listConnections,
  readConnection,
  relink,
  removeConnection,
  whichObject,
} from '../../store/object-connections.ts'
import { act } from '../act.ts'
import type { Context } from '../context.ts'
import { whichJob } from '../jobs/which-job.ts'

const list = z.object({
  search: z.string().min(1).optional(),
  state: z.enum(['managed', 'released', 'pending']).optional(),
  type: z.enum(['User', 'Group']).optional(),
  after: z
    .string()
    .regex(/^[^/]+\/.+$/, 'is not the next of a page')
    .optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})
const params = z.object({ who: z.string().min(1) })
const body = z.strictObject({ targetAnchor: z.string().min(1).max(1024) })

export function objectConnectionRoutes(app: FastifyInstance, { house, runner }: Context): void {
  const { store } = house
  const open = async (request: { readonly params: unknown; readonly query: unknown }) => {
    const { on, job } = await whichJob(store, request)
    return { on, job, ref: await whichObject(store, job.id, params.parse(request.params).who) }
  }

  app.get('/usher/apps/:app/object-connections', async (request) => {
    const { job } = await whichJob(store, request)
    const { after, ...query } = list.parse(request.query)
    const found = await listConnections(store, job.id, {
      ...query,
      after: after === undefined ? undefined : place(after),
    })
    const last = found.connections.at(-1)
    const next =
      found.connections.length < query.limit || last === undefined
        ? null
        : `${last.objectTypeName}/${last.sourceAnchor}`
    return { ...found, next }
  })
  app.get('/usher/apps/:app/object-connections/:who', async (request) => {
    const { on, job, ref } = await open(request)
    const found = await readConnection(store, job.id, ref)
    if (found !== null) return found
    throw new Wrong('notFound', `"${params.parse(request.params).who}" is linked with no account of ${on.displayName}.`)
  })
  app.delete('/usher/apps/:app/object-connections/:who', async (request) => {
    const { on, job, ref } = await open(request)
    paused(on, job)
    const before = await readConnection(store, job.id, ref)
    const removed = await runner.hold(job.id, () => removeConnection(store, job.id, ref))
    if (removed)
      await act(store, request, on, {
        activity: 'Delete object connection',
        details: { job: job.name, ...ref },
        changes: changesBetween({ targetAnchor: before?.targetAnchor }, {}),
      })
    return { removed, ...ref, displayName: before?.displayName ?? ref.id, targetAnchor: before?.targetAnchor ?? null }
  })
  app.put('/usher/apps/:app/object-connections/:who', async (request) => {
    const { on, job, ref } = await open(request)
    const { targetAnchor } = body.parse(request.body)
    paused(on, job)
    const before = await readConnection(store, job.id, ref)
    const account = await accountOf(house, { on, job, ref }, targetAnchor)
    const active = account.attributes['active']
    await runner.hold(job.id, () =>
      relink(store, job.id, {
        ref,
        target: { id: account.id, active: active !== false && active !== 'False' },
        now: house.now(),
      }),
    )
    await act(store, request, on, {
      activity: 'Update object connection',
      details: { job: job.name, ...ref },
      changes: changesBetween({ targetAnchor: before?.targetAnchor }, { targetAnchor: account.id }),
    })
    return readConnection(store, job.id, ref)
  })
}

function place(after: string): { type: string; id: string } {
  const at = after.indexOf('/')
  return { type: after.slice(0, at), id: after.slice(at + 1) }
}

/** A cycle that runs would use, or write back, what is about to change. */
function paused(on: Application, job: Job): void {
  if (job.state !== 'Active') return
  throw new Wrong(
    'conflict',
    `Provisioning of ${on.displayName} runs. Stop it first: usher stop ${JSON.stringify(on.displayName)}; usher run goes on with it afterwards.`,
  )
}

type Asked = { readonly on: Application; readonly job: Job; readonly ref: Ref }

/** The account with this id, asked of the application. */
async function accountOf(house: House, { on, job, ref }: Asked, id: string): Promise<TargetObject> {
  const mappings = job.schema.synchronizationRules.flatMap(({ objectMappings }) => objectMappings)
  const type = mappings.find(({ sourceObjectName }) => sourceObjectName === ref.type)?.targetObjectName ?? ref.type
  const { ports } = await openJob(house, on, job, null)
  try {
    const found = await ports.target.get({ type, id }, [])
    if (found !== null) return found
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    throw new Wrong('conflict', `${on.displayName} could not be asked for ${id}: ${error.message}`)
  }
  throw new Wrong('notFound', `${on.displayName} has no ${type} with the id ${id}. Copy the id from its own console.`)
}
