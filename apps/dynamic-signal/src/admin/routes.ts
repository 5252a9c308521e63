import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Attributes } from '@usher/scim'
import type { Attempts } from '../attempts.ts'
import type { ActivityLog } from '../store/activity.ts'
import type { Administrator, Administrators } from '../store/administrators.ts'
import type { Tokens } from '../store/tokens.ts'
import type { Listed, Users } from '../store/users.ts'
import { Failure } from './failure.ts'
import { activityQuery, deleteBody, read, signInBody, tokenBody, usersQuery } from './input.ts'
import { hashPassword, isPassword } from './passwords.ts'

export type AdminService = {
  readonly tenantId: string
  readonly administrators: Administrators
  readonly users: Users
  readonly tokens: Tokens
  readonly activity: ActivityLog
  readonly attempts: Attempts
  readonly scimUrl: () => string
  /** The origins under which the console is served: `http://127.0.0.1:8082`. */
  readonly origins: () => readonly string[]
  readonly isSecure: boolean
}

type Person = { readonly administrator: Administrator; readonly secret: string }

/**
 * The API of the admin console, below `/admin/api`.
 *
 * The session is a cookie. Cookies ignore ports, so its name is this product's own and every request that changes
 * something must come from this console's origin, port included, as JSON.
 */
export function adminRoutes(app: FastifyInstance, service: AdminService): void {
  const { administrators, users, tokens, activity, attempts, tenantId } = service
  const cookie = service.isSecure ? '__Host-dynamic-signal' : 'dynamic-signal'
  const cookieOptions = { path: '/', httpOnly: true, sameSite: 'lax', secure: service.isSecure } as const

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
  app.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: 64 * 1024 }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : (JSON.parse(String(body)) as unknown))
    } catch {
      done(new Failure(400, 'The body is not JSON.'))
    }
  })

  app.setErrorHandler((error, request, reply) => failed(error, request, reply))

  const signedIn = async (request: FastifyRequest): Promise<Person> => {
    const secret = request.cookies[cookie]
    const administrator = secret === undefined ? undefined : await administrators.whose(secret)
    if (secret === undefined || administrator === undefined) throw new Failure(401, 'Sign in first.')
    if (!administrator.isAdmin) throw new Failure(403, 'This account has no Admin permission.')
    return { administrator, secret }
  }

  app.post('/sign-in', async (request, reply) => {
    const { userName, password } = read(signInBody, request.body)
    const who = `${request.ip} ${userName.toLowerCase()}`
    const wait = attempts.secondsToWait(who)
    if (wait > 0) {
      void reply.header('retry-after', String(wait))
      throw new Failure(429, `Too many failed attempts. Try again in ${Math.ceil(wait / 60)} minutes.`)
    }
    const found = await administrators.find(userName)
    // An unknown name takes as long as a wrong password.
    const isRight = await isPassword(password, found?.passwordHash ?? (await nobody))
    if (found === undefined || !isRight) {
      attempts.failed(who)
      throw new Failure(401, 'The user name or the password is wrong.')
    }
    attempts.succeeded(who)
    const secret = await administrators.openSession(found.id)
    void reply.setCookie(cookie, secret, { ...cookieOptions, maxAge: 12 * 60 * 60 })
    return { userName: found.userName, isAdmin: found.isAdmin }
  })

  app.post('/sign-out', async (request, reply) => {
    const secret = request.cookies[cookie]
    if (secret !== undefined) await administrators.closeSession(secret)
    return reply.clearCookie(cookie, cookieOptions).send({})
  })

  app.get('/me', async (request) => {
    const { administrator } = await signedIn(request)
    return { userName: administrator.userName, isAdmin: administrator.isAdmin }
  })

  app.get('/scim', async (request) => {
    await signedIn(request)
    return { scimApiUrl: service.scimUrl() }
  })

  app.get('/users', async (request) => {
    await signedIn(request)
    const { search, startIndex, count, active } = read(usersQuery, request.query)
    const page = { offset: startIndex - 1, limit: count }
    const isActive = active === undefined ? undefined : active === 'true'
    const found = await users.search(tenantId, { ...page, search: search.trim(), active: isActive })
    return { totalResults: found.total, startIndex, itemsPerPage: found.users.length, users: found.users.map(shown) }
  })

  app.get<{ Params: { id: string } }>('/users/:id', async (request) => {
    await signedIn(request)
    const found = await users.show(tenantId, cleaned(request.params.id))
    if (found === undefined) throw new Failure(404, 'There is no such user.')
    return { ...shown(found), resource: JSON.parse(found.resource) as Attributes }
  })

  app.delete<{ Params: { id: string } }>('/users/:id', async (request, reply) => {
    await signedIn(request)
    const { confirm } = read(deleteBody, request.body)
    const id = cleaned(request.params.id)
    const found = await users.show(tenantId, id)
    if (found === undefined) throw new Failure(404, 'There is no such user.')
    if (found.user_name !== confirm || !(await users.purge(tenantId, id, confirm)))
      throw new Failure(400, 'Type the userName exactly as it is shown to delete the user for good.')
    return reply.status(204).send()
  })

  app.get('/tokens', async (request) => {
    await signedIn(request)
    return { tokens: await tokens.list(tenantId) }
  })

  app.post('/tokens', async (request, reply) => {
    const { administrator } = await signedIn(request)
    const { label, expiresInDays } = read(tokenBody, request.body)
    const made = await tokens.create({ tenantId, ownerId: administrator.id, label, days: expiresInDays })
    const listed = (await tokens.list(tenantId)).find(({ id }) => id === made.id)
    const warning =
      expiresInDays === null ? { warning: 'This token never expires. Revoke it when it is not used.' } : {}
    return reply.status(201).send({ token: made.secret, ...listed, ...warning })
  })

  app.delete<{ Params: { id: string } }>('/tokens/:id', async (request, reply) => {
    await signedIn(request)
    if (!(await tokens.revoke(tenantId, cleaned(request.params.id)))) throw new Failure(404, 'There is no such token.')
    return reply.status(204).send()
  })

  app.get('/activity', async (request) => {
    await signedIn(request)
    return { activity: await activity.list(tenantId, read(activityQuery, request.query)) }
  })

  app.setNotFoundHandler(() => {
    throw new Failure(404, 'There is nothing at this path.')
  })
}

const nobody = hashPassword('nobody has this password')

function shown(row: Listed): Record<string, string | boolean | null> {
  return {
    id: row.id,
    userName: row.user_name,
    displayName: row.display_name,
    externalId: row.external_id,
    active: row.active,
    created: row.created,
    lastModified: row.last_modified,
    archived: row.archived,
  }
}

/** No stored text contains NUL, and PostgreSQL refuses to be asked for it. */
function cleaned(id: string): string {
  return id.replaceAll('\0', '')
}

function failed(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Failure) return reply.status(error.status).send({ error: error.message })
  const { statusCode, message } = error as { statusCode?: number; message?: string }
  if (statusCode !== undefined && statusCode < 500) return reply.status(statusCode).send({ error: message ?? '' })
  process.stderr.write(`${request.id} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return reply.status(500).send({ error: `Something went wrong here. The request was ${request.id}.` })
}
