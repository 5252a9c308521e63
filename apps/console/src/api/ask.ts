import { Refused, parsed } from '@usher/parts/refused.ts'
import type { Operations } from '../../operations.ts'

/** An operation as the reference lists it: `GET /usher/apps/{app}`. */
export type Name = keyof Operations
export type Takes<N extends Name> = Operations[N]['takes']
export type Gives<N extends Name> = Operations[N]['gives']
/** Left out where an operation needs nothing. */
export type Given<N extends Name> = Record<never, never> extends Takes<N> ? [takes?: Takes<N>] : [takes: Takes<N>]

type Parts = {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
}

const csrf = { token: '' }

/** What every change sends along from now on (docs/guide/sign-in.md); `GET /usher/session` says it. */
export function rememberCsrf(token: string): void {
  csrf.token = token
}

/** Asks the service. Throws `Refused` with its sentence. */
export async function ask<N extends Name>(name: N, ...[takes]: Given<N>): Promise<Gives<N>> {
  const response = await send(name, takes ?? {})
  return parsed(await response.text())
}

/** The same of an operation that takes a file. */
export async function upload<N extends Name>(name: N, form: FormData): Promise<Gives<N>> {
  const response = await send(name, { body: form })
  return parsed(await response.text())
}

/** The same of an operation that answers line by line; each as it comes. */
export async function* lines<Line>(name: Name, takes: Parts, signal?: AbortSignal): AsyncGenerator<Line> {
  const response = await send(name, takes, signal)
  if (response.body === null) return
  let rest = ''
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    const [last = '', ...whole] = (rest + piece).split('\n').reverse()
    rest = last
    for (const line of whole.reverse()) if (line !== '') yield told<Line>(line)
  }
}

/** What goes wrong after the first line is the last line. */
function told<Line>(text: string): Line {
  const line = JSON.parse(text) as { readonly error?: { readonly message: string } }
  if (line.error !== undefined) throw new Refused(500, line.error.message)
  return line as Line
}

async function send(name: Name, takes: Parts, signal?: AbortSignal): Promise<Response> {
  const [method = '', pattern = ''] = name.split(' ')
  const { path = {}, query = {}, body } = takes
  const asked = new URLSearchParams(
    Object.entries(query).flatMap(([key, value]) =>
      value === undefined || value === '' ? [] : [[key, String(value)]],
    ),
  ).toString()
  const url = pattern.replaceAll(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(path[key] ?? ''))
  const response = await fetch(asked === '' ? url : `${url}?${asked}`, {
    method,
    headers: {
      // Without it the Graph counts and searches nothing; on anything else it says nothing.
      ...(method === 'GET' ? { consistencylevel: 'eventual' } : { 'x-usher-csrf': csrf.token }),
      // A form says itself how it is divided.
      ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    ...(signal !== undefined && { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error
    throw new Refused(0, 'Usher does not answer. Check that it is running, and try again.')
  })
  if (response.ok) return response
  const answer = parsed(await response.text()) as { readonly error?: { readonly message?: string } } | undefined
  throw new Refused(response.status, answer?.error?.message ?? `Usher answered ${response.status} without saying why.`)
}
