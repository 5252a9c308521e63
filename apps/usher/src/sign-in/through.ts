/** A request as oidc-provider is to see it: at the address where it thinks that it lives, with the host that clients use. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type Provider from 'oidc-provider'

export type Through = {
  readonly raw: IncomingMessage
  readonly response: ServerResponse
  readonly base: string
  readonly tenant: string
  /** Of whoever asks. */
  readonly ip: string
  /** Behind the tenant, with the query. */
  readonly path: string
  /** A form; undefined: none. */
  readonly body?: string | undefined
}

/** Answers the request by the provider. The promise ends when the answer has been handed over. */
export async function through(
  provider: Provider,
  { raw, response, base, tenant, ip, path, body }: Through,
): Promise<void> {
  const { host, protocol } = new URL(base)
  const bytes = body === undefined ? [] : [Buffer.from(body)]
  const { 'transfer-encoding': _, ...headers } = raw.headers
  const request = Object.assign(Readable.from(bytes), {
    method: raw.method,
    url: path,
    originalUrl: `/${tenant}${path}`,
    httpVersion: raw.httpVersion,
    httpVersionMajor: raw.httpVersionMajor,
    httpVersionMinor: raw.httpVersionMinor,
    socket: raw.socket,
    connection: raw.socket,
    headers: {
      ...headers,
      'content-length': String(bytes[0]?.length ?? 0),
      // Set here and nowhere else, so that nobody outside decides about them.
      'x-forwarded-proto': protocol.slice(0, -1),
      'x-forwarded-host': host,
      'x-forwarded-for': ip,
      host,
    },
  })
  await provider.callback()(request as unknown as IncomingMessage, response)
}
