/** Usher as a client of another OpenID Connect provider. */
import type * as oidc from 'openid-client'
import { providerSecret, type SignInProvider } from '../store/sign-in-providers.ts'
import type { At } from './at.ts'

/** Loaded when it is needed: few services have such a provider. */
export const library = () => import('openid-client')

export async function configuration(
  at: Pick<At, 'store' | 'keys'>,
  { issuer, clientId }: SignInProvider,
  send: oidc.CustomFetch,
): Promise<oidc.Configuration> {
  const client = await library()
  const secret = await providerSecret(at.store, at.keys)
  const auth = secret === null ? client.None() : client.ClientSecretPost(secret)
  // Plain http is for this machine only, which the guard of every way out sees to.
  // oxlint-disable-next-line typescript/no-deprecated -- The library marks it so that it is seen.
  const execute = issuer.startsWith('http:') ? [client.allowInsecureRequests] : []
  return client.discovery(new URL(issuer), clientId, {}, auth, { execute, [client.customFetch]: send })
}

export function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error ? cause.message : message
}

export type Tried = { readonly ok: boolean; readonly message: string }

/**
 * Whether the provider is there and knows Usher: it is asked for tokens for a code that it never gave. Nobody signs in.
 *
 * RFC 6749 §5.2: `invalid_client` where it does not know the client or its secret, `invalid_grant` where it only refuses the code.
 */
export async function tried(
  at: Pick<At, 'store' | 'keys'>,
  provider: SignInProvider,
  { send, redirectUri }: { readonly send: oidc.CustomFetch; readonly redirectUri: string },
): Promise<Tried> {
  const { displayName, clientId } = provider
  const found = await configuration(at, provider, send).catch((error: Error) => error)
  if (found instanceof Error) return { ok: false, message: `${displayName} cannot be asked: ${reasonOf(found)}` }
  const client = await library()
  const code = {
    code: 'usher-asks-who-it-is',
    redirect_uri: redirectUri,
    code_verifier: client.randomPKCECodeVerifier(),
  }
  const refusal = await client.genericGrantRequest(found, 'authorization_code', code).catch((error: Error) => error)
  if (refusal instanceof client.ResponseBodyError && refusal.error === 'invalid_grant')
    return { ok: true, message: `${displayName} answers, and knows Usher as ${clientId}.` }
  const said = refusal instanceof Error ? saidBy(refusal) : 'it took a code that it never gave.'
  return { ok: false, message: `${displayName} answers, but does not take Usher as ${clientId}: ${said}` }
}

function saidBy(error: Error): string {
  const { error: code, error_description: more } = error as { error?: string; error_description?: string }
  return code === undefined ? reasonOf(error) : `${code}${more === undefined ? '' : ` (${more})`}.`
}
