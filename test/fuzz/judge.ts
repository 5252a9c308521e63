import type { Made } from './request.ts'
import type { Answer } from './wire.ts'

const error = 'urn:ietf:params:scim:api:messages:2.0:Error'
const types = new Set(['invalidFilter', 'tooMany', 'uniqueness', 'mutability', 'invalidSyntax', 'invalidPath', 'noTarget', 'invalidValue', 'invalidVers', 'sensitive', 'invalidCursor', 'expiredCursor', 'invalidCount']) // prettier-ignore
const insides =
  /node_modules|\bat .+:\d+:\d+|duplicate key|syntax error at or near|invalid byte sequence|violates|\bselect .+ from\b/i
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** What is wrong with an answer, in a sentence; `null` when nothing is. */
export function faultOf(made: Made, { status, headers, body }: Answer): string | null {
  const isUnbuilt = status === 501 && /^\/Me\b/i.test(made.path)
  if (status >= 500 && !isUnbuilt) return `The server broke: ${status}`
  if (made.statuses !== undefined && !made.statuses.includes(status))
    return `It should answer ${made.statuses.join(' or ')}, not ${status}`
  if (headers.get('x-request-id') === undefined) return 'There is no X-Request-Id'
  if (status === 204 || status === 304)
    return body.length > 0 || headers.has('content-type') ? `${status} has a body` : null
  if (made.method === 'HEAD') return null
  if (!/^application\/(scim\+)?json; charset=utf-8$/.test(headers.get('content-type') ?? ''))
    return `The content type is ${headers.get('content-type')}`
  let json: unknown
  try {
    json = JSON.parse(utf8.decode(body))
  } catch (cause) {
    return `The answer is no JSON: ${(cause as Error).message}`
  }
  if (status >= 400) return errorFault(status, headers, json as Readonly<Record<string, unknown>>)
  if (status === 201 && headers.get('location') !== (json as { meta?: { location?: string } }).meta?.location)
    return 'Location is not meta.location'
  return hasNull(json) ? 'There is a null in the answer' : null
}

function errorFault(
  status: number,
  headers: ReadonlyMap<string, string>,
  json: Readonly<Record<string, unknown>>,
): string | null {
  const { schemas, detail, scimType } = json
  if (JSON.stringify(schemas) !== JSON.stringify([error])) return 'The error has other schemas'
  if (json['status'] !== String(status)) return `The error's status is ${JSON.stringify(json['status'])}`
  if (typeof detail !== 'string' || detail === '') return 'The error has no detail'
  if (insides.test(detail)) return 'The detail shows the inside of the server'
  if (scimType !== undefined && !types.has(scimType as string))
    return `There is no scimType ${JSON.stringify(scimType)}`
  if (scimType !== undefined && ![400, 403, 409].includes(status)) return `${status} has a scimType`
  if ((status === 400) !== (scimType !== undefined) && ![403, 409].includes(status)) return `${status} has no scimType`
  const needed = ({ 401: 'www-authenticate', 405: 'allow', 429: 'retry-after' } as const)[status]
  return needed !== undefined && !headers.has(needed) ? `${status} has no ${needed}` : null
}

function hasNull(json: unknown): boolean {
  if (json === null) return true
  return typeof json === 'object' && Object.values(json).some(hasNull)
}

type Inhabitants = { readonly users: readonly unknown[]; readonly groups: readonly unknown[] }
type BulkResponse = { readonly Operations: readonly { readonly method: string; readonly status: string }[] }

/** A bulk request may do some of what it asks for; then it must say which. */
export function bulkFaultOf(answer: Answer, before: Inhabitants, after: Inhabitants): string | null {
  const { Operations } = JSON.parse(answer.body.toString('utf8')) as BulkResponse
  if (Operations.some(({ status }) => Number(status) >= 500)) return 'An operation broke the server'
  const made = Operations.filter(({ status }) => status === '201').length
  const removed = Operations.filter(({ method, status }) => method === 'DELETE' && status === '204').length
  const more = after.users.length + after.groups.length - before.users.length - before.groups.length
  return more === made - removed ? null : `It says ${made} were made and ${removed} removed, but there are ${more} more`
}
