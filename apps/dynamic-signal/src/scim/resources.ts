import {
  type Attributes,
  ScimError,
  applyPatch,
  isDeepEqual,
  namesOf,
  namesVersion,
  parsePatchOp,
  readResource,
} from '@usher/scim'
import { attributesOf } from '../store/columns.ts'
import type { Method } from '../store/resources.ts'
import type { Stored } from '../store/resource.ts'
import { type Answer, ScimErrorWithHeaders } from './answer.ts'
import type { Call } from './call.ts'
import { createGroup, patchGroup, replaceGroup } from './groups.ts'
import { etagOf, joinAll } from './render.ts'
import { checkVersion, notFound, taken, withResource } from './shown.ts'

/** POST /Users, /Groups (RFC 7644 §3.3). */
export async function create(call: Call): Promise<Answer> {
  if (call.type.name === 'Group') return createGroup(call)
  const attributes = readResource(call.type, call.body, { rules: call.tenant.rules })
  const stored = await call.store.resources.create(call.tenant, call.type, attributes, call.by)
  if (stored === null) throw taken(call, attributes)
  return withResource(201, stored, call, namesOf(call.type, attributes))
}

/** GET /Users/{id}; 304 when the client has this version already (RFC 7644 §3.14). */
export async function read(call: Call): Promise<Answer> {
  const stored = await found(call)
  // The groups of a user change without the user: its version says nothing about them.
  const isKnown = call.ifNoneMatch !== undefined && namesVersion(call.ifNoneMatch, etagOf(stored))
  if (isKnown && (call.type.name === 'Group' || !(await hasGroups(call, stored))))
    return { status: 304, headers: { etag: etagOf(stored) } }
  return withResource(200, stored, call)
}

async function hasGroups(call: Call, stored: Stored): Promise<boolean> {
  return (await joinAll(call, [stored], { kind: 'default' }))(stored) !== null
}

/** PUT /Users/{id}: replaces, never creates (RFC 7644 §3.5.1). */
export async function replace(call: Call): Promise<Answer> {
  if (call.type.name === 'Group') return replaceGroup(call)
  const { rules } = call.tenant
  return change(call, 'put', (before) => readResource(call.type, call.body, { rules, before, id: call.id }))
}

/** PATCH /Users/{id} (RFC 7644 §3.5.2). */
export async function patch(call: Call): Promise<Answer> {
  const { rules } = call.tenant
  const operations = parsePatchOp(call.body, rules)
  if (call.type.name === 'Group') return patchGroup(call, operations)
  return change(call, 'patch', (before) => applyPatch(before, operations, call.type, { rules }).resource)
}

/** DELETE /Users/{id} does what the tenant's policy says; only the admin console deletes a user for good. */
export async function remove(call: Call): Promise<Answer> {
  const { deletePolicy } = call.tenant.settings
  if (call.type.name !== 'User' || deletePolicy === 'archive')
    return retrying(call, async (stored) =>
      (await call.store.archive.putAway(call.tenant, call.type, stored, call.by)) ? { status: 204 } : null,
    )
  await found(call)
  if (deletePolicy === 'refuse') {
    const detail = 'Permanent deletion is only possible in the admin console; set active=false instead.'
    throw new ScimErrorWithHeaders(new ScimError(405, undefined, detail), { allow: 'GET, PUT, PATCH' })
  }
  await change(call, 'deactivate', (before) => ({ ...before, active: false }))
  return { status: 204 }
}

/** Computes and stores what becomes of a resource. What changes nothing is not stored, so that the version stays. */
function change(call: Call, method: Method, next: (before: Attributes) => Attributes): Promise<Answer> {
  return retrying(call, async (before) => {
    const was = attributesOf(before.resource)
    const attributes = next(was)
    if (isDeepEqual(was, attributes)) return withResource(200, before, call)
    const { resources } = call.store
    const stored = await resources.update(call.tenant, call.type, { before, attributes }, { ...call.by, method })
    if (stored === 'taken') throw taken(call, attributes)
    return stored === 'changed' ? null : withResource(200, stored, call, namesOf(call.type, attributes))
  })
}

const mostRetries = 50

/** Tries again on the newest state for as long as another process is faster (`null`). */
function retrying(call: Call, attempt: (stored: Stored) => Promise<Answer | null>): Promise<Answer> {
  return call.store.resources.inTurn(call.tenant, call.id, () => tryAgain(call, attempt))
}

async function tryAgain(call: Call, attempt: (stored: Stored) => Promise<Answer | null>): Promise<Answer> {
  for (let tries = 0; tries < mostRetries; tries++) {
    const stored = await found(call)
    checkVersion(call, stored)
    const answer = await attempt(stored)
    if (answer !== null) return answer
  }
  throw new ScimError(503, undefined, 'This resource is being changed by many requests at once. Try again.')
}

async function found(call: Call): Promise<Stored> {
  const stored = await call.store.resources.read(call.tenant, call.type, call.id)
  if (stored === undefined) throw notFound(call)
  return stored
}
