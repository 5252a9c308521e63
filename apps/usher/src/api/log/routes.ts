import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { findApplication } from '../../store/applications.ts'
import type { Store } from '../../store/directory.ts'
import { jobOf, jobsOf } from '../../store/jobs.ts'
import { readLog } from '../../store/log.ts'
import { findUser } from '../../store/users.ts'
import type { Context } from '../context.ts'

const query = z.object({
  app: z.string().optional(),
  job: z.string().optional(),
  who: z.string().optional(),
  import: z.stringbool().optional(),
  result: z.enum(['success', 'failure', 'skipped', 'warning', 'held']).optional(),
  action: z.enum(['create', 'update', 'disable', 'delete', 'stagedDelete', 'other']).optional(),
  reason: z.string().optional(),
  search: z.string().optional(),
  before: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(50),
})

export function logRoutes(app: FastifyInstance, { house: { store } }: Context): void {
  app.get('/usher/log', async (request) => {
    const { app: name, job: jobName, who, import: imports, ...rest } = query.parse(request.query)
    const jobs = imports === true ? ['import'] : await jobsNamed(store, name, jobName)
    const objectId = who === undefined ? undefined : (await findUser(store, who)).id
    return {
      entries: await readLog(store, { ...rest, jobs, objectId }),
    }
  })
}

/** The ids of all jobs of an application, or of the one that is named; undefined: whatever job it was. */
async function jobsNamed(
  store: Store,
  app: string | undefined,
  job: string | undefined,
): Promise<string[] | undefined> {
  if (app === undefined) return undefined
  const on = await findApplication(store, app)
  return job === undefined ? (await jobsOf(store, on)).map(({ id }) => id) : [(await jobOf(store, on, job)).id]
}
