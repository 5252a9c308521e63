/** A SCIM 2.0 service provider as a target (RFC 7644), in the plain dialect of the RFC. */
import type { Capabilities, Exchange, Target, TargetObject } from '@usher/engine'
import { TargetError } from '@usher/engine'
import { patchOp, urns, type Attributes, type Json } from '@usher/scim'
import type { HttpRequest, HttpResponse, Send } from '../../edge/http.ts'
import { NoAnswer } from '../../edge/http.ts'
import { failure, notScim, unusable, type Operation } from './failures.ts'
import { operations } from './operations.ts'

export type ScimConnection = { readonly tenantUrl: URL; readonly token: string; readonly send: Send }

const endpoints: Readonly<Record<string, string>> = { User: 'Users', Group: 'Groups' }
const schemas: Readonly<Record<string, string>> = { User: urns.user, Group: urns.group }

export function scimTarget(connection: ScimConnection, able: Capabilities): Target {
  const call = caller(connection)
  let alive: Promise<unknown> | undefined
  // A wrong Tenant URL answers 404 to everything: before an account counts as gone the endpoint must show that it is there.
  const gone = async (type: string, trace: Exchange[]): Promise<null> => {
    alive ??= call('find', trace, { method: 'GET', path: endpoint(type), query: { startIndex: '1', count: '1' } }).then(
      listed,
    )
    await alive
    return null
  }
  return {
    able,
    async find(type, terms, trace) {
      const filter = terms.map(({ path, value }) => `${path} eq ${JSON.stringify(value)}`).join(' and ')
      const answer = await call('find', trace, { method: 'GET', path: endpoint(type), query: { filter } })
      return listed(answer).objects
    },
    async get({ type, id }, trace) {
      const answer = await call('get', trace, { method: 'GET', path: `${endpoint(type)}/${encodeURIComponent(id)}` })
      return answer === null ? gone(type, trace) : toObject(answer)
    },
    async create(type, attributes, trace) {
      const extensions = Object.keys(attributes).filter((name) => name.startsWith('urn:'))
      const body = { schemas: [schemas[type] ?? type, ...extensions], ...attributes }
      return toObject(await call('create', trace, { method: 'POST', path: endpoint(type), body }))
    },
    async update(type, target, patch, trace) {
      const body = patchOp(operations(patch, target.attributes)) as unknown as Json
      await call('update', trace, { method: 'PATCH', path: `${endpoint(type)}/${encodeURIComponent(target.id)}`, body })
    },
    async delete({ type, id }, trace) {
      await call('delete', trace, { method: 'DELETE', path: `${endpoint(type)}/${encodeURIComponent(id)}` })
    },
    async changeMembers(group, { add, remove }, trace) {
      const added = add.length === 0 ? [] : [{ op: 'add', path: 'members', value: add.map((value) => ({ value })) }]
      const removed = remove.map((id) => ({ op: 'remove', path: `members[value eq ${JSON.stringify(id)}]` }))
      const body = patchOp([...added, ...removed] as Parameters<typeof patchOp>[0]) as unknown as Json
      await call('update', trace, { method: 'PATCH', path: `Groups/${encodeURIComponent(group)}`, body })
    },
    async members(group, trace) {
      const path = `Groups/${encodeURIComponent(group)}`
      const answer = await call('get', trace, { method: 'GET', path, query: { attributes: 'members' } })
      if (answer === null) return null
      const members = toObject(answer).attributes['members'] ?? []
      return (Array.isArray(members) ? (members as readonly Attributes[]) : []).flatMap(({ value }) =>
        typeof value === 'string' ? [value] : [],
      )
    },
    async *list(type, paths, trace) {
      // The whole attribute where a path has a filter: `emails.value` would come without the type that is filtered by.
      const attributes = paths.map((path) => path.replace(/\[.*$/, '')).join(',')
      for (let startIndex = 1; ;) {
        const query = { attributes, startIndex: String(startIndex), count: String(able.pageSize) }
        const page = listed(await call('find', trace, { method: 'GET', path: endpoint(type), query }))
        yield page
        startIndex += page.objects.length
        if (page.objects.length === 0 || startIndex > page.total) return
      }
    },
  }
}

/**
 * Asks for a person who cannot exist; the only right answer is an empty list (scim-client.md R-1).
 *
 * Throws `TargetUnusable` with a sentence that says what to change. Never writes.
 */
export async function testConnection(connection: ScimConnection, path: string, nobody: string): Promise<void> {
  const query = { filter: `${path} eq ${JSON.stringify(nobody)}` }
  const call = caller(connection)
  try {
    const { objects } = listed(await call('find', [], { method: 'GET', path: 'Users', query }))
    if (objects.length > 0) {
      throw unusable('The application answers with people although the filter matches nobody: it ignores "filter".')
    }
  } catch (error) {
    throw error instanceof TargetError ? unusable(error.message) : error
  }
}

type Call = {
  readonly method: HttpRequest['method']
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Json
}

function caller({ tenantUrl, token, send }: ScimConnection) {
  return async (operation: Operation, trace: Exchange[], { method, path, query, body }: Call): Promise<Json> => {
    const url = new URL(`${tenantUrl.href.replace(/[?#].*$/, '').replace(/\/$/, '')}/${path}`)
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
    const began = performance.now()
    const note = (status: number | null, responseBody?: Json): void => {
      trace.push({
        method,
        url: url.pathname + url.search,
        status,
        ms: Math.round(performance.now() - began),
        ...(body !== undefined && { requestBody: body }),
        ...(responseBody !== undefined && { responseBody }),
      })
    }
    let answer: HttpResponse
    try {
      answer = await send({
        method,
        url,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/scim+json, application/json;q=0.9',
          'user-agent': 'Usher/0.1',
          ...(body !== undefined && { 'content-type': 'application/scim+json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      note(null, error.message)
      throw failure(operation, error)
    }
    const parsed = parse(answer)
    note(answer.status, answer.status < 400 ? undefined : (parsed ?? answer.body.slice(0, 500)))
    if (answer.status === 404 && operation === 'get') return null
    if (answer.status === 404 && operation === 'delete') return null
    if (answer.status >= 300) throw failure(operation, { answer, body: parsed })
    if (answer.status === 204) return null
    if (parsed === undefined) throw notScim(answer)
    return parsed
  }
}

function parse(answer: HttpResponse): Json | undefined {
  if (answer.body === '') return undefined
  try {
    return JSON.parse(answer.body) as Json
  } catch {
    return undefined
  }
}

function toObject(value: Json): TargetObject {
  const attributes = value as Attributes | null
  const id = attributes?.['id']
  if (typeof id !== 'string' || id === '')
    throw unusable('The application answers without an id, so that no account can be linked.')
  const version = (attributes?.['meta'] as Attributes | undefined)?.['version']
  return { id, attributes: attributes as Attributes, ...(typeof version === 'string' && { version }) }
}

/** A ListResponse. `Resources` may be absent when it is empty (RFC 7644 §3.4.2); its name is read in any case. */
function listed(value: Json): { objects: readonly TargetObject[]; total: number } {
  const body = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Attributes) : {}
  const total = body['totalResults']
  const resources = body['Resources'] ?? body['resources'] ?? []
  if (typeof total !== 'number' || !Array.isArray(resources)) {
    throw unusable(
      'The application answers a search with something that is not a SCIM ListResponse. Check the Tenant URL.',
    )
  }
  return { objects: (resources as readonly Json[]).map(toObject), total }
}

function endpoint(type: string): string {
  return endpoints[type] ?? `${type}s`
}
