import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { findApplication } from '../../store/applications.ts'
import type { Store } from '../../store/directory.ts'
import type { Exchange } from '@usher/engine'
import { asCurl } from '../../connectors/scim/curl.ts'
import { credentials, jobOf, jobsOf } from '../../store/jobs.ts'
import { readLog, type LogLine } from '../../store/log.ts'
import { namedObject } from '../../store/named-object.ts'
import type { Context } from '../context.ts'

const query = z.object({
  app: z.string().optional(),
  job: z.string().optional(),
  who: z.string().optional(),
  import: z.stringbool().optional(),
  /** With each request as a curl command. */
  curl: z.stringbool().optional(),
  /** With the bodies of requests and answers. */
  bodies: z.stringbool().optional(),
  result: z.enum(['success', 'failure', 'skipped', 'warning', 'held']).optional(),
  action: z.enum(['create', 'update', 'disable', 'delete', 'stagedDelete', 'other']).optional(),
  reason: z.string().optional(),
  search: z.string().optional(),
  before: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(50),
})

export function logRoutes(app: FastifyInstance, { house }: Context): void {
  const { store } = house
  app.get('/usher/log', async (request) => {
    const { app: name, job: jobName, who, import: imports, curl, bodies, ...rest } = query.parse(request.query)
    const jobs = imports === true ? ['import'] : await jobsNamed(store, name, jobName)
    const objectId = who === undefined ? undefined : (await namedObject(store, who)).ref.id
    const entries = await readLog(store, { ...rest, jobs, objectId, bodies: curl === true || bodies === true })
    return { entries: curl === true ? await withCurl(house, entries) : entries }
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

/** Where a job's application is now may not be where it was when the line was written; then the reader sees so. */
async function withCurl(
  { store, keys }: Context['house'],
  lines: readonly LogLine[],
): Promise<readonly (LogLine & { curl: readonly (readonly string[])[] })[]> {
  const origins = new Map<string, string>()
  for (const job of new Set(lines.map(({ jobId }) => jobId))) {
    const stored = job === 'import' ? null : await credentials(store, keys, job)
    origins.set(job, stored === null ? '$ORIGIN' : new URL(stored.tenantUrl).origin)
  }
  return lines.map((line) => ({
    ...line,
    curl: ((line.exchanges ?? []) as unknown as readonly Exchange[]).map((one) =>
      asCurl(one, origins.get(line.jobId) ?? '').split('\n'),
    ),
  }))
}
