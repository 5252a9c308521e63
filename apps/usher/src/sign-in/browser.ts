/** Who asks, by the cookie of a browser; and whether it was this browser's own page that asked to change something. */
import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import type { Caller } from '../graph/access/may.ts'
import { GraphFault } from '../graph/wire/fault.ts'
import { actingPerson } from '../store/principals.ts'
import { sessionUser } from '../store/sessions.ts'
import { isSame } from '../is-same.ts'
import type { At } from './at.ts'
import { callerOfPerson } from './caller.ts'
import { adminCenter } from './first-party.ts'

export const csrfHeader = 'x-usher-csrf'

/** Cookies ignore ports, so a name is Usher's own; `__Host-` keeps other hosts of a domain from setting it. */
export const cookieName = (base: string, of = ''): string =>
  base.startsWith('https:') ? `__Host-usher${of}` : `usher${of}`

type Asking = { readonly headers: Pick<IncomingHttpHeaders, 'cookie'> }

export function readCookie({ headers }: Asking, name: string): string | null {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([one]) => one === name)?.[1] ?? null
}

/** What a browser holds of its session, and how it was reached then. Over https it may send both; that of https is the one that counts. */
export function sessionCookie(request: Asking): { readonly base: string; readonly value: string } | null {
  for (const base of ['https:', 'http:']) {
    const value = readCookie(request, cookieName(base))
    if (value !== null) return { base, value }
  }
  return null
}

/** `seconds`: absent, until the browser is closed; 0, now. */
export function setCookie(
  reply: FastifyReply,
  base: string,
  {
    name,
    value,
    path = '/',
    seconds,
  }: { readonly name: string; readonly value: string; readonly path?: string; readonly seconds?: number },
): void {
  const secure = base.startsWith('https:') ? '; Secure' : ''
  const age = seconds === undefined ? '' : `; Max-Age=${seconds}`
  const before = [reply.getHeader('set-cookie') ?? []].flat().map(String)
  void reply.header('set-cookie', [...before, `${name}=${value}; Path=${path}; HttpOnly; SameSite=Lax${secure}${age}`])
}

/** What a page of this session sends along with every change; whoever cannot read the cookie cannot know it. */
export const csrfOf = (session: string): string => createHash('sha256').update(`csrf ${session}`).digest('base64url')

/** Null when there is no cookie, or its session has ended. Throws `GraphFault` (403) when a change comes from elsewhere. */
export async function callerByCookie(
  at: At,
  request: FastifyRequest,
  origins: readonly string[],
): Promise<Caller | null> {
  const session = readCookie(request, cookieName(at.base))
  if (session === null) return null
  const user = await sessionUser(at.store, session)
  const person = user === null ? null : await actingPerson(at.store, user)
  if (person === null) return null
  if (!['GET', 'HEAD'].includes(request.method)) ownPage(request, session, origins)
  return callerOfPerson(person, { tenant: at.store.tenant, appId: adminCenter, permissions: ['user_impersonation'] })
}

function ownPage({ headers }: FastifyRequest, session: string, origins: readonly string[]): void {
  const { origin } = headers
  if (origin === undefined || !origins.includes(origin))
    throw new GraphFault(
      'denied',
      `A change with a cookie comes from a page of ${origins[0] ?? ''} only; Origin was ${origin ?? 'missing'}.`,
    )
  if (!isSame(String(headers[csrfHeader] ?? ''), csrfOf(session)))
    throw new GraphFault(
      'denied',
      `A change with a cookie needs the header ${csrfHeader}; GET /usher/session says what it holds.`,
    )
}
