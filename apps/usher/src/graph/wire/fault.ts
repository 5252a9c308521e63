/** What the Graph answers when it refuses (graph-api.md 1.11 and 11): one row for each code. */
const kinds = {
  badRequest: [400, 'Request_BadRequest'],
  unsupportedQuery: [400, 'Request_UnsupportedQuery'],
  malformed: [400, 'BadRequest'],
  expiredPage: [400, 'Directory_ExpiredPageToken'],
  enabledEntitlement: [400, 'CannotDeleteOrUpdateEnabledEntitlement'],
  invalidCredentials: [400, 'InvalidCredentials'],
  credentialsUnproved: [400, 'CredentialValidationUnavailable'],
  unauthenticated: [401, 'InvalidAuthenticationToken'],
  denied: [403, 'Authorization_RequestDenied'],
  notFound: [404, 'Request_ResourceNotFound'],
  unrouted: [404, 'UnknownError'],
  notAllowed: [405, 'Request_BadRequest'],
  sameKey: [409, 'Request_MultipleObjectsWithSameKeyValue'],
  conflict: [409, 'Conflict'],
  syncStateNotFound: [410, 'syncStateNotFound'],
  tooLarge: [413, 'RequestEntityTooLarge'],
  mediaType: [415, 'UnsupportedMediaType'],
  unprocessable: [422, 'Request_UnprocessableEntity'],
  failedDependency: [424, 'FailedDependency'],
  tooMany: [429, 'TooManyRequests'],
  internal: [500, 'InternalError'],
  notImplemented: [501, 'NotImplemented'],
  badGateway: [502, 'BadGateway'],
  unavailable: [503, 'ServiceUnavailable'],
} as const

export type FaultKind = keyof typeof kinds
export type Detail = { readonly code: string; readonly message: string; readonly target?: string }
type More = { readonly details?: readonly Detail[]; readonly headers?: Readonly<Record<string, string>> }

/** A request that is refused; the message says what to change. */
export class GraphFault extends Error {
  readonly status: number
  readonly code: string
  readonly details: readonly Detail[]
  readonly headers: Readonly<Record<string, string>>

  constructor(kind: FaultKind, message: string, { details = [], headers = {} }: More = {}) {
    super(message)
    this.name = 'GraphFault'
    ;[this.status, this.code] = kinds[kind]
    this.details = details
    this.headers = headers
  }
}

/** Terraform tries again on this sentence, so it is for what does not exist, and nothing else. */
export function notFound(id: string): GraphFault {
  return new GraphFault(
    'notFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  )
}

/** `why`: what somebody would need who may not do it, or whose it is. */
export function denied(why = ''): GraphFault {
  return new GraphFault('denied', `Insufficient privileges to complete the operation. ${why}`.trim())
}

/** A value that another object has already, where only one may. */
export function sameValue(property: string): GraphFault {
  const message = `Another object with the same value for property ${property} already exists.`
  return new GraphFault('badRequest', message, { details: [{ code: 'ObjectConflict', target: property, message }] })
}

export type Named = { readonly requestId: string; readonly clientRequestId: string }

/** The body of a refusal: `{ error: { code, message, details?, innerError } }`. */
export function envelope(
  fault: Pick<GraphFault, 'code' | 'message' | 'details'>,
  { requestId, clientRequestId }: Named,
) {
  const date = new Date().toISOString().slice(0, 19)
  return {
    error: {
      code: fault.code,
      message: fault.message,
      ...(fault.details.length > 0 && { details: fault.details }),
      innerError: { date, 'request-id': requestId, 'client-request-id': clientRequestId },
    },
  }
}
