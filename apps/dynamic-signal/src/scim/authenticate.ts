import { ScimError } from '@usher/scim'
import type { Attempts } from '../attempts.ts'
import type { Scope } from '../tenant/scopes.ts'
import type { TokenHolder, Tokens } from '../store/tokens.ts'

/**
 * Whom the `Authorization` header stands for; `null` when there is none.
 *
 * Throws 401 for a token that is unknown, expired or revoked, always with the same sentence; 403 when the token's owner
 * lost the Admin permission; 429 when this address sent too many wrong tokens. A valid token is never refused because
 * of others.
 */
export async function authenticate(
  header: string | undefined,
  address: string,
  { tokens, attempts }: { readonly tokens: Tokens; readonly attempts: Attempts },
): Promise<TokenHolder | null> {
  if (header === undefined) return null
  const [scheme, secret, ...rest] = header.trim().split(/ +/)
  const isBearer = scheme?.toLowerCase() === 'bearer' && secret !== undefined && rest.length === 0
  const holder = isBearer && secret.length <= 200 ? await tokens.holder(secret) : undefined
  if (holder === undefined) {
    const wait = attempts.secondsToWait(address)
    attempts.failed(address)
    if (wait > 0) throw new ScimError(429, undefined, 'Too many requests with a wrong token. Try again later.')
    throw new ScimError(401, undefined, 'The bearer token is unknown, expired or revoked.')
  }
  if (!holder.ownerIsAdmin)
    throw new ScimError(
      403,
      undefined,
      'The owner of this token may not use the API: ensure that the account has Admin permissions.',
    )
  return holder
}

export function unauthenticated(): ScimError {
  return new ScimError(401, undefined, 'Send a bearer token. The admin console generates one.')
}

/** Throws 403 when a token lacks a scope that the request needs. */
export function checkScopes(holder: TokenHolder, needs: readonly Scope[]): void {
  const missing = needs.find((scope) => !holder.scopes.includes(scope))
  if (missing !== undefined)
    throw new ScimError(403, undefined, `The token lacks the scope ${missing}. Generate one that has it.`)
}
