import * as oauth from 'oauth4webapi'
import { NoAnswer, type Kind } from './no-answer.ts'

type Meaning = {
  is(status: number): boolean
  readonly kind: Kind
  says(status: number): string
}

/** What is not about the client: RFC 6749 §5.2 refuses one with 400 or 401. */
const statusMeanings: readonly Meaning[] = [
  {
    is: (status) => status >= 300 && status < 400,
    kind: 'unauthorized',
    says: (status) => `redirects (${status}), which is not followed. Enter the final address: --token-endpoint URL.`,
  },
  {
    is: (status) => [404, 405, 410].includes(status),
    kind: 'unauthorized',
    says: (status) => `is not there (${status}). Check its address: --token-endpoint URL.`,
  },
  {
    is: (status) => status === 429 || status >= 500,
    kind: 'tokenless',
    says: (status) =>
      `gives no access token (${status}). Usher tries again; if it lasts, the sign-in service is at fault.`,
  },
]

function statusOf(error: unknown): number {
  if (error instanceof oauth.ResponseBodyError || error instanceof oauth.WWWAuthenticateChallengeError)
    return error.status
  const { cause } = error as { cause?: unknown }
  return cause instanceof Response ? cause.status : 0
}

/** What the endpoint said, in one sentence; never what it was sent. */
export function refusedBy(error: unknown, { host, pathname }: URL): NoAnswer {
  const endpoint = host + pathname
  if (error instanceof NoAnswer) {
    return error.kind === 'forbidden'
      ? error
      : new NoAnswer(error.kind, `no access token from ${host}: ${error.message}`)
  }
  const status = statusOf(error)
  const meaning = statusMeanings.find(({ is }) => is(status))
  if (meaning !== undefined) return new NoAnswer(meaning.kind, `The token endpoint ${endpoint} ${meaning.says(status)}`)
  if (error instanceof oauth.ResponseBodyError) {
    const said = error.error_description === undefined ? error.error : `${error.error}: ${error.error_description}`
    return new NoAnswer(
      'unauthorized',
      `The token endpoint ${host} gives no access token (${error.status} ${said.slice(0, 200).replace(/\.$/, '')}). Check client id, client secret and scope.`,
    )
  }
  return new NoAnswer(
    'unauthorized',
    `The token endpoint ${endpoint} answers with something that is no access token${status === 0 ? '' : ` (${status})`}. Check its address, and --client-authentication.`,
  )
}
