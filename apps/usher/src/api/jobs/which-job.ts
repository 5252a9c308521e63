import { z } from 'zod'
import { findApplication, type Application } from '../../store/applications.ts'
import type { Store } from '../../store/directory.ts'
import { jobOf, type Job } from '../../store/jobs.ts'

const params = z.object({ app: z.string().min(1) })
const query = z.object({ job: z.string().min(1).optional() })

/** The application in the path and its job that `?job=` names; without it the only one. Throws `Wrong` with a sentence. */
export async function whichJob(
  store: Store,
  request: { readonly params: unknown; readonly query: unknown },
): Promise<{ readonly on: Application; readonly job: Job }> {
  const on = await findApplication(store, params.parse(request.params).app)
  return { on, job: await jobOf(store, on, query.parse(request.query).job) }
}
