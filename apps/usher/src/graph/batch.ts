/** `$batch`: up to twenty requests in one (graph-api.md 1.9), each answered as if it had come alone. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Answer } from './route.ts'
import { canonical, type Version } from './wire/address.ts'
import { GraphFault } from './wire/fault.ts'
import { knownSegments } from './rows.ts'

const most = 20
const one = z.object({
  id: z.string().min(1),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  url: z.string().min(1),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).default([]),
})
const bodyOf = z.object({ requests: z.array(one).min(1) })
type One = z.infer<typeof one>
type Response = { readonly id: string; readonly status: number; readonly headers: object; readonly body?: unknown }
type Batch = {
  readonly body: unknown
  readonly version: Version
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

export async function batch(app: FastifyInstance, { body, version, headers }: Batch): Promise<Answer> {
  const { requests } = bodyOf.parse(body)
  if (requests.length > most)
    throw new GraphFault('malformed', `Number of batch request steps exceeds the maximum value of ${most}.`)
  const ids = new Set(requests.map(({ id }) => id.toLowerCase()))
  if (ids.size < requests.length) throw new GraphFault('malformed', 'Every request of a batch needs an id of its own.')
  const answered = new Map<string, Promise<Response>>()
  const answer = (request: One): Promise<Response> => {
    const known = answered.get(request.id)
    if (known !== undefined) return known
    const made = after(request)
    answered.set(request.id, made)
    return made
  }
  const after = async (request: One): Promise<Response> => {
    const before = await Promise.all(requests.filter(({ id }) => request.dependsOn.includes(id)).map(answer))
    if (before.some(({ status }) => status >= 400)) return failedDependency(request.id)
    return respond(app, request, { version, headers })
  }
  inOrder(requests)
  return { status: 200, body: { responses: await Promise.all(requests.map(answer)) } }
}

/** A request may only wait for one that stands before it; so nothing waits for itself. */
function inOrder(requests: readonly One[]): void {
  const before = new Set<string>()
  for (const { id, dependsOn } of requests) {
    const late = dependsOn.find((other) => !before.has(other))
    if (late !== undefined)
      throw new GraphFault('malformed', `Request ${id} depends on ${late}, which does not stand before it.`)
    before.add(id)
  }
}

async function respond(
  app: FastifyInstance,
  { id, method, url, headers, body }: One,
  { version, headers: outer }: Pick<Batch, 'version' | 'headers'>,
): Promise<Response> {
  const address = new URL(`http://batch${canonical(`/${version}/${url}`, knownSegments)}`)
  const why = elsewhere(address, version)
  if (why !== null) return refused(id, why)
  const { authorization, cookie, host, origin, 'x-usher-csrf': csrf } = outer
  const own = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const answer = await app.inject({
    method,
    url: address.pathname + address.search,
    headers: {
      ...own,
      ...(typeof authorization === 'string' && { authorization }),
      ...(typeof cookie === 'string' && { cookie }),
      ...(typeof host === 'string' && { host }),
      ...(typeof origin === 'string' && { origin }),
      ...(typeof csrf === 'string' && { 'x-usher-csrf': csrf }),
    },
    ...(body !== undefined && {
      payload: typeof body === 'string' ? Buffer.from(body, 'base64') : JSON.stringify(body),
    }),
  })
  const type = answer.headers['content-type']
  const kept = Object.fromEntries(
    ['content-type', 'location', 'retry-after'].flatMap((name) => {
      const value = answer.headers[name]
      return value === undefined ? [] : [[name.replaceAll(/(^|-)\w/g, (start) => start.toUpperCase()), value]]
    }),
  )
  const isJson = type?.includes('json') === true
  const shown =
    answer.body === ''
      ? undefined
      : isJson
        ? (JSON.parse(answer.body) as unknown)
        : answer.rawPayload.toString('base64')
  return { id, status: answer.statusCode, headers: kept, ...(shown !== undefined && { body: shown }) }
}

/** Why a request is not carried out, by its address as it will be read: `..` is resolved, and no way of writing hides it. */
function elsewhere({ pathname }: URL, version: Version): string | null {
  const [, first, second = ''] = pathname.split('/')
  if (first !== version) return 'The address of a request of a batch begins behind the version, and stays there.'
  return /^(\$|%24)batch$/i.test(second) ? 'A batch has no batch within.' : null
}

function refused(id: string, message: string): Response {
  const body = { error: { code: 'BadRequest', message } }
  return { id, status: 400, headers: { 'Content-Type': 'application/json' }, body }
}

function failedDependency(id: string): Response {
  const body = { error: { code: 'FailedDependency', message: 'A request that this one depends on failed.' } }
  return { id, status: 424, headers: { 'Content-Type': 'application/json' }, body }
}
