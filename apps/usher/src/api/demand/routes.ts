/** Provision on demand, as the command line and the console ask for it: dry unless it is to be written, and without a limit on how many. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { demand } from '../../review/demand.ts'
import { whichApplication } from '../jobs/which-job.ts'
import { Wrong } from '../../store/directory.ts'
import { jobOf, jobsOf } from '../../store/jobs.ts'
import { namedRefs } from '../../store/named-object.ts'
import { act } from '../act.ts'
import type { Context } from '../context.ts'

const query = z.object({ job: z.string().min(1).optional() })
const body = z.strictObject({
  who: z.array(z.string().min(1)).min(1).max(10_000),
  /** People and groups in the groups that are asked about. */
  members: z.array(z.string().min(1)).default([]),
  write: z.boolean().default(false),
})

export function demandRoutes(app: FastifyInstance, { house, runner }: Context): void {
  const { store } = house
  app.post('/usher/apps/:app/provision', async (request) => {
    const on = await whichApplication(store, request)
    const { job } = query.parse(request.query)
    const { who, members, write } = body.parse(request.body)
    const [refs, inside] = [await namedRefs(store, who), await namedRefs(store, members)]
    const groups = refs.filter(({ type }) => type === 'Group')
    if (inside.length > 0 && groups.length === 0)
      throw new Wrong('invalid', 'Members are given, and no group whose members they are.')
    const asked = { refs, members: groups.flatMap((group) => inside.map((member) => ({ group, member }))) }
    const jobs = job === undefined ? await jobsOf(store, on) : [await jobOf(store, on, job)]
    const results = []
    for (const one of jobs) {
      if (write) {
        await act(store, request, on, {
          activity: 'Provision on demand',
          details: { job: one.name, objects: refs.length, members: inside.length },
        })
      }
      results.push(...(await demand({ house, runner }, { app: on, job: one, asked, write })))
    }
    return { results }
  })
}
