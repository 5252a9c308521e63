import type { FastifyInstance } from 'fastify'
import { Failure } from './failure.ts'
import { cleaned, pageQuery, read } from './input.ts'
import type { Section } from './service.ts'

/** The groups, to be looked at. They are changed over SCIM. */
export function groupRoutes(app: FastifyInstance, { session, users }: Section): void {
  const off = new Failure(404, 'Groups are switched off. An administrator can switch them on in the settings.')

  app.get('/groups', async (request) => {
    const { tenant } = await session.signedIn(request)
    if (!tenant.settings.groups) throw off
    const { search, startIndex, count } = read(pageQuery, request.query)
    const { total, groups } = await users.groups(tenant.id, { search, offset: startIndex - 1, limit: count })
    return { totalResults: total, startIndex, itemsPerPage: groups.length, groups }
  })

  app.get<{ Params: { id: string } }>('/groups/:id', async (request) => {
    const { tenant } = await session.signedIn(request)
    if (!tenant.settings.groups) throw off
    const { startIndex, count } = read(pageQuery, request.query)
    const part = { offset: startIndex - 1, limit: count }
    const group = await users.group(tenant.id, cleaned(request.params.id), part)
    if (group === undefined) throw new Failure(404, 'There is no such group.')
    return group
  })
}
