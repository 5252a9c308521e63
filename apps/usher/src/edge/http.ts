/** The way out: a small function from request to response, composed of wrappers. */
import { getCACertificates } from 'node:tls'
import { Agent, type Dispatcher } from 'undici'
import { decoded, decoderOf } from './decode.ts'
import type { EgressGuard } from './egress.ts'
import { NoAnswer, noAnswer, tooLarge } from './no-answer.ts'

export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Bytes of the answer, where more than usual are expected. */
  readonly most?: number
  /** What a bulk request stands for, where each operation counts as a request. */
  readonly standsFor?: readonly Counted[]
  /** Something was written to its object before: it is in flight, and ends. */
  readonly begun?: true
}
export type Counted = { readonly method: HttpRequest['method']; readonly resource: string }
export type HttpResponse = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
  /** The application wants to be left alone for longer than whoever asked waits. */
  readonly wait?: Wait
}
/** Until when nothing is sent, and the status that asked for it. */
export type Wait = { readonly until: string; readonly status: number }
export type Send = (request: HttpRequest) => Promise<HttpResponse>

/** What a connection is proved by and trusts, in PEM. */
export type Tls = {
  readonly certificate?: string
  readonly key?: string
  readonly passphrase?: string
  /** Authorities that are trusted beside those of the system. */
  readonly authorities?: readonly string[]
}
export type HttpOptions = {
  readonly guard?: EgressGuard
  readonly tls?: Tls
  readonly limits?: Partial<typeof usual>
}

/** Milliseconds until connected, until an answer begins or goes on, until it is whole; bytes of an answer (T-14). */
const usual = { connect: 10_000, answer: 60_000, whole: 5 * 60_000, bytes: 10 * 1024 * 1024 }
/** Answers above the usual size are rare; nobody gets more than this. */
const mostBytes = 64 * 1024 * 1024

/**
 * HTTP/1.1 over undici with kept connections; certificates are verified, redirects are handed on.
 *
 * `close` ends the connections. Throws `NoAnswer`.
 */
export function httpSend({ guard, tls, limits: own }: HttpOptions = {}): { send: Send; close(): Promise<void> } {
  const limits = { ...usual, ...own }
  const agent = new Agent({
    connect: { timeout: limits.connect, ...(guard && { lookup: guard.lookup }), ...secure(tls) },
    headersTimeout: limits.answer,
    bodyTimeout: limits.answer,
    maxResponseSize: mostBytes,
    allowH2: false,
  })
  const send: Send = async ({ method, url, headers, body, most = limits.bytes }) => {
    const refused = guard?.refuses(url) ?? null
    if (refused !== null) throw new NoAnswer('forbidden', refused)
    try {
      const answer = await agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method,
        signal: AbortSignal.timeout(limits.whole),
        ...(headers && { headers }),
        ...(body !== undefined && { body }),
      })
      return { status: answer.statusCode, headers: flat(answer.headers), body: await textOf(answer, most) }
    } catch (error) {
      throw noAnswer(error)
    }
  }
  return { send, close: () => agent.destroy() }
}

function secure({ certificate, key, passphrase, authorities = [] }: Tls = {}) {
  return {
    ...(certificate !== undefined && { cert: certificate }),
    ...(key !== undefined && { key }),
    ...(passphrase !== undefined && { passphrase }),
    ...(authorities.length > 0 && { ca: [...getCACertificates('default'), ...authorities] }),
  }
}

/** The body, unless it is larger than that; a length that is told is believed, since no more is read than told. */
async function textOf({ headers, body }: Dispatcher.ResponseData, most: number): Promise<string> {
  const told = Number(headers['content-length'] ?? Number.NaN)
  const decode = decoderOf(headers['content-encoding']?.toString())
  if (told <= most && decode === null) return body.text()
  const pieces: Buffer[] = []
  let size = told > most ? told : 0
  if (size <= most) {
    for await (const piece of body) {
      size += (piece as Buffer).length
      if (size > most) break
      pieces.push(piece as Buffer)
    }
  }
  const whole = Buffer.concat(pieces)
  if (size <= most) return decode === null ? whole.toString('utf8') : decoded(decode, whole, most)
  body.on('error', () => undefined).destroy()
  throw tooLarge(most)
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): HttpResponse['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  )
}
