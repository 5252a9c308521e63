/** `fetch` for libraries that want one, by the way that every request of Usher goes out: guarded, and without redirects. */
import type { CustomFetch } from 'openid-client'
import type { Connections } from '../edge/connections.ts'
import { httpSend, type HttpRequest } from '../edge/http.ts'

const limits = { connect: 5000, answer: 10_000, whole: 15_000, bytes: 1024 * 1024 }

export function guardedFetch({ guard, authorities }: Pick<Connections, 'guard' | 'authorities'>): CustomFetch {
  const { send } = httpSend({ guard, tls: { authorities }, limits })
  return async (url, { method, headers, body }) => {
    const answer = await send({
      method: method as HttpRequest['method'],
      url: new URL(url),
      headers: { ...headers, 'accept-encoding': 'identity' },
      ...(body !== undefined && body !== null && { body: textOf(body) }),
    })
    const told = Object.entries(answer.headers).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]])) // prettier-ignore
    return new Response([204, 304].includes(answer.status) ? null : answer.body, {
      status: answer.status,
      headers: told,
    })
  }
}

/** Forms are all that is sent. */
function textOf(body: unknown): string {
  if (typeof body === 'string') return body
  if (body instanceof URLSearchParams) return body.toString()
  throw new TypeError('A body that is neither a text nor a form was to be sent.')
}
