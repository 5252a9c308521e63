/** What answers hold, read as tolerantly as Entra does (section 7): names in any case, members missing or null. */
import type { TargetObject } from '@usher/engine'
import { TargetError } from '@usher/engine'
import { parseListResponse, parsePath, readPath, ScimError, type Attributes, type Json } from '@usher/scim'
import type { Answer } from './call.ts'
import { unusable } from './failures.ts'

const id = parsePath('id')
const version = parsePath('meta.version')

export type Listed = {
  readonly objects: readonly TargetObject[]
  /** What the application says there is in all; absent where it pages by cursor and does not count. */
  readonly total?: number
  /** Where the next page begins (RFC 9865). */
  readonly next?: string
}

/** An object that was found or read; one without an id ends the cycle, since nothing can be linked. */
export function toObject(body: Json, etag?: string): TargetObject {
  const object = objectOf(body, etag)
  if (object === null) throw unusable('The application answers without an id, so that no account can be linked.')
  return object
}

/** What was just created; the address is as good as a body. */
export function created(answer: Answer, sent: Attributes): TargetObject {
  const object = objectOf(answer?.body ?? null, answer?.etag)
  if (object !== null) return object
  const last = answer?.location?.split(/[?#]/)[0]?.replace(/\/$/, '').split('/').at(-1)
  if (last !== undefined && last !== '' && last.toLowerCase() !== 'users' && last.toLowerCase() !== 'groups')
    return {
      id: decodeURIComponent(last),
      attributes: sent,
      ...(answer?.etag !== undefined && { version: answer.etag }),
    }
  throw new TargetError({
    code: 'SystemForCrossDomainIdentityManagementServiceIncompatible',
    message: 'the application answered the create without an id, so the account cannot be linked',
    retry: 'later',
  })
}

/** A ListResponse (RFC 7644 §3.4.2). */
export function listed(answer: Answer): Listed {
  try {
    const body = answer?.body
    const { Resources, totalResults } = parseListResponse(body)
    const attributes = body as Attributes
    const next = attributes['nextCursor']
    const counted = readPath(attributes, total)
    return {
      objects: Resources.map((resource) => toObject(resource)),
      ...(counted !== undefined && { total: totalResults }),
      ...(typeof next === 'string' && next !== '' && { next }),
    }
  } catch (error) {
    if (!(error instanceof ScimError)) throw error
    throw unusable(
      'The application answers a search with something that is not a SCIM ListResponse. Check the Tenant URL.',
    )
  }
}

const total = parsePath('totalResults')

function objectOf(body: Json, etag: string | undefined): TargetObject | null {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null
  const attributes = body as Attributes
  const found = readPath(attributes, id)
  if (typeof found !== 'string' || found === '') return null
  const known = readPath(attributes, version) ?? etag
  return { id: found, attributes, ...(typeof known === 'string' && { version: known }) }
}
