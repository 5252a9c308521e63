import type { Json } from '../resource.ts'
import { urns } from './urns.ts'

/** The detail error keywords of RFC 7644 §3.12 and RFC 9865 §2.1. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount'

/**
 * A failure as SCIM says it (RFC 7644 §3.12): HTTP status, keyword where the RFC has one, and a sentence for the
 * person who must act. `JSON.stringify` of it is the response body.
 *
 * @example
 * throw new ScimError(409, 'uniqueness', 'userName is taken.')
 */
export class ScimError extends Error {
  override readonly name = 'ScimError'
  readonly status: number
  readonly scimType: ScimType | undefined
  readonly detail: string

  constructor(status: number, scimType: ScimType | undefined, detail: string) {
    super(detail)
    this.status = status
    this.scimType = scimType
    this.detail = detail
  }

  toJSON(): { readonly [key: string]: Json } {
    const scimType = this.scimType === undefined ? {} : { scimType: this.scimType }
    return { schemas: [urns.error], status: String(this.status), ...scimType, detail: this.detail }
  }
}

/**
 * Any failure as SCIM says it, for the error handler of an application.
 *
 * A failure that carries an HTTP status of a client's mistake, as frameworks throw for a broken request, keeps it and its
 * message. Of anything else only that it happened is said, since its message may tell what is nobody's business.
 */
export function asScimError(error: unknown): ScimError {
  if (error instanceof ScimError) return error
  const { status, statusCode, message } = Object(error) as { readonly [name: string]: unknown }
  const code = statusCode ?? status
  const isMistake = typeof code === 'number' && Number.isInteger(code) && code >= 400 && code < 500
  if (!isMistake) return new ScimError(500, undefined, 'The service provider has failed. Try again later.')
  const detail = typeof message === 'string' ? message : 'The request cannot be understood.'
  return new ScimError(code, code === 400 ? 'invalidSyntax' : undefined, detail)
}

/** What another server said about a failure. Every part is optional, because servers leave parts out. */
export type ErrorBody = { readonly status?: number; readonly scimType?: string; readonly detail?: string }

/**
 * Reads an error body, as far as it is one. Never throws: what is not a SCIM error gives `{}`.
 *
 * `status` is accepted as text (RFC 7644 §3.12) and as a number, and a `scimType` we do not know is kept as it is.
 */
export function parseErrorBody(body: Json | undefined): ErrorBody {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return {}
  const { status, scimType, detail } = body as { readonly [key: string]: Json }
  const number = typeof status === 'number' ? status : typeof status === 'string' ? Number(status) : Number.NaN
  return {
    ...(Number.isInteger(number) ? { status: number } : {}),
    ...(typeof scimType === 'string' ? { scimType } : {}),
    ...(typeof detail === 'string' ? { detail } : {}),
  }
}
