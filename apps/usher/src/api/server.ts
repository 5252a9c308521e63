/** The API of this service. The command line and the launcher are its clients. */
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { SchemaRefused, TargetUnusable } from '@usher/engine'
import { Refusal, storeAway } from '@usher/host'
import { z } from 'zod'
import { faultOf } from '../fault.ts'
import { faultFields } from '../observe/log.ts'
import { canonical } from '../graph/wire/address.ts'
import { GraphFault } from '../graph/wire/fault.ts'
import type { Action } from '../graph/access/actions.ts'
import { may, type Caller } from '../graph/access/may.ts'
import { owns } from '../graph/access/owners.ts'
import { lookUpApplication } from '../store/applications.ts'
import { usherRules } from '../graph/access/usher-rules.ts'
import { knownSegments } from '../graph/rows.ts'
import { graphRoutes } from '../graph/serve.ts'
import type { Observing } from '../observing.ts'
import { Wrong } from '../store/directory.ts'
import { isSignIn, signInRoutes } from '../sign-in/routes.ts'
import { isSame } from '../is-same.ts'
import { createSignIn, mustCall, type Common } from '../sign-in/sign-in.ts'
import { setCaller } from './caller.ts'
import { isTooDeep, nestsTooDeep } from './depth.ts'
import type { Context } from './context.ts'
import { aboutRoutes } from './about/routes.ts'
import { accountRoutes } from './accounts/routes.ts'
import { applicationRoutes } from './applications/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { insightRoutes } from './insights/routes.ts'
import { galleryRoutes } from './gallery/routes.ts'
import { healthRoutes } from './health/routes.ts'
import { groupRoutes } from './groups/routes.ts'
import { importRoutes } from './imports/routes.ts'
import { uploadRoutes } from './imports/upload-routes.ts'
import { jobAdminRoutes } from './jobs/admin-routes.ts'
import { heldRoutes } from './jobs/held-routes.ts'
import { jobRoutes } from './jobs/routes.ts'
import { logRoutes } from './log/routes.ts'
import { objectConnectionRoutes } from './object-connections/routes.ts'
import { referencePaths, referenceRoutes } from './reference/routes.ts'
import { secretRoutes } from './jobs/secret-routes.ts'
import { directoryRoutes } from './directories/routes.ts'
import { switchRoutes } from './directories/switch-routes.ts'
import { consolePatterns, consoleRoutes, isAstray } from './admin-center/routes.ts'
import { eventRoutes } from './events/routes.ts'
import { demandRoutes } from './demand/routes.ts'
import { supposeRoutes } from './suppose/routes.ts'
import { planRoutes } from './plans/routes.ts'
import { undoRoutes } from './undo/routes.ts'
import { schemaRoutes } from './schema/routes.ts'
import { trialRoutes } from './schema/trial-routes.ts'
import { keyRoutes } from './keys/routes.ts'
import { backupRoutes } from './backup/routes.ts'
import { deliveryRoutes } from './telling/delivery-routes.ts'
import { mailRoutes } from './telling/mail-routes.ts'
import { isPublic, publicRoutes } from './telling/public-routes.ts'
import { invitationRoutes } from './sign-in/invitation-routes.ts'
import { sessionRoutes } from './sign-in/session-routes.ts'
import { signInAdminRoutes } from './sign-in/admin-routes.ts'
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
  eventRoutes,
  secretRoutes,
  accountRoutes,
  objectConnectionRoutes,
  planRoutes,
  undoRoutes,
  demandRoutes,
  supposeRoutes,
  importRoutes,
  uploadRoutes,
  logRoutes,
  auditRoutes,
  insightRoutes,
  schemaRoutes,
  trialRoutes,
  tenantRoutes,
  aboutRoutes,
  directoryRoutes,
  switchRoutes,
  backupRoutes,
  keyRoutes,
  mailRoutes,
  webhookRoutes,
  deliveryRoutes,
  publicRoutes,
  sessionRoutes,
  invitationRoutes,
  signInAdminRoutes,
] as const

const statuses = { notFound: 404, invalid: 400, conflict: 409, ambiguous: 409 } as const

type Doors = {
  /** Opens everything. */
  readonly token: string
  /** Where clients reach the service, when they cannot say so themselves. */
  readonly publicUrl?: string
  /** Requests a second of each client and person; absent: no limit. */
  readonly perSecond?: number | undefined
  /** Proxies whose word about who asks is taken. */
  readonly trustedProxy?: readonly string[] | undefined
  /** Clients come over https. */
  readonly secure?: boolean
  /** What every directory of the service has in common. */
  readonly common?: Common
  /** Instead of finding out who asks. */
  callerFor?(request: FastifyRequest): Promise<Caller | null>
  readonly observing: Pick<Observing, 'log' | 'metrics' | 'metricsToken' | 'outage'>
}

export function createApi(
  context: Context,
  { token, publicUrl, perSecond, trustedProxy = [], secure = false, common, observing, callerFor: given }: Doors,
): FastifyInstance {
  const { log, metrics, metricsToken } = observing
  // A path names people and groups, whose names are longer than the 100 characters that a router takes by itself.
  const options = {
    logger: false,
    bodyLimit: 1024 * 1024,
    forceCloseConnections: 'idle',
    trustProxy: trustedProxy.length === 0 ? false : [...trustedProxy],
    routerOptions: { maxParamLength: 2000 },
    rewriteUrl: ({ url = '/' }: { readonly url?: string | undefined }) => canonical(url, knownSegments),
  } as const
  const app: FastifyInstance = fastify(options)
  const signIn = createSignIn(context, {
    token,
    secure,
    perSecond,
    ...(common !== undefined && { common }),
    ...(publicUrl !== undefined && { publicUrl }),
    fault: (error) => log.error(`Signing in failed: ${error.message}`, faultFields(error)),
  })
  const callerFor = (request: FastifyRequest): Promise<Caller> => mustCall(signIn, request, given ?? signIn.callerOf)
  /** An application by its name or id, which a caller that owns it may do more with. */
  const ownsIt = async (caller: Caller, action: Action, { params }: FastifyRequest): Promise<boolean> => {
    const { app: which } = params as { readonly app?: string }
    if (which === undefined || !may(caller, action, true)) return false
    const found = await lookUpApplication(context.house.store, which)
    return found !== null && owns(context.house.store, caller, { type: 'servicePrincipal', id: found.id })
  }
  // A route that nobody thought of is open to nobody.
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat())
      if (one !== 'HEAD' && !isOpen(url) && !isGraph(url) && !Object.hasOwn(usherRules, `${one} ${url}`))
        throw new Error(`${one} ${url} has no row in usherRules, so nobody could be allowed to use it.`)
  })
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(guarding)
    // By the route that was found, so that no other way of writing a path leads past this.
    const route = request.routeOptions.url
    if (isOpen(route) || isGraph(request.url) || isAstray(request)) return
    const given = request.headers.authorization ?? ''
    if (route === '/metrics' && isSame(given, `Bearer ${metricsToken}`)) return
    const caller = await callerFor(request)
    setCaller(request, caller)
    const [action = null, , of] =
      usherRules[`${request.method === 'HEAD' ? 'GET' : request.method} ${route ?? ''}`] ?? []
    if (of === 'service' && caller.appId !== null && context.directories?.several() === true)
      return problem(reply, 403, 'forbidden', ofService)
    if (action === null || may(caller, action, false) || (await ownsIt(caller, action, request))) return
    return problem(reply, 403, 'forbidden', `${caller.name} may not do this: it needs ${action}.`)
  })
  // Of the Graph, bodies are bytes still, and are looked at where they are read.
  app.addHook('preValidation', async (request, reply) => {
    if (!Buffer.isBuffer(request.body) && isTooDeep(request.body)) return problem(reply, 400, 'invalid', nestsTooDeep)
    return undefined
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
  const page = consoleRoutes(app)
  app.setNotFoundHandler((request, reply) =>
    isAstray(request) ? page(reply) : problem(reply, 404, 'notFound', `There is no ${request.method} ${request.url}.`),
  )
  app.setErrorHandler((error, request, reply) => {
    // The client went away before there was an answer: nobody is left to tell, and nothing is wrong.
    if (reply.raw.destroyed) return reply
    if (error instanceof GraphFault) return refusal(reply, request, error)
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
  for (const routes of nouns) routes(app, { ...context, keysChanged: signIn.providers.forget })
  referenceRoutes(app)
  signInRoutes(app, signIn)
  graphRoutes(app, {
    context,
    log,
    callerOf: async (request) => {
      const caller = await callerFor(request)
      setCaller(request, caller)
      return caller
    },
    baseOf: signIn.baseOf,
  })
  return app
}

/** Of every answer: it is what it says, in no frame, in no copy on the way. What may be kept says so itself. */
const guarding = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const

const ofService =
  'This concerns every directory of this service, so it is done on its machine, by whoever may read its data folder.'
const needsToken = 'This needs the token of the running service; it stands in service.json in the data folder.'
const needsMetricsToken = 'This needs the token for metrics; it stands in metrics.token in the data folder.'

function isOpen(route: string | undefined): boolean {
  const its: readonly string[] = [...referencePaths, ...consolePatterns]
  return (
    route !== undefined &&
    (route === '/healthz' || route === '/readyz' || isPublic(route) || isSignIn(route) || its.includes(route))
  )
}

function isGraph(url: string): boolean {
  return url.startsWith('/v1.0/') || url.startsWith('/beta/')
}

const codes: Readonly<Record<number, string>> = { 401: 'unauthorized', 403: 'forbidden', 429: 'tooMany' }

/** Of somebody who may not ask. */
function refusal(
  reply: FastifyReply,
  request: FastifyRequest,
  { status, message, code, headers }: GraphFault,
): FastifyReply {
  const bare = status === 401 && (request.headers.authorization === undefined || message.startsWith('IDX14100'))
  const needed = request.routeOptions.url === '/metrics' ? needsMetricsToken : needsToken
  return problem(reply.headers(headers), status, codes[status] ?? code, bare ? needed : message)
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
