/** Who asks, of each request: found once, before anything else looks at it. */
import type { FastifyRequest } from 'fastify'
import { everyAction } from '../graph/access/actions.ts'
import type { Caller } from '../graph/access/may.ts'

const callers = new WeakMap<FastifyRequest, Caller>()

export function setCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller)
}

/** Undefined where nobody needs to be known: whether the service runs, pages that mails link to. */
export function callerOf(request: FastifyRequest): Caller | undefined {
  return callers.get(request)
}

/** Whoever can read the token file of the service on its own machine may do everything; the audit log gets the account's name. */
export function localCaller(request: FastifyRequest, tenant: string): Caller {
  const name = request.headers['x-usher-actor']
  return {
    kind: 'user',
    id: '00000000-0000-0000-0000-000000000000',
    name: typeof name === 'string' && /^[\w.:@-]{1,100}$/.test(name) ? name : 'cli:unknown',
    appId: null,
    tenant,
    permissions: new Set(['user_impersonation']),
    allowed: new Set(everyAction),
  }
}
