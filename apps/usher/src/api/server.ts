/** The API of this service. The command line and the launcher are its clients. */
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { timingSafeEqual } from 'node:crypto'
import { SchemaRefused, TargetUnusable } from '@usher/engine'
import { Refusal } from '@usher/host'
import { z } from 'zod'
import { faultOf } from '../fault.ts'
import { Wrong } from '../store/directory.ts'
import type { Context } from './context.ts'
import { accountRoutes } from './accounts/routes.ts'
import { applicationRoutes } from './applications/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { galleryRoutes } from './gallery/routes.ts'
import { groupRoutes } from './groups/routes.ts'
import { importRoutes } from './imports/routes.ts'
import { jobAdminRoutes } from './jobs/admin-routes.ts'
import { jobRoutes } from './jobs/routes.ts'
import { logRoutes } from './log/routes.ts'
import { objectConnectionRoutes } from './object-connections/routes.ts'
import { schemaRoutes } from './schema/routes.ts'
import { tenantRoutes } from './tenant/routes.ts'
import { userRoutes } from './users/routes.ts'

/** The routes of each noun. */
export const nouns = [
  userRoutes,
  groupRoutes,
  galleryRoutes,
  applicationRoutes,
  jobRoutes,
  jobAdminRoutes,
  accountRoutes,
  objectConnectionRoutes,
  importRoutes,
  logRoutes,
  auditRoutes,
  schemaRoutes,
  tenantRoutes,
] as const

const statuses = { notFound: 404, invalid: 400, conflict: 409, ambiguous: 409 } as const

export function createApi({ house, runner, token }: Context & { readonly token: string }): FastifyInstance {
  // A path names people and groups, whose names are longer than the 100 characters that a router takes by itself.
  const app = fastify({
    logger: false,
    bodyLimit: 1024 * 1024,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 2000 },
  })
  const expected = Buffer.from(`Bearer ${token}`)
  app.addHook('onRequest', async (request, reply) => {
    if (request.url === '/healthz') return
    const given = Buffer.from(request.headers.authorization ?? '')
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      await problem(
        reply,
        401,
        'unauthorized',
        'This needs the token of the running service; it stands in service.json in the data folder.',
      )
    }
  })
  app.setNotFoundHandler((request, reply) =>
    problem(reply, 404, 'notFound', `There is no ${request.method} ${request.url}.`),
  )
  app.setErrorHandler((error, _request, reply) => {
    // The client went away before there was an answer: nobody is left to tell, and nothing is wrong.
    if (reply.raw.destroyed) return reply
    if (error instanceof Wrong) return problem(reply, statuses[error.code], error.code, error.message)
    if (error instanceof z.ZodError) return problem(reply, 400, 'invalid', sentenceOf(error))
    if (error instanceof TargetUnusable) return problem(reply, 502, error.error.code, error.message)
    if (error instanceof SchemaRefused || error instanceof Refusal) return problem(reply, 400, 'invalid', error.message)
    const { statusCode, message } = error as { statusCode?: number; message: string }
    if (statusCode !== undefined && statusCode < 500) return problem(reply, statusCode, 'invalid', message)
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    return problem(reply, 500, 'internal', 'Usher failed; its log says more.')
  })
  app.get('/healthz', () => ({ ok: true }))
  const context = { house, runner }
  for (const routes of nouns) routes(app, context)
  return app
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
