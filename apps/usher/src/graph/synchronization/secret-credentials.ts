/** Secrets that say where an application is and how it is asked (graph-api.md 7.15 and 8.4). */
import { credentialsOf, type CredentialsBody } from '../../api/jobs/credentials.ts'
import type { EgressGuard } from '../../edge/egress.ts'
import type { Secret } from '../../store/graph-of-job.ts'
import type { Credentials } from '../../store/jobs.ts'

/** Keys by what of the credentials they say. */
const meanings = {
  BaseAddress: ({ tenantUrl }: Credentials) => tenantUrl,
  Url: ({ tenantUrl }: Credentials) => tenantUrl,
  SecretToken: ({ secretToken }: Credentials) => secretToken,
  Oauth2ClientId: ({ oauth }: Credentials) => oauth?.clientId,
  Oauth2ClientSecret: ({ oauth }: Credentials) => oauth?.clientSecret,
  Oauth2TokenExchangeUri: ({ oauth }: Credentials) => oauth?.tokenEndpoint,
} as const
/** Those that are listed for an application which was configured without the Graph. */
const usual = ['BaseAddress', 'SecretToken', 'Oauth2ClientId', 'Oauth2ClientSecret', 'Oauth2TokenExchangeUri'] as const

/** What the list says; null when that is not enough to ask anybody. Throws `Wrong` about what cannot be used. */
export function credentialsIn(
  guard: EgressGuard,
  list: readonly Secret[],
  before: Credentials | null,
): Credentials | null {
  const said = new Map(list.map(({ key, value }) => [key, value]))
  const tenantUrl = said.get('BaseAddress') ?? said.get('Url')
  const secretToken = said.get('SecretToken')
  const clientId = said.get('Oauth2ClientId')
  const clientSecret = said.get('Oauth2ClientSecret')
  const tokenEndpoint = said.get('Oauth2TokenExchangeUri')
  const isClient = clientId !== undefined && clientSecret !== undefined && tokenEndpoint !== undefined
  const proof =
    secretToken !== undefined ? { secretToken } : isClient ? { oauth: { clientId, clientSecret, tokenEndpoint } } : null
  // The Graph has no words for these, so that they stay as they are.
  const { client, authorities, oauth } = before ?? {}
  if (tenantUrl === undefined || (proof === null && client === undefined)) return null
  const kept: Credentials = {
    tenantUrl,
    ...(client !== undefined && { client }),
    ...(authorities !== undefined && { authorities }),
    ...(proof !== null && 'oauth' in proof && oauth?.clientId === clientId && oauth !== undefined && { oauth }),
  }
  const change: CredentialsBody = { tenantUrl, ...proof }
  return credentialsOf(guard, kept, change)
}

/** The value that holds now, of a key that says something of the credentials; undefined of any other key. */
export function credentialValue(key: string, now: Credentials | null): string | null | undefined {
  if (!Object.hasOwn(meanings, key)) return undefined
  return now === null ? undefined : (meanings[key as keyof typeof meanings](now) ?? null)
}

/** What was configured without the Graph. */
export function listedCredentials(now: Credentials): readonly Secret[] {
  return usual.flatMap((key) => {
    const value = meanings[key](now)
    return value === undefined ? [] : [{ key, value }]
  })
}
