/** What a network and an application can do to one exchange, each by a row. */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer }
/** One exchange: `forward` takes the request to the application, as often as it is called. */
export type Exchange = { readonly out: ServerResponse; forward(): Promise<Answer>; random(): number }
export type Kind = (exchange: Exchange) => Promise<void>

export const kinds = {
  /** The answer takes its time. */
  async latency({ out, forward, random }) {
    await sleep(random() * 300)
    give(out, await forward())
  },
  /** The connection is gone before the application hears of it. */
  async resetBefore({ out }) {
    out.socket?.resetAndDestroy()
    await Promise.resolve()
  },
  /** The application has done it, and nobody hears so. */
  async resetAfter({ out, forward }) {
    await forward()
    out.socket?.resetAndDestroy()
  },
  /** Half of the answer. */
  async truncated({ out, forward }) {
    const { status, headers, body } = await forward()
    out.writeHead(status, { ...withoutLength(headers), 'content-length': body.length + 1 })
    out.write(body.subarray(0, body.length / 2), () => out.socket?.destroy())
  },
  async tooMany({ out }) {
    give(out, failure(429, { 'retry-after': '0' }))
    await Promise.resolve()
  },
  async unavailable({ out, random }) {
    give(out, failure([500, 502, 503, 504][Math.floor(random() * 4)] ?? 500))
    await Promise.resolve()
  },
  /** A page of a proxy in between, though the application has done it. */
  async wrongType({ out, forward }) {
    await forward()
    give(out, { status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from('<h1>Please wait</h1>') })
  },
  /** The answer comes in small pieces. */
  async slowDrip({ out, forward }) {
    const { status, headers, body } = await forward()
    out.writeHead(status, { ...withoutLength(headers), 'content-length': body.length })
    const size = Math.max(1, Math.ceil(body.length / 8))
    for (let at = 0; at < body.length; at += size) {
      out.write(body.subarray(at, at + size))
      await sleep(20)
    }
    out.end()
  },
  /** The request arrives twice; the answer is that of the second. */
  async duplicate({ out, forward }) {
    await forward()
    give(out, await forward())
  },
} as const satisfies Record<string, Kind>
export type Fault = keyof typeof kinds

export function give(out: ServerResponse, { status, headers, body }: Answer): void {
  const sized = status === 204 || status === 304 ? {} : { 'content-length': body.length }
  out.writeHead(status, { ...withoutLength(headers), ...sized }).end(body)
}

function failure(status: number, headers: IncomingHttpHeaders = {}): Answer {
  const said = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status) }
  return {
    status,
    headers: { ...headers, 'content-type': 'application/scim+json' },
    body: Buffer.from(JSON.stringify(said)),
  }
}

/** Of one connection only, or said anew. */
const perHop = new Set(['content-length', 'transfer-encoding', 'connection', 'keep-alive'])

function withoutLength(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !perHop.has(name)))
}
