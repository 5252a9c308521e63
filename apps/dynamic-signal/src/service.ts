import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet'
import { closeServer } from '@usher/host'
import { type FastifyInstance, fastify } from 'fastify'
import { adminRoutes } from './admin/routes.ts'
import { consolePages } from './admin/pages.ts'
import { attempts } from './attempts.ts'
import { tokenEndpoint } from './oauth/token-endpoint.ts'
import { limitsOf } from './scim/limits.ts'
import { baseOf } from './scim/paths.ts'
import { scimRoutes } from './scim/routes.ts'
import { activityOf } from './store/activity.ts'
import { administratorsOf } from './store/administrators.ts'
import { clientsOf } from './store/clients.ts'
import { consoleUsersOf } from './store/console-users.ts'
import { reindex } from './store/reindex.ts'
import { storeOf } from './store/store.ts'
import type { Db } from './store/tables.ts'
import { tenantsOf } from './store/tenants.ts'
import { tokensOf } from './store/tokens.ts'

/** The public address without a slash at the end, and the origins under which browsers reach the console. */
export type Address = { readonly baseUrl: string; readonly origins: readonly string[] }

/** What the service is made of. `address`: where it is reached, known once it listens. `tenantId`: the first tenant. */
export type Options = {
  readonly db: Db
  readonly tenantId: string
  readonly address: () => Address
  readonly isSecure: boolean
  readonly now: () => number
}

export type Service = {
  readonly app: FastifyInstance
  readonly scimUrl: () => string
  /** Finishes the requests under way, then writes what is not written yet. The database stays open. */
  readonly stop: () => Promise<void>
}

const flushEvery = 5000 // ms, for what may be lost: when tokens were last used
const purgeEvery = 60 * 60 * 1000 // ms, for requests that are older than anybody wants to see

/** Puts the service together: SCIM, the token endpoint, the admin API, the console, a health check. Does not listen. */
export async function buildService({ db, tenantId, address, isSecure, now }: Options): Promise<Service> {
  const app = fastify({
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 2000 },
    http: { maxHeaderSize: 32 * 1024 },
    rewriteUrl: (request) => readable(request.url ?? '/'),
  })
  const store = storeOf(db)
  const tenants = tenantsOf(db, now)
  const tokens = tokensOf(db, now)
  const clients = clientsOf(db)
  const activity = activityOf(db)
  const administrators = administratorsOf(db)
  const baseUrl = (): string => address().baseUrl
  const limits = limitsOf(now)
  // Resources that a version before this one wrote cannot be searched until this is done.
  for (const each of await tenants.all()) await reindex(db, each, 'missing')

  await app.register(cookie)
  // Whoever came over TLS once is not to come without it (RFC 7644 §7.2).
  if (isSecure)
    app.addHook('onRequest', async (_request, reply) => {
      void reply.header('strict-transport-security', 'max-age=31536000')
    })
  app.get('/healthz', async (_request, reply) => {
    try {
      await db.selectFrom('tenant').select('tenant_id').limit(1).executeTakeFirstOrThrow()
      return { status: 'ok' }
    } catch {
      return reply.status(503).send({ status: 'down' })
    }
  })
  const scim = {
    store,
    tenants,
    tokens,
    activity,
    limits,
    attempts: attempts({ most: 300, seconds: 60, now }),
    firstTenantId: tenantId,
    baseUrl,
    now,
  }
  for (const prefix of ['/scim', '/t/:tenant/scim'])
    await app.register(async (routes) => scimRoutes(routes, scim), { prefix })
  await app.register(async (oauth) => {
    await tokenEndpoint(oauth, { clients, tokens, attempts: attempts({ most: 20, seconds: 60, now }) })
  })
  await app.register(async (pages) => {
    await pages.register(helmet, headers(isSecure))
    consolePages(pages)
  })
  await app.register(
    async (admin) => {
      await admin.register(helmet, headers(isSecure))
      adminRoutes(admin, {
        administrators,
        tenants,
        users: consoleUsersOf(db),
        store,
        tokens,
        clients,
        activity,
        attempts: attempts({ most: 10, seconds: 600, now }),
        addresses: attempts({ most: 200, seconds: 600, now }),
        firstTenantId: tenantId,
        baseUrl,
        origins: () => address().origins,
        isSecure,
        db,
      })
    },
    { prefix: '/admin/api' },
  )

  const complain = (error: unknown): void => void process.stderr.write(`${String(error)}\n`)
  const purge = async (): Promise<void> => {
    for (const { id, settings } of await tenants.all()) await activity.purge(id, settings.activityDays)
  }
  const timers = [
    setInterval(() => void tokens.flush().catch(complain), flushEvery),
    setInterval(() => void purge().catch(complain), purgeEvery),
  ]
  for (const timer of timers) timer.unref()

  return {
    app,
    scimUrl: () => baseOf({ isFirst: true, name: '' }, baseUrl()),
    async stop() {
      for (const timer of timers) clearInterval(timer)
      await closeServer(app)
      await activity.flush()
      await tokens.flush()
    },
  }
}

/** What is answered with these headers may run nothing; the console's pages say themselves what they may. */
function headers(isSecure: boolean): FastifyHelmetOptions {
  const directives = { defaultSrc: ["'none'"], frameAncestors: ["'none'"], formAction: ["'none'"], baseUri: ["'none'"] }
  return { contentSecurityPolicy: { useDefaults: false, directives }, strictTransportSecurity: isSecure }
}

/** A path that cannot be decoded names nothing; its percent signs are taken as they stand, so that it is just not found. */
function readable(url: string): string {
  const [path = ''] = url.split('?', 1)
  try {
    decodeURIComponent(path)
    return url
  } catch {
    return path.replaceAll('%', '%25') + url.slice(path.length)
  }
}
