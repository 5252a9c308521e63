/** What answers hold, read as tolerantly as Entra does (section 7): names in any case, members missing or null. */
import type { TargetObject } from '@usher/engine'
import { parseListResponse, parsePath, readPath, ScimError, type Attributes, type Json } from '@usher/scim'
import type { Answer } from './call.ts'
import { targetError, unusable } from './failures.ts'
import { isObject } from './json.ts'

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
  if (object === null)
    throw unusable(`The application answers with a resource ${withoutId(body)}, so that it cannot be linked.`)
  return object
}

/** What was just created; the address is as good as a body. */
export function created(answer: Answer, sent: Attributes): TargetObject {
  const object = objectOf(answer?.body ?? null, answer?.etag)
  if (object !== null) return object
  const addressed = idIn(answer?.location ?? '')
  if (addressed !== null && !hasId(answer?.body ?? null))
    return { id: addressed, attributes: sent, ...(answer?.etag !== undefined && { version: answer.etag }) }
  const made =
    (answer?.body ?? null) === null ? 'neither a body nor a Location' : `a resource ${withoutId(answer?.body)}`
  throw targetError(
    'SystemForCrossDomainIdentityManagementServiceIncompatible',
    `the application answered the create with ${made}, so that it cannot be linked`,
  )
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
      `The application answers a search with something that is not a SCIM ListResponse: ${error.detail.replace(/^.*: /, '')} Check the Tenant URL.`,
    )
  }
}

const total = parsePath('totalResults')

/** The id that an address ends with, which may hold slashes; null when it names no resource. */
function idIn(location: string): string | null {
  const path = location.split(/[?#]/)[0]?.replace(/\/$/, '') ?? ''
  const last = /\/(?:Users|Groups)\/(.+)$/i.exec(path)?.[1] ?? path.split('/').at(-1) ?? ''
  if (last === '' || /^(users|groups)$/i.test(last)) return null
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}

/** What is wrong with the id, which is text (RFC 7643 §3.1). */
function withoutId(body: Json | undefined): string {
  const found = isObject(body) ? readPath(body, id) : undefined
  if (found === undefined || found === null) return 'without an id'
  if (found === '') return 'whose id is empty'
  return `whose id is ${JSON.stringify(found).slice(0, 40)}, which is not text (RFC 7643 section 3.1)`
}

function hasId(body: Json): boolean {
  return isObject(body) && (readPath(body, id) ?? '') !== ''
}

function objectOf(body: Json, etag: string | undefined): TargetObject | null {
  if (!isObject(body)) return null
  const found = readPath(body, id)
  if (typeof found !== 'string' || found === '') return null
  const known = readPath(body, version) ?? etag
  return { id: found, attributes: body, ...(typeof known === 'string' && { version: known }) }
}
