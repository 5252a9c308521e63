/** Statistics of the provisioning log, for charts. */
import type { FastifyInstance } from 'fastify'
import { findApplication, listApplications } from '../../store/applications.ts'
import { jobsOf } from '../../store/jobs.ts'
import { readFailed, readTallies, readWaits } from '../../store/tallies.ts'
import type { Context } from '../context.ts'
import { firstDay, insightsOf, type JobNamed } from './insights.ts'
import { insightsAsked } from './shapes.ts'

export function insightRoutes(app: FastifyInstance, { house }: Context): void {
  const { store } = house
  app.get('/usher/insights', async (request) => {
    const { app: named, days } = insightsAsked.parse(request.query)
    const applications = named === undefined ? await listApplications(store) : [await findApplication(store, named)]
    const jobs: JobNamed[] = []
    for (const on of applications)
      for (const { id } of await jobsOf(store, on)) jobs.push({ id, application: on.id, displayName: on.displayName })
    const now = house.now()
    const asked = { jobs: named === undefined ? undefined : jobs.map(({ id }) => id), since: firstDay(now, days) }
    const [tallies, failed, waits] = await Promise.all([
      readTallies(store, asked),
      readFailed(store, asked),
      readWaits(store, asked),
    ])
    return insightsOf({ tallies, failed, waits }, { now, days, jobs })
  })
}
