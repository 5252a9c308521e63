/** Sign-in as the server uses it: what answers, and who asks. */
import type { FastifyRequest } from 'fastify'
import type { Context } from '../api/context.ts'
import { localCaller } from '../api/caller.ts'
import type { Caller } from '../graph/access/may.ts'
import { isSame } from '../is-same.ts'
import { GraphFault } from '../graph/wire/fault.ts'
import { graphAppId } from '../graph/access/permissions.ts'
import type { At } from './at.ts'
import { callerByCookie } from './browser.ts'
import { callerByToken } from './caller.ts'
import { beginnings, failures as failing, ofClients, type Throttle } from './throttle.ts'
import { createProviders, type Providers } from './providers.ts'

export type SignIn = {
  readonly context: Context
  readonly providers: Providers
  readonly failures: Throttle
  readonly beginnings: Throttle
  /** A directory, at the address that the client used. */
  at(request: FastifyRequest, tenant: string): At
  /** What links and issuers begin with, for this client. */
  baseOf(request: FastifyRequest): string
  readonly rate: Throttle | null
  /** Null: nobody is said to ask. Throws `GraphFault`: 401 for what is no token of ours, 403 for a change from elsewhere. */
  callerOf(request: FastifyRequest): Promise<Caller | null>
}
export type Reached = {
  /** The token of this machine. */
  readonly token: string
  readonly secure: boolean
  readonly publicUrl?: string
  /** Requests that each client or person may make; absent: as many as they like. */
  readonly perSecond?: number | undefined
  fault(error: Error): void
  /** What every directory of the service has in common; absent: this one is alone. */
  readonly common?: Common
}
export type Common = { readonly providers: Providers; readonly failures: Throttle; readonly rate: Throttle | null }

/** Who fails or asks too often does so whichever directory they ask for. */
export function commonSignIn({ perSecond, fault }: Pick<Reached, 'perSecond' | 'fault'>): Common {
  const failures = failing()
  const rate = perSecond === undefined ? null : ofClients(perSecond)
  return { failures, rate, providers: createProviders({ failures, fault }) }
}

const decent = /^[a-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-f:.]+\](:\d{1,5})?$/i

export function createSignIn(context: Context, reached: Reached): SignIn {
  const { token, secure, publicUrl } = reached
  const { store, keys } = context.house
  const origin = (): string | null => context.origin?.() ?? null
  const scheme = secure ? 'https' : 'http'
  const { providers, failures, rate } = reached.common ?? commonSignIn(reached)
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
    beginnings: beginnings(),
    rate,
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
    if (caller === null) throw new GraphFault('unauthenticated', 'Access token is empty.')
    // With the token of this machine nobody is held up: it is the service's own.
    const wait = caller.appId === null ? 0 : (signIn.rate?.spend(caller.kind === 'app' ? caller.appId : caller.id) ?? 0)
    if (wait > 0) throw tooMany(wait, `${caller.name} asks too often.`)
    return caller
  } catch (error) {
    if (!(error instanceof GraphFault) || error.status !== 401) throw error
    const wait = signIn.failures.spend(request.ip)
    if (wait > 0) throw tooMany(wait, 'Too many requests that failed came from this address.')
    const where = `${signIn.baseOf(request)}/common/oauth2/authorize`
    const challenge = `Bearer realm="", authorization_uri="${where}", client_id="${graphAppId}"`
    throw new GraphFault('unauthenticated', error.message, { headers: { 'www-authenticate': challenge } })
  }
}

function tooMany(wait: number, why: string): GraphFault {
  return new GraphFault('tooMany', `${why} Wait ${wait} seconds.`, { headers: { 'retry-after': String(wait) } })
}
