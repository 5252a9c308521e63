/** Sign-in as the server uses it: what answers, and who asks. */
import type { FastifyRequest } from 'fastify'
import { timingSafeEqual } from 'node:crypto'
import type { Context } from '../api/context.ts'
import { localCaller } from '../api/caller.ts'
import type { Caller } from '../graph/access/may.ts'
import { GraphFault } from '../graph/wire/fault.ts'
import { graphAppId } from '../graph/access/permissions.ts'
import type { At } from './at.ts'
import { callerByCookie } from './browser.ts'
import { callerByToken } from './caller.ts'
import { countFailures, type Failures } from './failures.ts'
import { createProviders, type Providers } from './providers.ts'

export type SignIn = {
  readonly context: Context
  readonly providers: Providers
  readonly failures: Failures
  /** A directory, at the address that the client used. */
  at(request: FastifyRequest, tenant: string): At
  /** What links and issuers begin with, for this client. */
  baseOf(request: FastifyRequest): string
  /** Null: nobody is said to ask. Throws `GraphFault`: 401 for what is no token of ours, 403 for a change from elsewhere. */
  callerOf(request: FastifyRequest): Promise<Caller | null>
}
export type Reached = {
  /** The token of this machine. */
  readonly token: string
  readonly secure: boolean
  readonly publicUrl?: string
  fault(error: Error): void
}

const decent = /^[a-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-f:.]+\](:\d{1,5})?$/i

export function createSignIn(context: Context, { token, secure, publicUrl, fault }: Reached): SignIn {
  const { store, keys } = context.house
  const origin = (): string | null => context.origin?.() ?? null
  const scheme = secure ? 'https' : 'http'
  const failures = countFailures()
  const providers = createProviders({ failures, fault })
  const own = (request: FastifyRequest): string => {
    const asked = `${scheme}://${request.host}`
    return decent.test(request.host) && URL.canParse(asked) ? asked : (origin() ?? `${scheme}://localhost`)
  }
  const baseOf = (request: FastifyRequest): string => publicUrl ?? own(request)
  const at = (request: FastifyRequest, tenant: string): At => {
    const base = baseOf(request)
    return { store: { ...store, tenant }, keys, base, origin: publicUrl ?? origin() ?? base }
  }
  return {
    context,
    providers,
    failures,
    at,
    baseOf,
    async callerOf(request) {
      const here = at(request, store.tenant)
      const given = request.headers.authorization
      if (given === undefined) return callerByCookie(here, request, [baseOf(request), own(request)])
      const bearer = /^bearer +(\S+)$/i.exec(given)?.[1] ?? ''
      if (isSame(bearer, token)) return localCaller(request, store.tenant)
      return callerByToken(here, providers, bearer)
    },
  }
}

/** Throws `GraphFault`: 401 with where a token is to be had, 429 for an address from which too much is refused. */
export async function mustCall(signIn: SignIn, request: FastifyRequest, callerOf: SignIn['callerOf']): Promise<Caller> {
  try {
    const caller = await callerOf(request)
    if (caller !== null) return caller
    throw new GraphFault('unauthenticated', 'Access token is empty.')
  } catch (error) {
    if (!(error instanceof GraphFault) || error.status !== 401) throw error
    const wait = signIn.failures.failed(request.ip)
    if (wait > 0)
      throw new GraphFault('tooMany', `Too many requests that failed came from this address. Wait ${wait} seconds.`, {
        headers: { 'retry-after': String(wait) },
      })
    const where = `${signIn.baseOf(request)}/common/oauth2/authorize`
    const challenge = `Bearer realm="", authorization_uri="${where}", client_id="${graphAppId}"`
    throw new GraphFault('unauthenticated', error.message, { headers: { 'www-authenticate': challenge } })
  }
}

export function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}
