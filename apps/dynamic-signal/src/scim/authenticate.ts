import { ScimError } from '@usher/scim'
import type { Attempts } from '../attempts.ts'
import type { Scope } from '../tenant/scopes.ts'
import type { TokenHolder, Tokens } from '../store/tokens.ts'

/** Who sent a request: `holder` as far as it can be told, for the log, and why the request is refused, if it is. */
export type Sender = { readonly holder: TokenHolder | null; readonly refusal: ScimError | null }

/**
 * Whom the `Authorization` header stands for; nobody when there is none.
 *
 * Refused are, with 401 and always the same sentence, tokens that are unknown, expired or revoked; with 403 those whose
 * owner lost the Admin permission; with 429 wrong ones from an address that sent too many. A valid token is never
 * refused because of others.
 */
export async function authenticate(
  header: string | undefined,
  address: string,
  { tokens, attempts }: { readonly tokens: Tokens; readonly attempts: Attempts },
): Promise<Sender> {
  if (header === undefined) return { holder: null, refusal: null }
  const [scheme, secret, ...rest] = header.trim().split(/ +/)
  const isBearer = scheme?.toLowerCase() === 'bearer' && secret !== undefined && rest.length === 0
  const holder = (isBearer && secret.length <= 200 ? await tokens.holder(secret) : undefined) ?? null
  if (holder?.isValid !== true) {
    const wait = attempts.secondsToWait(address)
    attempts.failed(address)
    return { holder, refusal: wait > 0 ? tooManyWrong() : invalidToken() }
  }
  return { holder, refusal: holder.ownerIsAdmin ? null : ownerLostAdmin() }
}

function invalidToken(): ScimError {
  return new ScimError(401, undefined, 'The bearer token is unknown, expired or revoked.')
}

function tooManyWrong(): ScimError {
  return new ScimError(429, undefined, 'Too many requests with a wrong token. Try again later.')
}

function ownerLostAdmin(): ScimError {
  const detail = 'The owner of this token may not use the API: ensure that the account has Admin permissions.'
  return new ScimError(403, undefined, detail)
}

export function unauthenticated(): ScimError {
  return new ScimError(401, undefined, 'Send a bearer token. The admin console generates one.')
}

export function ofAnotherAddress(): ScimError {
  return new ScimError(
    404,
    undefined,
    'The bearer token is not one of this address: use both as the admin console shows them.',
  )
}

/** Throws 403 when a token lacks a scope that the request needs. */
export function checkScopes(holder: TokenHolder, needs: readonly Scope[]): void {
  const missing = needs.find((scope) => !holder.scopes.includes(scope))
  if (missing !== undefined)
    throw new ScimError(403, undefined, `The token lacks the scope ${missing}. Generate one that has it.`)
}
