/** A SCIM service provider for tests: in memory, over real HTTP, with what it was asked and a gate before every write. */
import {
  applyPatch, asScimError, groupType, locationOf, parseJson, parsePatchOp, parseQuery, readResource, represent, ScimError, search,
  userType, type Attributes, type ResourceType,
} from '@usher/scim' // prettier-ignore
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'

/** One request as it arrived: its path below the Tenant URL, with the query. */
export type Arrived = { readonly method: string; readonly path: string; readonly body: unknown }
export type Provider = {
  readonly tenantUrl: string
  /** Method and resource type of every request, `POST Users`. */
  readonly asked: string[]
  readonly arrived: Arrived[]
  /** The headers of every request. */
  readonly headers: Readonly<Record<string, string>>[]
  readonly users: Map<string, Attributes>
  readonly groups: Map<string, Attributes>
  /** Waited for before each write is carried out; replace it to hold writes back. */
  beforeWrite: () => Promise<void>
  /** What it answers instead, if anything: an application that has failed, or knows nobody any more. */
  instead: (asked: Arrived) => { readonly status: number; readonly body: Attributes } | null
  close(): Promise<void>
}

export async function startProvider(): Promise<Provider> {
  const app = fastify({ logger: false, forceCloseConnections: true })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    ['application/scim+json', 'application/json'],
    { parseAs: 'string' },
    (_request, text, done) => done(null, parseJson(String(text))),
  )
  app.addHook('onSend', (_request, reply, _body, done) => {
    if (reply.statusCode !== 204) void reply.type('application/scim+json')
    done()
  })
  app.setErrorHandler((error, _request, reply) => {
    const failure = asScimError(error)
    return reply.code(failure.status).send(JSON.stringify(failure))
  })
  const provider: Provider = {
    tenantUrl: '',
    asked: [],
    arrived: [],
    headers: [],
    users: new Map(),
    groups: new Map(),
    beforeWrite: () => Promise.resolve(),
    instead: () => null,
    close: () => app.close(),
  }
  app.addHook('preHandler', async (request, reply) => {
    provider.asked.push(`${request.method} ${request.url.split(/[/?]/)[3] ?? ''}`)
    provider.headers.push(request.headers as Record<string, string>)
    const arrived = { method: request.method, path: request.url.slice('/scim/v2/'.length), body: request.body }
    provider.arrived.push(arrived)
    const instead = provider.instead(arrived)
    if (instead !== null) return reply.code(instead.status).send(JSON.stringify(instead.body))
    if (request.method !== 'GET') await provider.beforeWrite()
  })
  serveType(app, 'Users', userType, provider.users)
  serveType(app, 'Groups', groupType, provider.groups)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  return Object.assign(provider, { tenantUrl: `http://127.0.0.1:${port}/scim/v2` })
}

function serveType(app: FastifyInstance, endpoint: string, type: ResourceType, kept: Map<string, Attributes>): void {
  const baseUrl = 'http://provider.example/scim/v2'
  const path = `/scim/v2/${endpoint}`
  const find = (id: string): Attributes => {
    const found = kept.get(id)
    if (found === undefined) throw new ScimError(404, undefined, `There is no "${id}".`)
    return found
  }
  const show = (id: string): Attributes => represent(type, find(id), { id, baseUrl })
  const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id
  app.get(path, (request) =>
    search(type, [...kept.keys()].map(show), parseQuery(new URL(request.url, baseUrl).searchParams, type)),
  )
  app.get(`${path}/:id`, (request) => show(idOf(request)))
  app.post(path, (request, reply) => {
    const resource = readResource(type, request.body as Attributes)
    const taken = [...kept.values()].some((one) => type === userType && one['userName'] === resource['userName'])
    if (taken) throw new ScimError(409, 'uniqueness', 'userName is taken.')
    const id = randomUUID()
    kept.set(id, resource)
    return reply
      .code(201)
      .header('location', locationOf(type, id, baseUrl))
      .send(show(id))
  })
  app.patch(`${path}/:id`, (request) => {
    const id = idOf(request)
    kept.set(id, applyPatch(find(id), parsePatchOp(request.body as Attributes), type).resource)
    return show(id)
  })
  app.delete(`${path}/:id`, (request, reply) => {
    find(idOf(request))
    kept.delete(idOf(request))
    return reply.code(204).send()
  })
}
