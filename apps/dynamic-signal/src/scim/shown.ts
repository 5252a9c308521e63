import { type Attributes, type Projection, ScimError, namesVersion, parseProjectionOf } from '@usher/scim'
import type { Stored } from '../store/resource.ts'
import type { Answer } from './answer.ts'
import type { Call } from './call.ts'
import { etagOf, joinAll, locationOf, printResource } from './render.ts'

/** `If-Match` (RFC 7644 §3.14): 412 for another version, 428 when the tenant demands the header. */
export function checkVersion({ ifMatch, tenant }: Call, stored: Stored): void {
  if (ifMatch === undefined && tenant.settings.requireIfMatch)
    throw new ScimError(428, undefined, 'Send If-Match with the version that you read: this service demands it.')
  if (ifMatch !== undefined && !namesVersion(ifMatch, etagOf(stored)))
    throw new ScimError(412, undefined, `The resource has version ${etagOf(stored)}, not the one in If-Match.`)
}

/** The answer that shows a resource. */
export async function withResource(
  status: number,
  stored: Stored,
  call: Call,
  written: readonly string[] = [],
): Promise<Answer> {
  const projection = projectionOf(call)
  const headers = { location: locationOf(call.type, stored.id, call.base), etag: etagOf(stored) }
  const joined = (await joinAll(call, [stored], projection))(stored)
  return { status, headers, body: printResource(call.type, stored, joined, { base: call.base, projection, written }) }
}

/** Which attributes the answer shows. Most requests do not say. */
export function projectionOf({ search, type, tenant }: Call): Projection {
  if (search === '') return { kind: 'default' }
  return parseProjectionOf(new URLSearchParams(search), type, tenant.rules)
}

/** Which attribute somebody else has; its name, never the other resource (RFC 7644 §3.12). */
export function taken(call: Call, attributes: Attributes): ScimError {
  const name = call.type.name === 'User' ? 'userName' : 'displayName'
  const isName = call.type.name !== 'User' || !call.tenant.settings.uniqueExternalId
  const { externalId } = attributes
  const which = isName || typeof externalId !== 'string' ? name : `${name} or externalId`
  return new ScimError(409, 'uniqueness', `${which} is taken by another ${call.type.name.toLowerCase()}.`)
}

export function notFound({ type, id }: Call): ScimError {
  return new ScimError(404, undefined, `There is no ${type.name.toLowerCase()} "${id.slice(0, 60)}".`)
}
