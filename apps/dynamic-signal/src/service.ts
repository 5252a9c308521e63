import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet'
import { closeServer } from '@usher/host'
import { type FastifyInstance, fastify } from 'fastify'
import { adminRoutes } from './admin/routes.ts'
import { consolePages } from './admin/pages.ts'
import { attempts } from './attempts.ts'
import { scimBase, scimRoutes } from './scim/routes.ts'
import { activityOf } from './store/activity.ts'
import { administratorsOf } from './store/administrators.ts'
import type { Db } from './store/tables.ts'
import { tokensOf } from './store/tokens.ts'
import { usersOf } from './store/users.ts'

/** The public address without a slash at the end, and the origins under which browsers reach the console. */
export type Address = { readonly baseUrl: string; readonly origins: readonly string[] }

/** What the service is made of. `address`: where it is reached, known once it listens. */
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

/** Puts the service together: SCIM, the admin API, the console, and a health check. Does not listen. */
export async function buildService({ db, tenantId, address, isSecure, now }: Options): Promise<Service> {
  const app = fastify({
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 2000 },
    http: { maxHeaderSize: 32 * 1024 },
    rewriteUrl: (request) => readable(request.url ?? '/'),
  })
  const users = usersOf(db)
  const tokens = tokensOf(db, now)
  const activity = activityOf(db)
  const scimUrl = (): string => `${address().baseUrl}${scimBase}`
  const timer = setInterval(() => {
    tokens.flush().catch((error: unknown) => process.stderr.write(`${String(error)}\n`))
  }, flushEvery)
  timer.unref()

  await app.register(cookie)
  app.get('/healthz', async () => {
    await db.selectFrom('tenant').select('tenant_id').executeTakeFirstOrThrow()
    return { status: 'ok' }
  })
  await app.register(
    async (scim) => {
      const limit = attempts({ most: 300, seconds: 60, now })
      scimRoutes(scim, { users, tokens, activity, attempts: limit, tenantId, scimUrl })
    },
    { prefix: scimBase },
  )
  await app.register(async (pages) => {
    await pages.register(helmet, headers(isSecure))
    await consolePages(pages)
  })
  await app.register(
    async (admin) => {
      await admin.register(helmet, headers(isSecure))
      const administrators = administratorsOf(db, tenantId)
      const limit = attempts({ most: 10, seconds: 600, now })
      const origins = (): readonly string[] => address().origins
      const service = { administrators, users, tokens, activity, attempts: limit, tenantId, scimUrl, origins, isSecure }
      adminRoutes(admin, service)
    },
    { prefix: '/admin/api' },
  )

  return {
    app,
    scimUrl,
    async stop() {
      clearInterval(timer)
      await closeServer(app)
      await activity.flush()
      await tokens.flush()
    },
  }
}

/** Nothing but the console's own files may run or be shown in it, and nobody may frame it. */
function headers(isSecure: boolean): FastifyHelmetOptions {
  const directives = {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    connectSrc: ["'self'"],
    imgSrc: ["'self'"],
    formAction: ["'none'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  }
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
