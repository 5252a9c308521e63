import { errorCodes, TargetError, TargetUnusable, type ErrorCode, type ProvisioningError } from '@usher/engine'
import type { HttpRequest, HttpResponse } from '../../edge/http.ts'
import { NoAnswer } from '../../edge/no-answer.ts'
import { asksToWait } from '../../edge/pace.ts'
import { detailOf, isWebPage, scimTypeOf, type Refusal } from './said.ts'

export type Operation = 'find' | 'get' | 'create' | 'update' | 'delete'
/** What was asked for. `path` below the Tenant URL. */
export type Asked = { readonly operation: Operation; readonly method: HttpRequest['method']; readonly path: string }

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

/** Keywords that say more than the status they come with. */
const codesOfTypes: Readonly<Record<string, ErrorCode>> = { uniqueness: 'EntryConflict' }

/** What a status does not say by itself. */
const meanings: Readonly<Record<number, string>> = {
  413: 'the request is too large for it; map fewer or shorter values',
  415: 'it does not take application/scim+json',
  428: 'it wants If-Match, and must say etag.supported in /ServiceProviderConfig',
}

/** What an application is proved to by, what to do when it does not believe it, and the options that store another one. */
const credentials = {
  token: ['the Secret Token', 'Generate a new token in its admin console and store it', ['secret-token -']],
  oauth: [
    'the access token of the OAuth client',
    'Check the client, its secret and its scope in the application. Another secret is stored with',
    ['client-secret -'],
  ],
  certificate: [
    'the client certificate',
    'Check in its admin console which certificate it expects. Another one is stored with',
    ['client-certificate FILE', 'client-key FILE'],
  ],
} as const
export type Credential = keyof typeof credentials
/** Whom an advice is about. `called`: the application, as the command line takes it. `second`: by the secret beside the one in use. */
export type Advised = { readonly credential: Credential; readonly called?: string; readonly second?: boolean }

function settings({ called = 'APP' }: Advised, ...options: readonly string[]): string {
  return ['usher settings', called, ...options.map((option) => `--${option}`)].join(' ')
}

/** One object's failure, or the whole target's: wrong token, wrong URL, nobody there. */
export function failure(
  asked: Asked,
  cause: NoAnswer | Refusal,
  advised: Advised = { credential: 'token' },
): TargetError | TargetUnusable {
  return cause instanceof NoAnswer ? unanswered(cause, advised) : refused(asked, cause, advised)
}

function unanswered({ kind, message }: NoAnswer, advised: Advised): TargetError | TargetUnusable {
  switch (kind) {
    case 'forbidden':
    case 'tokenless':
      return unusable(message, 'WebExceptionProtocolError')
    case 'later':
    case 'stopped':
      return unusable(message, 'TooManyRequests')
    case 'unauthorized':
      return unusable(message, 'Unauthorized')
    case 'untrusted':
      return unusable(
        `The application is not spoken to: ${message}. If a private authority issued it, trust that one: ${settings(advised, 'ca FILE')}.`,
        'WebExceptionProtocolError',
      )
    case 'refused':
      return unusable(
        `The application cannot be reached: ${message}. Is it running, and is the Tenant URL right?`,
        'WebExceptionProtocolError',
      )
    case 'timeout':
      return targetError('Timeout', message)
    case 'broken':
      return targetError('WebExceptionProtocolError', message)
  }
}

function refused({ operation, method, path }: Asked, refusal: Refusal, advised: Advised): TargetError | TargetUnusable {
  const { answer } = refusal
  const { status } = answer
  const detail = detailOf(refusal)
  const scimType = scimTypeOf(refusal)
  if (answer.wait !== undefined) return unusable(asksToWait(answer.wait), 'TooManyRequests')
  if (status < 300)
    return targetError('NotImplemented', `the application answered ${status}, which is no answer to this`)
  if (status < 400) return redirected(answer, path)
  if (scimType === 'invalidVers') {
    return unusable(
      `The Tenant URL names a version of SCIM that the application does not speak (${status} invalidVers${detail}). Copy the SCIM API URL from the application again.`,
    )
  }
  switch (status) {
    case 401: {
      const [which, advice, options] = credentials[advised.credential]
      const stores = options.map((option) => (advised.second === true ? `new-${option}` : option))
      return unusable(
        `The application refuses ${which} (401${detail}). ${advice}: ${settings(advised, ...stores)}.`,
        'Unauthorized',
      )
    }
    case 403:
      return unusable(
        `The application does not allow this (403${detail}). ${
          isWebPage(answer)
            ? 'A web page came with it, so a firewall or a proxy may stand in between.'
            : 'Give the owner of the token, or the client, the right to manage accounts there.'
        }`,
        'InsufficientRights',
      )
    case 404:
      if (operation === 'update') return targetError('InvalidAnchor', 'it is gone in the application (404)', 'soon')
      return unusable(nothingThere(path, detail))
  }
  const code =
    codesOfTypes[scimType] ?? codes[status] ?? (status >= 500 ? 'InternalServerError' : 'UnprocessableEntity')
  const keyword = scimType === '' ? '' : ` ${scimType}`
  if (method === 'PATCH' && (status === 405 || status === 501))
    return targetError(code, `the application has no PATCH (${status}${detail}). ${putInstead}`)
  const meaning = detail === '' && meanings[status] !== undefined ? `: ${meanings[status]}` : detail
  const said = `the application answered ${status}${keyword}${meaning}`
  const message = code === 'PreconditionFailed' ? `it was changed meanwhile: ${said}` : said
  return new Refused({ code, message, retry: errorCodes[code].retry }, scimType)
}

function nothingThere(path: string, detail: string): string {
  return /^Groups\b/.test(path)
    ? `The application has nothing at /Groups (404${detail}). If it keeps no groups, disable the mapping of groups (usher schema show, "enabled": false, usher schema save); else copy the SCIM API URL from the application again.`
    : `There is no SCIM endpoint at the Tenant URL (404${detail}). Copy the SCIM API URL from the application again.`
}

const putInstead =
  'Usher writes by PUT where /ServiceProviderConfig says that patch is not supported, and the dialect is rfc'

/** Where to, without a query, which may hold what is nobody's business. */
function redirected({ status, headers }: HttpResponse, path: string): TargetUnusable {
  const to = headers['location']?.split(/[?#]/)[0]?.slice(0, 200) ?? ''
  const where = to === '' ? '' : ` to ${to}`
  return unusable(`The application redirects (${status})${where}, which is not followed. ${adviceOn(to, path)}`)
}

function adviceOn(to: string, path: string): string {
  if (/log-?in|sign-?in|auth|sso/i.test(to))
    return 'That looks like a sign-in page: the Tenant URL is that of a website, or the token is not taken there.'
  if (to.endsWith(`/${path}/`))
    return `It wants a slash at the end, which addresses of SCIM do not have (RFC 7644 section 3.2): let it answer at /${path} too.`
  return 'Enter the final Tenant URL.'
}

export function notScim(answer: HttpResponse): TargetUnusable {
  const type = answer.headers['content-type'] ?? 'no content type'
  if (answer.body.trim() === '')
    return unusable(`The application answers with nothing at all (${answer.status}). Check the Tenant URL.`)
  const leads = isWebPage(answer) ? ': it leads to a web page' : ''
  return unusable(`The application's answer is not JSON (${answer.status}, ${type}). Check the Tenant URL${leads}.`)
}

/**
 * A write that was answered with something else: what is read otherwise shows whether everything is.
 *
 * It may have been carried out, and be answered well the next time.
 */
export function strangeAnswer(answer: HttpResponse): TargetError {
  return new TargetError({ ...notScim(answer).error, retry: 'soon' })
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

/** One request that the application refused, with its keyword where it gave one (RFC 7644 §3.12). */
export class Refused extends TargetError {
  readonly scimType: string

  constructor(error: ProvisioningError, scimType: string) {
    super(error)
    this.name = 'Refused'
    this.scimType = scimType
  }
}
