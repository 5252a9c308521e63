import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Administrator, Administrators } from '../store/administrators.ts'
import type { Tenants } from '../store/tenants.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { Failure } from './failure.ts'

/** Who is signed in, and for which tenant. */
export type Person = { readonly administrator: Administrator; readonly tenant: Tenant; readonly secret: string }

/** The session is a cookie. Cookies ignore ports, so its name is this product's own. */
export function sessionOf(options: {
  readonly administrators: Administrators
  readonly tenants: Tenants
  readonly isSecure: boolean
}) {
  const { administrators, tenants, isSecure } = options
  const name = isSecure ? '__Host-dynamic-signal' : 'dynamic-signal'
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure } as const

  /** Who is signed in; throws 401 when nobody is. */
  async function signedIn(request: FastifyRequest): Promise<Person> {
    const secret = request.cookies[name]
    const administrator = secret === undefined ? undefined : await administrators.whose(secret)
    const tenant = administrator === undefined ? undefined : await tenants.byId(administrator.tenantId)
    if (secret === undefined || administrator === undefined || tenant === undefined)
      throw new Failure(401, 'Sign in first.')
    return { administrator, tenant, secret }
  }

  return {
    signedIn,

    /** As `signedIn`; throws 403 for an account without the Admin permission. */
    async asAdmin(request: FastifyRequest): Promise<Person> {
      const person = await signedIn(request)
      if (!person.administrator.isAdmin)
        throw new Failure(403, 'Only administrators may do this. Ask one to give this account the Admin permission.')
      return person
    },

    async open(reply: FastifyReply, administrator: Administrator): Promise<void> {
      const secret = await administrators.openSession(administrator)
      void reply.setCookie(name, secret, { ...cookie, maxAge: 12 * 60 * 60 })
    },

    async close(request: FastifyRequest, reply: FastifyReply): Promise<void> {
      const secret = request.cookies[name]
      if (secret !== undefined) await administrators.closeSession(secret)
      void reply.clearCookie(name, cookie)
    },
  }
}

export type Session = ReturnType<typeof sessionOf>
