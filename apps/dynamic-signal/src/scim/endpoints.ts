import { type ResourceType, ScimError } from '@usher/scim'
import type { Scope } from '../tenant/scopes.ts'
import type { Tenant } from '../tenant/tenant.ts'
import type { Answer } from './answer.ts'
import { bulk } from './bulk.ts'
import type { Call } from './call.ts'
import { showConfig, showResourceTypes, showSchemas } from './discovery.ts'
import { list, listAll, search } from './lists.ts'
import { me } from './me.ts'
import { create, patch, read, remove, replace } from './resources.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Handler = (call: Call) => Answer | Promise<Answer>

/**
 * An endpoint and what its methods do. `public`: readable without a token (RFC 7643 §5). `needs`: a scope beside the
 * usual ones. `:type` is the endpoint of a resource type that the tenant has.
 */
type Endpoint = {
  readonly path: readonly string[]
  readonly public?: true
  readonly needs?: Scope
  readonly methods: Partial<Readonly<Record<Method, Handler>>>
  /** Methods that read although they are not GET. */
  readonly reads?: true
}

// The order matters: what stands in words goes before what stands for anything.
const endpoints: readonly Endpoint[] = [
  { path: [], methods: { GET: listAll } },
  { path: ['.search'], methods: { POST: listAll }, reads: true },
  { path: ['Bulk'], methods: { POST: bulk }, needs: 'scim.bulk' },
  { path: ['Me'], methods: { GET: me, POST: me, PUT: me, PATCH: me, DELETE: me } },
  { path: ['ServiceProviderConfig'], public: true, methods: { GET: showConfig } },
  { path: ['ResourceTypes'], methods: { GET: showResourceTypes } },
  { path: ['ResourceTypes', ':id'], methods: { GET: showResourceTypes } },
  { path: ['Schemas'], methods: { GET: showSchemas } },
  { path: ['Schemas', ':id'], methods: { GET: showSchemas } },
  { path: [':type'], methods: { GET: list, POST: create } },
  { path: [':type', '.search'], methods: { POST: search }, reads: true },
  { path: [':type', ':id'], methods: { GET: read, PUT: replace, PATCH: patch, DELETE: remove } },
]

/** What a request is for. */
export type Route =
  | {
      readonly kind: 'found'
      readonly isPublic: boolean
      readonly type: ResourceType
      readonly endpoint: string
      readonly id: string
      readonly handle: Handler
      readonly needs: readonly Scope[]
      readonly isList: boolean
    }
  | { readonly kind: 'allows'; readonly isPublic: boolean; readonly methods: readonly string[] }
  | { readonly kind: 'none'; readonly isPublic: boolean; readonly error: ScimError }

/** The methods that send something. */
export const writing: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH'])

/**
 * Finds the endpoint for a path below the SCIM base, such as `/Users/2819c223`.
 *
 * A slash at the end and empty segments do not matter, nor, unless the tenant is strict, does the letter case of
 * endpoint names. HEAD is GET.
 */
export function routeOf(tenant: Tenant, method: string, path: string): Route {
  const segments = path.split('/').filter((segment) => segment !== '')
  for (const endpoint of endpoints) {
    const type = match(endpoint, segments, tenant)
    if (type === undefined) continue
    const isPublic = endpoint.public ?? false
    const asked = (method === 'HEAD' ? 'GET' : method) as Method
    const handle = endpoint.methods[asked]
    if (handle !== undefined) {
      const id = endpoint.path.at(-1) === ':id' ? decoded(segments.at(-1) ?? '') : ''
      const needs = scopesFor(endpoint, type, asked)
      // A search in the body asks what one in the address asks, so a cursor leads from one to the other.
      const name = `/${endpoint.path.filter((part) => part !== '.search').join('/')}`
      return { kind: 'found', isPublic, type, endpoint: name, id, handle, needs, isList: isListing(handle) }
    }
    const methods = Object.keys(endpoint.methods).flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : [each]))
    return { kind: 'allows', isPublic, methods: [...methods, 'OPTIONS'] }
  }
  return { kind: 'none', isPublic: false, error: unknownPath(segments[0] ?? '') }
}

/** The type that the endpoint is about when the segments are its own; for endpoints about none, the first one. */
function match({ path }: Endpoint, segments: readonly string[], tenant: Tenant): ResourceType | undefined {
  const [user] = tenant.types
  if (path.length !== segments.length) return undefined
  let found = user
  for (const [index, part] of path.entries()) {
    const segment = segments[index] ?? ''
    if (part === ':id') continue
    if (part === ':type') {
      found = tenant.types.find(({ endpoint }) => isSame(endpoint.slice(1), segment, tenant))
      if (found === undefined) return undefined
    } else if (!isSame(part, segment, tenant)) return undefined
  }
  return found
}

function isSame(name: string, segment: string, { rules }: Tenant): boolean {
  return name === segment || (rules.endpointCase && name.toLowerCase() === segment.toLowerCase())
}

function scopesFor(endpoint: Endpoint, type: ResourceType, method: Method): readonly Scope[] {
  const isReading = method === 'GET' || endpoint.reads === true
  const about: readonly Scope[] =
    endpoint.path[0] === ':type' ? [type.name === 'Group' ? 'scim.groups' : 'scim.users'] : []
  const more: readonly Scope[] = endpoint.needs === undefined ? [] : [endpoint.needs]
  return [isReading ? 'scim.read' : 'scim.write', ...about, ...more]
}

function isListing(handle: Handler): boolean {
  return handle === list || handle === search || handle === listAll
}

function unknownPath(name: string): ScimError {
  if (name.toLowerCase() === 'groups') return new ScimError(404, undefined, 'Groups are not supported by this service.')
  return new ScimError(404, undefined, 'There is nothing at this path. Users are at /Users below the SCIM API URL.')
}

/** An identifier that cannot be decoded is no identifier of ours. */
function decoded(id: string): string {
  try {
    const text = decodeURIComponent(id)
    return text.includes('\0') || !text.isWellFormed() ? id : text
  } catch {
    return id
  }
}
