import { ScimError } from '@usher/scim'
import type { Answer } from './answer.ts'
import { showConfig, showResourceTypes, showSchemas } from './discovery.ts'
import { type Call, createUser, deleteUser, listUsers, patchUser, readUser, replaceUser } from './users.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Handler = (call: Call) => Answer | Promise<Answer>

/** An endpoint and what its methods do. `public`: readable without a token (RFC 7643 §5). */
type Endpoint = {
  readonly path: readonly [name: string] | readonly [name: string, id: ':id']
  readonly public?: true
  readonly methods: Partial<Readonly<Record<Method, Handler>>>
}

const endpoints: readonly Endpoint[] = [
  { path: ['Users'], methods: { GET: listUsers, POST: createUser } },
  {
    path: ['Users', ':id'],
    methods: { GET: readUser, PUT: replaceUser, PATCH: patchUser, DELETE: deleteUser },
  },
  { path: ['ServiceProviderConfig'], public: true, methods: { GET: showConfig } },
  { path: ['ResourceTypes'], methods: { GET: showResourceTypes } },
  { path: ['ResourceTypes', ':id'], methods: { GET: showResourceTypes } },
  { path: ['Schemas'], methods: { GET: showSchemas } },
  { path: ['Schemas', ':id'], methods: { GET: showSchemas } },
]

/** What a request is for, before it is known whether it is allowed. */
export type Route =
  | { readonly kind: 'found'; readonly isPublic: boolean; readonly id: string; readonly handle: Handler }
  | { readonly kind: 'allows'; readonly isPublic: boolean; readonly methods: readonly string[] }
  | { readonly kind: 'none'; readonly error: ScimError }

/** The methods that send something. */
export const writing: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH'])

/**
 * Finds the endpoint for a path below the SCIM base, such as `/Users/2819c223`.
 *
 * Letter case of endpoint names, a slash at the end and empty segments do not matter. HEAD is GET.
 */
export function routeOf(method: string, path: string): Route {
  const [name = '', id = '', ...rest] = path.split('/').filter((segment) => segment !== '')
  const wanted = name.toLowerCase()
  const endpoint = endpoints.find(
    (each) => rest.length === 0 && each.path[0].toLowerCase() === wanted && (each.path.length === 2) === (id !== ''),
  )
  if (endpoint === undefined) return { kind: 'none', error: unknownPath(wanted) }
  const isPublic = endpoint.public ?? false
  const handle = endpoint.methods[(method === 'HEAD' ? 'GET' : method) as Method]
  if (handle !== undefined) return { kind: 'found', isPublic, id: decoded(id), handle }
  const methods = Object.keys(endpoint.methods).flatMap((each) => (each === 'GET' ? ['GET', 'HEAD'] : [each]))
  return { kind: 'allows', isPublic, methods: [...methods, 'OPTIONS'] }
}

function unknownPath(name: string): ScimError {
  if (name === 'groups') return new ScimError(404, undefined, 'Groups are not supported by this service.')
  return new ScimError(404, undefined, 'There is nothing at this path. Users are at /Users below the SCIM API URL.')
}

/** An identifier that cannot be decoded is no identifier of ours. */
function decoded(id: string): string {
  try {
    const text = decodeURIComponent(id)
    return text.includes('\0') ? id : text
  } catch {
    return id
  }
}
