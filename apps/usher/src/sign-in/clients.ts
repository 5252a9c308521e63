/** Clients as oidc-provider wants them, made of app registrations and their credentials at the moment they are asked for. */
import { createHash, X509Certificate } from 'node:crypto'
import { decodeProtectedHeader, type ProtectedHeaderParameters } from 'jose'
import Provider, { type ClientMetadata } from 'oidc-provider'
import { secretHash, type ClientCredential } from '../store/client-credentials.ts'
import { clientByAppId, credentialsOf } from '../store/principals.ts'
import { isSame } from '../is-same.ts'
import type { At } from './at.ts'
import { noteCredential } from './credential-used.ts'
import { firstParty } from './first-party.ts'

/** A secret of a client as it lies in `client_secret`: key id, SHA-256, and its end in milliseconds. */
type Hashed = readonly [keyId: string, hash: string, ends: number]

export async function clientOf({ store, base }: At, id: string): Promise<ClientMetadata | undefined> {
  const own = firstParty(id, base)
  if (own !== undefined) return own
  const client = await clientByAppId(store, id)
  if (client === null || client.principal === null || !client.enabled) return undefined
  const credentials = await credentialsOf(store, client.appId)
  const common = { client_id: id.toLowerCase(), client_name: client.displayName, redirect_uris: [], response_types: [], grant_types: ['client_credentials'] } // prettier-ignore
  const assertion = Provider.ctx?.oidc.params?.['client_assertion']
  if (typeof assertion !== 'string') {
    const secrets = credentials.filter(({ kind }) => kind === 'password').map(hashed)
    return { ...common, token_endpoint_auth_method: 'client_secret_post', client_secret: JSON.stringify(secrets) }
  }
  const chosen = certificateFor(assertion, credentials)
  // Only this one is offered for verification, so it is the one when there is a token.
  if (chosen !== null) noteCredential(Provider.ctx, { keyId: chosen.keyId, by: 'certificate' })
  return {
    ...common,
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: chosen === null ? [] : [chosen.jwk] },
  }
}

/** Whether a secret is one of a client's that has not ended. `kept`: its `client_secret`. */
export function compareSecret(kept: string, given: string): boolean {
  const digest = secretHash(given)
  const found = (JSON.parse(kept) as readonly Hashed[]).filter(([, hash]) => isSame(digest, hash))
  const good = found.find(([, , ends]) => ends > Date.now())
  if (good !== undefined) noteCredential(Provider.ctx, { keyId: good[0], by: 'secret' })
  return good !== undefined
}

/** Whether it is a secret of the client that has ended. */
export async function isExpired({ store }: At, appId: string, secret: string): Promise<boolean> {
  const hash = secretHash(secret)
  const known = await credentialsOf(store, appId)
  return known.some((one) => one.hash === hash && new Date(one.ends_at) <= new Date())
}

function hashed({ key_id, hash, ends_at }: ClientCredential): Hashed {
  return [key_id, hash ?? '', Date.parse(ends_at)]
}

/** The certificate that the assertion names by a thumbprint (x5t, x5t#S256, or either as kid); the only one, when it names none. */
function certificateFor(assertion: string, credentials: readonly ClientCredential[]) {
  const valid = credentials.filter(({ kind, ends_at }) => kind === 'key' && new Date(ends_at) > new Date())
  const header = headerOf(assertion)
  const { kid, x5t } = header
  const named = [kid, x5t, header['x5t#S256']].filter((one) => typeof one === 'string').map(plain)
  const chosen = named.length === 0 ? (valid.length === 1 ? valid : []) : valid.filter((one) => namesOf(one).some((name) => named.includes(name))) // prettier-ignore
  const [one] = chosen
  if (one === undefined) return null
  const jwk = new X509Certificate(Buffer.from(one.certificate ?? '', 'base64')).publicKey.export({ format: 'jwk' })
  return {
    keyId: one.key_id,
    jwk: { ...jwk, kty: 'RSA' as const, use: 'sig', ...(typeof kid === 'string' && { kid }) },
  }
}

function headerOf(assertion: string): ProtectedHeaderParameters {
  try {
    return decodeProtectedHeader(assertion)
  } catch {
    return {}
  }
}

/** Its thumbprints, as they are written in a header: base64url or hexadecimal. */
function namesOf({ key_id, certificate }: ClientCredential): readonly string[] {
  const der = Buffer.from(certificate ?? '', 'base64')
  const prints = ['sha1', 'sha256'].map((name) => createHash(name).update(der).digest())
  return [key_id, ...prints.flatMap((print) => [print.toString('base64url'), print.toString('hex')])].map(plain)
}

const plain = (text: string): string => (/^[0-9a-f-]+$/i.test(text) ? text.toLowerCase() : text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_')) // prettier-ignore
