import type { FastifyInstance } from 'fastify'
import { accessRoutes } from './access-routes.ts'
import { accountRoutes } from './account-routes.ts'
import { activityRoutes } from './activity-routes.ts'
import { failed } from './failed.ts'
import { Failure } from './failure.ts'
import { groupRoutes } from './group-routes.ts'
import type { AdminService } from './service.ts'
import { sessionOf } from './session.ts'
import { settingsRoutes } from './settings-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { userRoutes } from './user-routes.ts'

/** What each page of the console asks for. */
const sections = [signInRoutes, userRoutes, groupRoutes, accessRoutes, activityRoutes, accountRoutes, settingsRoutes]

/**
 * The API of the admin console, below `/admin/api`.
 *
 * Every request that changes something must come from this console's origin, port included, as JSON.
 */
export function adminRoutes(app: FastifyInstance, service: AdminService): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('cache-control', 'no-store')
    if (request.method === 'GET' || request.method === 'HEAD') return
    if (!service.origins().includes(request.headers.origin ?? ''))
      throw new Failure(403, `Requests that change something must carry the Origin ${service.origins()[0] ?? ''}.`)
    const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
    if (type !== 'application/json') throw new Failure(415, 'Send JSON, with Content-Type: application/json.')
  })

  // Node's clients and browsers' forms alike may send no body at all; that is an empty object.
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: 256 * 1024 }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : (JSON.parse(String(body)) as unknown))
    } catch {
      done(new Failure(400, 'The body is not JSON.'))
    }
  })

  app.setErrorHandler((error, request, reply) => failed(error, request, reply))
  const session = sessionOf(service)
  for (const section of sections) section(app, { ...service, session })
  app.setNotFoundHandler(() => {
    throw new Failure(404, 'There is nothing at this path.')
  })
}
