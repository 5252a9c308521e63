/** The API of this service. The command line and the launcher are its clients. */
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { timingSafeEqual } from 'node:crypto'
import { SchemaRefused, TargetUnusable } from '@usher/engine'
import { Refusal, storeAway } from '@usher/host'
import { z } from 'zod'
import { faultOf } from '../fault.ts'
import { faultFields } from '../observe/log.ts'
import type { Observing } from '../observing.ts'
import { Wrong } from '../store/directory.ts'
import type { Context } from './context.ts'
import { accountRoutes } from './accounts/routes.ts'
import { applicationRoutes } from './applications/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { galleryRoutes } from './gallery/routes.ts'
import { healthRoutes } from './health/routes.ts'
import { groupRoutes } from './groups/routes.ts'
import { importRoutes } from './imports/routes.ts'
import { jobAdminRoutes } from './jobs/admin-routes.ts'
import { heldRoutes } from './jobs/held-routes.ts'
import { jobRoutes } from './jobs/routes.ts'
import { logRoutes } from './log/routes.ts'
import { objectConnectionRoutes } from './object-connections/routes.ts'
import { secretRoutes } from './jobs/secret-routes.ts'
import { demandRoutes } from './demand/routes.ts'
import { planRoutes } from './plans/routes.ts'
import { undoRoutes } from './undo/routes.ts'
import { schemaRoutes } from './schema/routes.ts'
import { backupRoutes } from './backup/routes.ts'
import { deliveryRoutes } from './telling/delivery-routes.ts'
import { mailRoutes } from './telling/mail-routes.ts'
import { isPublic, publicRoutes } from './telling/public-routes.ts'
import { webhookRoutes } from './telling/webhook-routes.ts'
import { tenantRoutes } from './tenant/routes.ts'
import { userRoutes } from './users/routes.ts'

/** The routes of each noun. */
export const nouns = [
  userRoutes,
  groupRoutes,
  galleryRoutes,
  applicationRoutes,
  jobRoutes,
  heldRoutes,
  jobAdminRoutes,
  secretRoutes,
  accountRoutes,
  objectConnectionRoutes,
  planRoutes,
  undoRoutes,
  demandRoutes,
  importRoutes,
  logRoutes,
  auditRoutes,
  schemaRoutes,
  tenantRoutes,
  backupRoutes,
  mailRoutes,
  webhookRoutes,
  deliveryRoutes,
  publicRoutes,
] as const

const statuses = { notFound: 404, invalid: 400, conflict: 409, ambiguous: 409 } as const

type Doors = {
  /** Opens everything. */
  readonly token: string
  readonly observing: Pick<Observing, 'log' | 'metrics' | 'metricsToken' | 'outage'>
}

export function createApi(context: Context, { token, observing }: Doors): FastifyInstance {
  const { log, metrics, metricsToken } = observing
  // A path names people and groups, whose names are longer than the 100 characters that a router takes by itself.
  const app = fastify({
    logger: false,
    bodyLimit: 1024 * 1024,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 2000 },
  })
  app.addHook('onRequest', async (request, reply) => {
    // By the route that was found, so that no other way of writing a path leads past this.
    const route = request.routeOptions.url
    if (request.url === '/healthz' || request.url === '/readyz' || isPublic(route)) return
    const given = request.headers.authorization ?? ''
    if (isSame(given, `Bearer ${token}`)) return
    if (route === '/metrics' && isSame(given, `Bearer ${metricsToken}`)) return
    await problem(reply, 401, 'unauthorized', route === '/metrics' ? needsMetricsToken : needsToken)
  })
  app.addHook('onResponse', async (request, reply) => {
    // The pattern of the path, since a path may name somebody.
    const route = request.routeOptions.url ?? 'none'
    log.debug(`${request.method} ${route} was answered with ${reply.statusCode}.`, {
      method: request.method,
      route,
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1000,
    })
  })
  app.setNotFoundHandler((request, reply) =>
    problem(reply, 404, 'notFound', `There is no ${request.method} ${request.url}.`),
  )
  app.setErrorHandler((error, request, reply) => {
    // The client went away before there was an answer: nobody is left to tell, and nothing is wrong.
    if (reply.raw.destroyed) return reply
    if (error instanceof Wrong) return problem(reply, statuses[error.code], error.code, error.message)
    if (error instanceof z.ZodError) return problem(reply, 400, 'invalid', sentenceOf(error))
    if (error instanceof TargetUnusable) return problem(reply, 502, error.error.code, error.message)
    if (error instanceof SchemaRefused || error instanceof Refusal) return problem(reply, 400, 'invalid', error.message)
    const { statusCode, message } = error as { statusCode?: number; message: string }
    if (statusCode !== undefined && statusCode < 500) return problem(reply, statusCode, 'invalid', message)
    const route = request.routeOptions.url ?? 'none'
    const away = storeAway(error)
    if (away !== null && observing.outage.isTold(error)) return problem(reply, 503, 'unavailable', away)
    log.error(`${request.method} ${route} failed: ${message}`, { route, ...faultFields(error) })
    return problem(reply, 500, 'internal', 'Usher failed; its log says more.')
  })
  healthRoutes(app, context, { metrics })
  for (const routes of nouns) routes(app, context)
  return app
}

const needsToken = 'This needs the token of the running service; it stands in service.json in the data folder.'
const needsMetricsToken = 'This needs the token for metrics; it stands in metrics.token in the data folder.'

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}

function problem(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.status(status).send({ error: { code, message } })
}

/** The first fault of a body or query: which member, and what it must be. */
function sentenceOf(error: z.ZodError): string {
  const issue = error.issues[0]
  return issue === undefined
    ? 'The request is not understood.'
    : `${issue.path.join('.') || 'The request'}: ${faultOf(issue)}.`
}
