/** The way out: a small function from request to response, composed of wrappers. */
import { Agent } from 'undici'

export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}
export type HttpResponse = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}
export type Send = (request: HttpRequest) => Promise<HttpResponse>

/** No answer came: the reason, and whether the request may have reached the other side. */
export class NoAnswer extends Error {
  readonly kind: 'refused' | 'timeout' | 'broken'

  constructor(kind: NoAnswer['kind'], message: string) {
    super(message)
    this.name = 'NoAnswer'
    this.kind = kind
  }
}

const limits = { connect: 10_000, answer: 60_000, bytes: 10 * 1024 * 1024 }

/** Plain HTTP over undici with keep-alive; follows no redirects. `close` ends idle connections. */
export function httpSend(): { send: Send; close(): Promise<void> } {
  const agent = new Agent({
    connect: { timeout: limits.connect },
    headersTimeout: limits.answer,
    bodyTimeout: limits.answer,
    maxResponseSize: limits.bytes,
  })
  const send: Send = async ({ method, url, headers, body }) => {
    try {
      const answer = await agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method,
        ...(headers && { headers }),
        ...(body !== undefined && { body }),
      })
      return { status: answer.statusCode, headers: flat(answer.headers), body: await answer.body.text() }
    } catch (error) {
      throw noAnswer(error)
    }
  }
  return { send, close: () => agent.destroy() }
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): HttpResponse['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  )
}

const refused = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])
const timeouts = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'])

function noAnswer(error: unknown): NoAnswer {
  const { code, message } = error as { code?: string; message?: string }
  const certificate = code !== undefined && /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code)
  if (certificate) return new NoAnswer('refused', `the certificate is not trusted (${code})`)
  if (code !== undefined && refused.has(code)) return new NoAnswer('refused', `no connection (${code})`)
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
    return new NoAnswer('broken', `the answer is larger than ${limits.bytes / 1024 / 1024} MiB`)
  if (code !== undefined && timeouts.has(code)) return new NoAnswer('timeout', `no answer in time (${code})`)
  return new NoAnswer('broken', `the connection broke (${code ?? message ?? 'unknown'})`)
}
