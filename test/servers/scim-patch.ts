/** A small server whose PATCH is that of the npm package scim-patch and whose filters are those of scim2-parse-filter. */
import { randomUUID } from 'node:crypto'
import { patchBodyValidation, scimPatch } from 'scim-patch'
import { filter as filterOf, parse } from 'scim2-parse-filter'
import { text } from 'node:stream/consumers'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { serving, token, type ForeignServer } from './serving.ts'

type Resource = Record<string, unknown> & { id: string; schemas: string[]; meta: never }
type Reply = { readonly status: number; readonly body?: unknown }

export function scimPatchServer(): Promise<ForeignServer> {
  const kept: Record<string, Map<string, Resource>> = { Users: new Map(), Groups: new Map() }
  const answer = async (request: IncomingMessage): Promise<Reply> => {
    const url = new URL(request.url ?? '/', 'http://here')
    const [, type = '', id] = url.pathname.replace(/^\/scim/, '').split('/')
    const all = kept[type]
    if (request.headers.authorization !== `Bearer ${token}`) return fault(401, 'Who are you?')
    if (all === undefined) return fault(404, 'There is no such endpoint')
    const body =
      request.method === 'GET' || request.method === 'DELETE' ? null : (JSON.parse(await text(request)) as Resource)
    if (id === undefined) return request.method === 'POST' ? create(all, body as Resource) : list(all, url.searchParams)
    const one = all.get(decodeURIComponent(id))
    if (one === undefined) return fault(404, 'There is no such resource')
    if (request.method === 'DELETE') {
      all.delete(one.id)
      return { status: 204 }
    }
    if (request.method === 'PATCH') {
      const patch = body as unknown as Parameters<typeof patchBodyValidation>[0]
      patchBodyValidation(patch)
      // It changes in place, so a copy: half a PATCH is none.
      all.set(one.id, scimPatch(structuredClone(one), patch.Operations))
      return { status: 200, body: all.get(one.id) }
    }
    const short = url.searchParams.get('excludedAttributes') === 'members'
    return { status: 200, body: short ? { ...one, members: undefined } : one }
  }
  return serving((request, response) => void reply(answer(request), response), '/scim')
}

function create(all: Map<string, Resource>, body: Resource): Reply {
  const name = body['userName'] === undefined ? 'displayName' : 'userName'
  if ([...all.values()].some((one) => one[name] === body[name])) return fault(409, `${name} is taken`, 'uniqueness')
  const made = { ...body, id: randomUUID() }
  all.set(made.id, made)
  return { status: 201, body: made }
}

function list(all: Map<string, Resource>, query: URLSearchParams): Reply {
  const wanted = query.get('filter')
  const found = wanted === null ? [...all.values()] : [...all.values()].filter(filterOf(parse(wanted)))
  const start = Number(query.get('startIndex') ?? 1)
  const Resources = found.slice(start - 1, start - 1 + Number(query.get('count') ?? 100))
  return {
    status: 200,
    body: { totalResults: found.length, startIndex: start, itemsPerPage: Resources.length, Resources },
  }
}

async function reply(answer: Promise<Reply>, response: ServerResponse): Promise<void> {
  const { status, body } = await answer.catch((error: unknown) => {
    const { scimCode, message } = error as { scimCode?: string; message: string }
    return fault(400, message, scimCode)
  })
  response.writeHead(status, { 'content-type': 'application/scim+json' })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

function fault(status: number, detail: string, scimType?: string): Reply {
  return {
    status,
    body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), detail, scimType },
  }
}
