import type { FastifyInstance } from 'fastify'
import { activityQuery, read } from './input.ts'
import type { Section } from './service.ts'

/** What identity providers sent, and what they were answered. */
export function activityRoutes(app: FastifyInstance, { session, activity }: Section): void {
  app.get('/activity', async (request) => {
    const { tenant } = await session.asAdmin(request)
    return activity.list(tenant.id, read(activityQuery, request.query))
  })
}
