import {
  type Attributes,
  type Json,
  ScimError,
  applyPatch,
  isDeepEqual,
  parsePatchOp,
  readResource,
  userType,
} from '@usher/scim'
import type { Users } from '../store/users.ts'
import type { User } from '../store/user.ts'
import type { Answer } from './answer.ts'
import { find } from './find.ts'
import { parseProjectionOf, parseQuery } from './query.ts'
import { etagOf, locationOf, printUser } from './render.ts'

/** What a request about users needs to know. */
export type Call = {
  readonly tenantId: string
  readonly scimUrl: string
  readonly users: Users
  readonly id: string
  /** The query as it was sent, without `?`. */
  readonly search: string
  readonly body: Json | undefined
  readonly ifMatch: string | undefined
  readonly ifNoneMatch: string | undefined
}

const mode = { mode: 'lenient' } as const

/** GET /Users (RFC 7644 §3.4.2). Nothing found is 200 and an empty list. */
export async function listUsers(call: Call): Promise<Answer> {
  const query = parseQuery(call.search)
  const { total, users } = await find(call.users, call.tenantId, query, call.scimUrl)
  const view = { scimUrl: call.scimUrl, projection: query.projection }
  const resources = users.map((user) => printUser(user, view)).join(',')
  const head = `"totalResults":${total},"startIndex":${query.startIndex},"itemsPerPage":${users.length}`
  const schemas = '"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"]'
  return { status: 200, body: `{${schemas},${head},"Resources":[${resources}]}` }
}

/** POST /Users (RFC 7644 §3.3). */
export async function createUser(call: Call): Promise<Answer> {
  const attributes = readResource(userType, call.body, mode)
  const user = await call.users.create(call.tenantId, attributes)
  if (user === null) throw taken()
  return withUser(201, user, call)
}

/** GET /Users/{id}; 304 when the client has this version already (RFC 7644 §3.14). */
export async function readUser(call: Call): Promise<Answer> {
  const user = await call.users.read(call.tenantId, { column: 'id', equals: call.id })
  if (user === undefined) throw notFound(call.id)
  if (call.ifNoneMatch !== undefined && names(call.ifNoneMatch, etagOf(user)))
    return { status: 304, headers: { etag: etagOf(user) } }
  return withUser(200, user, call)
}

/** PUT /Users/{id}: replaces, never creates (RFC 7644 §3.5.1). */
export async function replaceUser(call: Call): Promise<Answer> {
  return change(call, (before) => readResource(userType, call.body, { ...mode, before }))
}

/** PATCH /Users/{id} (RFC 7644 §3.5.2). */
export async function patchUser(call: Call): Promise<Answer> {
  const operations = parsePatchOp(call.body)
  return change(call, (before) => applyPatch(before, operations, userType, mode).resource)
}

/** DELETE /Users/{id} puts the account away; only the admin console deletes for good. */
export async function deleteUser(call: Call): Promise<Answer> {
  return retrying(call, async (user) => ((await call.users.archive(call.tenantId, user)) ? { status: 204 } : null))
}

/** Computes and stores what becomes of a user. What changes nothing is not stored, so that the version stays. */
function change(call: Call, next: (before: Attributes) => Attributes): Promise<Answer> {
  return retrying(call, async (user) => {
    const before = JSON.parse(user.resource) as Attributes
    const { schemas: _schemas, id: _id, ...attributes } = before
    const after = next(attributes)
    if (isDeepEqual(attributes, after)) return withUser(200, user, call)
    const stored = await call.users.update(call.tenantId, user, after)
    if (stored === 'taken') throw taken()
    return stored === 'changed' ? null : withUser(200, stored, call)
  })
}

const mostRetries = 50

/** Tries again on the newest state for as long as somebody else is faster (`null`). */
async function retrying(call: Call, attempt: (user: User) => Promise<Answer | null>): Promise<Answer> {
  for (let tries = 0; tries < mostRetries; tries++) {
    const user = await call.users.read(call.tenantId, { column: 'id', equals: call.id })
    if (user === undefined) throw notFound(call.id)
    if (call.ifMatch !== undefined && !names(call.ifMatch, etagOf(user)))
      throw new ScimError(412, undefined, `The user has version ${etagOf(user)}, not the one in If-Match.`)
    const answer = await attempt(user)
    if (answer !== null) return answer
  }
  throw new ScimError(503, undefined, 'This user is being changed by many requests at once. Try again.')
}

function withUser(status: number, user: User, call: Call): Answer {
  const projection = parseProjectionOf(call.search)
  const headers = { location: locationOf(user, call.scimUrl), etag: etagOf(user) }
  return { status, headers, body: printUser(user, { scimUrl: call.scimUrl, projection }) }
}

/** Whether an `If-Match` or `If-None-Match` header names this version. SCIM's tags are weak and compared weakly. */
function names(header: string, etag: string): boolean {
  const opaque = etag.slice(2)
  return header
    .split(',')
    .map((tag) => tag.trim())
    .some((tag) => tag === '*' || tag === etag || tag === opaque)
}

function taken(): ScimError {
  return new ScimError(409, 'uniqueness', 'userName is taken by another user.')
}

function notFound(id: string): ScimError {
  return new ScimError(404, undefined, `There is no user "${id.slice(0, 60)}".`)
}
