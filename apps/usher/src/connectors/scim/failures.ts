import { errorCodes, TargetError, TargetUnusable, type ErrorCode } from '@usher/engine'
import type { Attributes, Json } from '@usher/scim'
import { NoAnswer, type HttpResponse } from '../../edge/http.ts'

export type Operation = 'find' | 'get' | 'create' | 'update' | 'delete'

/** What a status means for one object (engine.md LG-40). */
const codes: Readonly<Record<number, ErrorCode>> = {
  400: 'UnprocessableEntity',
  405: 'MethodNotAllowed',
  409: 'EntryConflict',
  412: 'EntryConflict',
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

/** One object's failure, or the whole target's: wrong token, wrong URL, nobody there. */
export function failure(operation: Operation, cause: NoAnswer | Answer): TargetError | TargetUnusable {
  if (cause instanceof NoAnswer) {
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
    case 401:
      return unusable(
        `The application refuses the Secret Token (401${detail}). Generate a new token in its admin console and store it.`,
        'Unauthorized',
      )
    case 403:
      return unusable(
        `The token may not do this (403${detail}). In Dynamic Signal, ensure that the account has Admin permissions.`,
        'InsufficientRights',
      )
    case 404:
      if (operation === 'update') return targetError('InvalidAnchor', 'the account is gone (404)', 'soon')
      return unusable(
        `There is no SCIM endpoint at the Tenant URL (404${detail}). Copy the SCIM API URL from the application again.`,
      )
    default: {
      if (answer.status < 400)
        return unusable(
          `The application redirects (${answer.status}), which is not followed. Enter the final Tenant URL.`,
        )
      const code = codes[answer.status] ?? (answer.status >= 500 ? 'InternalServerError' : 'UnprocessableEntity')
      return targetError(code, `the application answered ${answer.status}${scimTypeOf(body)}${detail}`)
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

function targetError(
  code: ErrorCode,
  message: string,
  retry: 'soon' | 'later' | 'never' = errorCodes[code].retry,
): TargetError {
  return new TargetError({ code, message, retry })
}

function detailOf(body: Json | undefined): string {
  const detail = (body as Attributes | undefined)?.['detail']
  return typeof detail === 'string' && detail !== '' ? `: ${detail.slice(0, 300)}` : ''
}

function scimTypeOf(body: Json | undefined): string {
  const scimType = (body as Attributes | undefined)?.['scimType']
  return typeof scimType === 'string' ? ` ${scimType}` : ''
}
