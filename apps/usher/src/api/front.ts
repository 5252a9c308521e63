/** The door of the service: hands each request to the directory that it is for. That one decides whether it may. */
import fastify, { type FastifyInstance } from 'fastify'
import type { IncomingHttpHeaders } from 'node:http'
import { isSame } from '../is-same.ts'
import { sessionCookie } from '../sign-in/browser.ts'
import { Wrong } from '../store/directory.ts'
import { directoryIn } from '../store/named-secret.ts'
import { directoryOfUnsubscribe } from '../tell/links.ts'
import type { Working } from '../directories.ts'

type Doors = {
  /** The token of this machine. */
  readonly token: string
  /** PEM. Without it the service speaks plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string }
}
/** What a request says of the directory that it is for, unproved; `name`: as people call it. */
export type Said = { readonly id: string } | { readonly name: string } | null

/** By which header the token of this machine says which directory; percent-encoded. */
const directoryHeader = 'usher-directory'

/** Addresses that are opened without a token, and hold a secret that names its directory. */
const links = [
  [/^\/sign-in\/invitation\/([^/?]+)/, directoryIn],
  [/^\/unsubscribe\/([^/?]+)/, directoryOfUnsubscribe],
] as const

export function createFront(directories: Working, { token, tls }: Doors): FastifyInstance {
  // Addresses are read by the directory, as they came.
  const options = { logger: false, forceCloseConnections: 'idle', rewriteUrl: () => '/' } as const
  const front =
    tls === undefined ? fastify(options) : (fastify({ ...options, https: tls }) as unknown as FastifyInstance)
  front.addHook('onRequest', async ({ raw, originalUrl: url }, reply) => {
    try {
      raw.url = url
      const said = saidBy({ url, headers: raw.headers }, token)
      const named = said === null ? null : 'name' in said ? directories.byName(said.name) : directories.byId(said.id)
      // One that is not there, or was removed, is nobody's to tell: the first refuses what it does not know.
      const app = await (named ?? directories.first()).api()
      reply.hijack()
      app.routing(raw, reply.raw)
    } catch (error) {
      if (!(error instanceof Wrong)) throw error
      return reply.status(404).send({ error: { code: error.code, message: error.message } })
    }
  })
  return front
}

/** Nothing here is proved: the directory that gets the request does not take what is another's. */
export function saidBy(
  { url, headers }: { readonly url: string; readonly headers: IncomingHttpHeaders },
  token: string,
): Said {
  for (const [pattern, of] of links) {
    const secret = pattern.exec(url)?.[1]
    if (secret !== undefined) return idOf(of(secret))
  }
  const bearer = /^bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer === undefined) {
    if (headers.authorization !== undefined) return null
    return idOf(directoryIn(sessionCookie({ headers })?.value ?? ''))
  }
  if (!isSame(bearer, token)) return idOf(tidIn(bearer))
  const name = headers[directoryHeader]
  return typeof name === 'string' && name !== '' ? { name: decoded(name) } : null
}

const idOf = (id: string | null): Said => (id === null ? null : { id })

/** The tenant of a JWT. */
function tidIn(token: string): string | null {
  try {
    const { tid } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { tid?: unknown }
    return typeof tid === 'string' ? tid.toLowerCase() : null
  } catch {
    return null
  }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
