import { z } from 'zod'
import { findApplication, type Application } from '../../store/applications.ts'
import type { Store } from '../../store/directory.ts'
import { jobOf, type Job } from '../../store/jobs.ts'

const params = z.object({ app: z.string().min(1) })
const query = z.object({ job: z.string().min(1).optional() })
type Request = { readonly params: unknown; readonly query: unknown }

/** The application in the path. Throws `Wrong` with a sentence. */
export function whichApplication(store: Store, request: Pick<Request, 'params'>): Promise<Application> {
  return findApplication(store, params.parse(request.params).app)
}

/** The application in the path and its job that `?job=` names; without it the only one. Throws `Wrong` with a sentence. */
export async function whichJob(
  store: Store,
  request: Request,
): Promise<{ readonly on: Application; readonly job: Job }> {
  const on = await whichApplication(store, request)
  return { on, job: await jobOf(store, on, query.parse(request.query).job) }
}
