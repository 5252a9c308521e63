import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { findApplication } from '../../store/applications.ts'
import { jobOf } from '../../store/jobs.ts'
import { readLog } from '../../store/log.ts'
import { findUser } from '../../store/users.ts'
import type { Context } from '../context.ts'

const query = z.object({
  app: z.string().optional(),
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
    const { app: name, who, import: imports, ...rest } = query.parse(request.query)
    const job =
      imports === true
        ? 'import'
        : name === undefined
          ? undefined
          : (await jobOf(store, await findApplication(store, name))).id
    const objectId = who === undefined ? undefined : (await findUser(store, who)).id
    return { entries: await readLog(store, { ...rest, job, objectId }) }
  })
}
