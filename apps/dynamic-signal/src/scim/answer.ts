import { type Attributes, ScimError, tooMuch } from '@usher/scim'

/** What a SCIM request is answered with. `body` is JSON, printed already or not; absent for 204 and 304. */
export type Answer = {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Attributes | string
}

/** A failure whose answer needs headers beside the error body. */
export class ScimErrorWithHeaders extends ScimError {
  readonly headers: Readonly<Record<string, string>>

  constructor(error: ScimError, headers: Readonly<Record<string, string>>) {
    super(error.status, error.scimType, error.detail)
    this.headers = headers
  }
}

/**
 * The failure as SCIM says it. What Fastify refuses on its own (too large, no JSON) keeps its status; anything else is
 * a mistake of ours, of which the client learns only the number of the request.
 */
export function toScimError(error: unknown, requestId: string): ScimError {
  if (error instanceof ScimError) return error
  const { statusCode, message, code } = error as { statusCode?: number; message?: string; code?: string }
  if (statusCode === 413) return tooMuch('maxPayloadSize', mostBulkBytes, 'bytes')
  if (statusCode === 415) return unsupported()
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new ScimError(statusCode, statusCode === 400 ? 'invalidSyntax' : undefined, message ?? 'Bad request.')
  // The database ends connections when it is stopped or has too many: that passes.
  if (code === '53300' || code?.startsWith('57P') || code === 'ECONNREFUSED' || code === 'ECONNRESET')
    return new ScimError(503, undefined, `The store cannot be reached. Try again. The request was ${requestId}.`)
  return new ScimError(500, undefined, `Something went wrong here. The request was ${requestId}.`)
}

/** The largest body, in bytes. That of a bulk request may be larger: see `bulkLimits`. */
export const mostBytes = 1024 * 1024

/** The largest body of a bulk request, in bytes. */
export const mostBulkBytes = 4 * 1024 * 1024

export function unsupported(): ScimError {
  return new ScimError(415, undefined, 'Send the body as application/scim+json or application/json.')
}
