import { errorCodes, TargetError, TargetUnusable, type ErrorCode, type ProvisioningError } from '@usher/engine'
import { parseErrorBody, type Json } from '@usher/scim'
import type { HttpResponse } from '../../edge/http.ts'
import { NoAnswer } from '../../edge/no-answer.ts'

export type Operation = 'find' | 'get' | 'create' | 'update' | 'delete'

/** What a status means for one object (engine.md LG-40). */
const codes: Readonly<Record<number, ErrorCode>> = {
  400: 'UnprocessableEntity',
  405: 'MethodNotAllowed',
  409: 'EntryConflict',
  412: 'PreconditionFailed',
  413: 'UnprocessableEntity',
  415: 'UnprocessableEntity',
  422: 'UnprocessableEntity',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  501: 'NotImplemented',
  502: 'InternalServerError',
  503: 'InternalServerError',
  504: 'Timeout',
}

type Answer = { readonly answer: HttpResponse; readonly body: Json | undefined }

/** What an application is proved to by, and what to do when it does not believe it. */
const credentials = {
  token: ['the Secret Token', 'Generate a new token in its admin console and store it.'],
  oauth: ['the access token of the OAuth client', 'Check the client, its secret and its scope in the application.'],
  certificate: ['the client certificate', 'Check in its admin console which certificate it expects.'],
} as const
export type Credential = keyof typeof credentials

/** One object's failure, or the whole target's: wrong token, wrong URL, nobody there. */
export function failure(
  operation: Operation,
  cause: NoAnswer | Answer,
  credential: Credential = 'token',
): TargetError | TargetUnusable {
  if (cause instanceof NoAnswer) {
    if (cause.kind === 'forbidden') return unusable(cause.message, 'WebExceptionProtocolError')
    if (cause.kind === 'unauthorized') return unusable(cause.message, 'Unauthorized')
    if (cause.kind === 'untrusted') {
      return unusable(
        `The application is not spoken to: ${cause.message}. If a private authority issued it, trust that one: usher settings APP --ca FILE.`,
        'WebExceptionProtocolError',
      )
    }
    if (cause.kind === 'refused') {
      return unusable(
        `The application cannot be reached: ${cause.message}. Is it running, and is the Tenant URL right?`,
        'WebExceptionProtocolError',
      )
    }
    return targetError(cause.kind === 'timeout' ? 'Timeout' : 'WebExceptionProtocolError', cause.message)
  }
  const { answer, body } = cause
  const detail = detailOf(body)
  switch (answer.status) {
    case 401: {
      const [which, advice] = credentials[credential]
      return unusable(`The application refuses ${which} (401${detail}). ${advice}`, 'Unauthorized')
    }
    case 403:
      return unusable(
        `The application does not allow this (403${detail}). ${
          body === undefined && answer.body !== ''
            ? 'A web page came with it, so a firewall or a proxy may stand in between.'
            : 'Give the owner of the token, or the client, the right to manage accounts there.'
        }`,
        'InsufficientRights',
      )
    case 404:
      if (operation === 'update') return targetError('InvalidAnchor', 'it is gone in the application (404)', 'soon')
      return unusable(
        `There is no SCIM endpoint at the Tenant URL (404${detail}). Copy the SCIM API URL from the application again.`,
      )
    default: {
      if (answer.status < 300)
        return targetError('NotImplemented', `the application answered ${answer.status}, which is no answer to this`)
      if (answer.status < 400)
        return unusable(
          `The application redirects (${answer.status}), which is not followed. Enter the final Tenant URL.`,
        )
      const code = codes[answer.status] ?? (answer.status >= 500 ? 'InternalServerError' : 'UnprocessableEntity')
      const scimType = memberOf(body, 'scimType')
      const said = `the application answered ${answer.status}${scimType === '' ? '' : ` ${scimType}`}${detail}`
      const message = code === 'PreconditionFailed' ? `it was changed meanwhile: ${said}` : said
      return new Refused({ code, message, retry: errorCodes[code].retry }, scimType)
    }
  }
}

export function notScim(answer: HttpResponse): TargetUnusable {
  const type = answer.headers['content-type'] ?? 'no content type'
  return unusable(`The application's answer is not JSON (${answer.status}, ${type}). Check the Tenant URL.`)
}

export function unusable(
  message: string,
  code: ErrorCode = 'SystemForCrossDomainIdentityManagementServiceIncompatible',
): TargetUnusable {
  return new TargetUnusable({ code, message, retry: errorCodes[code].retry })
}

export function targetError(
  code: ErrorCode,
  message: string,
  retry: 'soon' | 'later' | 'never' = errorCodes[code].retry,
): TargetError {
  return new TargetError({ code, message, retry })
}

function detailOf(body: Json | undefined): string {
  const detail = memberOf(body, 'detail')
  return detail === '' ? '' : `: ${detail.slice(0, 300)}`
}

function memberOf(body: Json | undefined, name: 'detail' | 'scimType'): string {
  const value = parseErrorBody(body)[name]
  return value ?? ''
}

/** One request that the application refused, with its keyword where it gave one (RFC 7644 §3.12). */
export class Refused extends TargetError {
  readonly scimType: string

  constructor(error: ProvisioningError, scimType: string) {
    super(error)
    this.name = 'Refused'
    this.scimType = scimType
  }
}
