/** What a job connects with, as an administrator gives it: checked, put together with what was stored, and shown without secrets. */
import { z } from 'zod'
import { authoritiesProblem, clientProblem, expiryOf } from '../../edge/certificates.ts'
import { isElsewhere } from '../../edge/origin.ts'
import type { EgressGuard } from '../../edge/egress.ts'
import type { Changed } from '../../store/audit.ts'
import { Wrong } from '../../store/directory.ts'
import type { Credentials } from '../../store/jobs.ts'

const secret = z.string().min(1).max(8192)
const pem = z
  .string()
  .min(1)
  .max(256 * 1024)

export const credentialsBody = {
  tenantUrl: z.string().min(1).optional(),
  secretToken: secret.optional(),
  oauth: z
    .strictObject({
      tokenEndpoint: z.string().min(1).optional(),
      clientId: z.string().min(1).max(1024).optional(),
      clientSecret: secret.optional(),
      scope: z.string().max(4096).nullable().optional(),
      authentication: z.enum(['post', 'basic']).optional(),
    })
    .optional(),
  client: z
    .union([
      z.strictObject({ certificate: pem.optional(), key: pem.optional(), passphrase: secret.optional() }),
      z.null(),
    ])
    .optional(),
  authorities: z.union([pem, z.null()]).optional(),
}
/** A secret beside the one in use; what is asked with it stays. */
export const otherBody = z
  .strictObject({
    secretToken: secret.optional(),
    clientSecret: secret.optional(),
    certificate: pem.optional(),
    key: pem.optional(),
    passphrase: secret.optional(),
  })
  .optional()

/** The credentials in use with another secret. Throws `Wrong` when there are none, or no such secret is among them. */
export function otherOf(
  guard: EgressGuard,
  before: Credentials | null,
  { secretToken, clientSecret, ...client }: NonNullable<z.infer<typeof otherBody>>,
): Credentials {
  if (before === null) throw new Wrong('invalid', 'There is no secret yet beside which another one could be stored.')
  if (clientSecret !== undefined && before.oauth === undefined)
    throw new Wrong('invalid', 'There is no OAuth client yet; store one with --token-endpoint and --client-id.')
  const withClient = Object.keys(client).length > 0
  if (withClient && (client.certificate === undefined || client.key === undefined))
    throw new Wrong(
      'invalid',
      'A new client certificate comes with its key: --new-client-certificate and --new-client-key.',
    )
  return credentialsOf(guard, before, {
    ...(secretToken !== undefined && { secretToken }),
    ...(clientSecret !== undefined && { oauth: { clientSecret } }),
    ...(withClient && { client }),
  })
}

const body = z.strictObject(credentialsBody)
export type CredentialsBody = z.infer<typeof body>

/** The last day of a client certificate that is given alone; null when none is. */
export function certificateEnds({ client, oauth }: CredentialsBody): string | null {
  return client?.certificate === undefined || oauth !== undefined ? null : expiryOf(client.certificate)
}

/** Whether a change of settings is about the connection at all. */
export function isAboutCredentials(change: CredentialsBody): boolean {
  return Object.keys(credentialsBody).some((name) => change[name as keyof CredentialsBody] !== undefined)
}

/** What to store: what is new, and what was stored beside it. A token takes the place of an OAuth client and the other way round. */
export function credentialsOf(guard: EgressGuard, before: Credentials | null, change: CredentialsBody): Credentials {
  const tenantUrl =
    change.tenantUrl === undefined ? before?.tenantUrl : checkedUrl(guard, 'Tenant URL', change.tenantUrl)
  if (tenantUrl === undefined) throw new Wrong('invalid', 'Give the Tenant URL too: --tenant-url URL.')
  const oauth = change.oauth === undefined ? before?.oauth : oauthOf(guard, before?.oauth, change.oauth)
  const secretToken = change.secretToken === undefined ? before?.secretToken : checkedToken(change.secretToken)
  const client = change.client === undefined ? before?.client : clientOf(before?.client, change.client)
  const authorities = change.authorities === undefined ? before?.authorities : change.authorities
  if (authorities !== undefined && authorities !== null) refuse(authoritiesProblem(authorities))
  if (change.secretToken !== undefined && change.oauth !== undefined)
    throw new Wrong(
      'invalid',
      'Give a Secret Token or an OAuth client, not both: an application is asked with one of them.',
    )
  const token = change.oauth === undefined && secretToken !== undefined ? { secretToken } : {}
  const asked = change.secretToken === undefined && oauth !== undefined ? { oauth } : token
  if (Object.keys(asked).length === 0 && client === undefined)
    throw new Wrong(
      'invalid',
      'Give the Secret Token too (--secret-token - reads it from standard input), or an OAuth client, or a client certificate.',
    )
  if (before !== null) mustStay(before, change, { tenantUrl, ...asked })
  return {
    tenantUrl,
    ...asked,
    ...(client !== undefined && { client }),
    ...(authorities !== undefined && authorities !== null && { authorities }),
  }
}

/** A stored secret is for one application: it goes to no other host by itself, whoever says so. Throws `Wrong`. */
function mustStay(before: Credentials, change: CredentialsBody, { tenantUrl, secretToken, oauth }: Credentials): void {
  const moves = isElsewhere(before.tenantUrl, tenantUrl)
  const asksElsewhere = before.oauth !== undefined && isElsewhere(before.oauth.tokenEndpoint, oauth?.tokenEndpoint)
  if (moves && secretToken !== undefined && change.secretToken === undefined)
    throw new Wrong(
      'invalid',
      'The Tenant URL leads to another host, and a stored secret goes nowhere else: give the Secret Token again (--secret-token - reads it from standard input).',
    )
  if ((moves || asksElsewhere) && oauth !== undefined && change.oauth?.clientSecret === undefined)
    throw new Wrong(
      'invalid',
      'The Tenant URL or the token endpoint leads to another host, and a stored secret goes nowhere else: give the client secret again (--client-secret - reads it from standard input).',
    )
}

/** The credentials as they may be shown: what there is, never a secret. */
export function shownCredentials(stored: Credentials | null) {
  return {
    tenantUrl: stored?.tenantUrl ?? null,
    secretToken: stored?.secretToken === undefined ? null : '(stored)',
    ...(stored?.oauth !== undefined && { oauth: { ...stored.oauth, clientSecret: '(stored)' } }),
    ...(stored?.client !== undefined && { clientCertificate: '(stored)' }),
    ...(stored?.authorities !== undefined && { authorities: '(stored)' }),
  }
}

/** What is a secret, and whether a change holds a new one. */
const secrets = {
  secretToken: ({ secretToken }: CredentialsBody) => secretToken !== undefined,
  'oauth.clientSecret': ({ oauth }: CredentialsBody) => oauth?.clientSecret !== undefined,
  clientCertificate: ({ client }: CredentialsBody) => client !== undefined,
} as const

export function isSecret(property: string): boolean {
  return property in secrets
}

/** Which secrets are new, as the audit log keeps it: that they changed, never what they are. */
export function secretsIn(change: CredentialsBody): readonly Changed[] {
  return Object.entries(secrets)
    .filter(([, isNew]) => isNew(change))
    .map(([property]) => ({ property, before: '[Redact]', after: '[Redact]' }))
}

type Oauth = NonNullable<Credentials['oauth']>

function oauthOf(guard: EgressGuard, before: Oauth | undefined, change: NonNullable<CredentialsBody['oauth']>): Oauth {
  const tokenEndpoint =
    change.tokenEndpoint === undefined
      ? before?.tokenEndpoint
      : checkedUrl(guard, 'token endpoint', change.tokenEndpoint)
  const clientId = change.clientId ?? before?.clientId
  const clientSecret = change.clientSecret?.trim() ?? before?.clientSecret
  if (tokenEndpoint === undefined) throw new Wrong('invalid', 'Give the token endpoint too: --token-endpoint URL.')
  if (clientId === undefined) throw new Wrong('invalid', 'Give the client id too: --client-id ID.')
  if (clientSecret === undefined)
    throw new Wrong('invalid', 'Give the client secret too: --client-secret - reads it from standard input.')
  const scope = change.scope === undefined ? before?.scope : (change.scope ?? undefined)
  const authentication = change.authentication ?? before?.authentication ?? 'post'
  return { tokenEndpoint, clientId, clientSecret, ...(scope !== undefined && { scope }), authentication }
}

type Client = NonNullable<Credentials['client']>

function clientOf(before: Client | undefined, change: CredentialsBody['client']): Client | undefined {
  if (change === null || change === undefined) return undefined
  const certificate = change.certificate ?? before?.certificate
  const key = change.key ?? before?.key
  if (certificate === undefined)
    throw new Wrong('invalid', 'Give the client certificate too: --client-certificate FILE.')
  if (key === undefined) throw new Wrong('invalid', 'Give the key of the client certificate too: --client-key FILE.')
  // A new key does not go with the old passphrase.
  const passphrase = change.passphrase ?? (change.key === undefined ? before?.passphrase : undefined)
  const client = { certificate, key, ...(passphrase !== undefined && { passphrase }) }
  refuse(clientProblem(client))
  return client
}

function checkedToken(text: string): string {
  const token = text.trim()
  if (/[^\x21-\x7e]/.test(token))
    throw new Wrong('invalid', 'The Secret Token holds characters that no token has. Copy it again.')
  return token
}

function checkedUrl(guard: EgressGuard, what: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new Wrong('invalid', `The ${what} "${text}" is not a web address. Copy it from the application.`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new Wrong('invalid', `The ${what} must not hold a user name or password; secrets go into their own settings.`)
  }
  const refused = guard.refuses(url)
  if (refused !== null) throw new Wrong('invalid', `The ${what} cannot be used. ${refused}`)
  return url.href
}

function refuse(problem: string | null): void {
  if (problem !== null) throw new Wrong('invalid', problem)
}
