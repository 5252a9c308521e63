/** Whether an access token is one of ours, for this service and this directory, and whom it speaks for. */
import { decodeProtectedHeader, errors, importJWK, jwtVerify, type JWTHeaderParameters } from 'jose'
import { z } from 'zod'
import { GraphFault } from '../graph/wire/fault.ts'
import { issuerOf, type At } from './at.ts'
import type { Providers } from './providers.ts'
import { audiences, isAudience } from './scope.ts'

const claims = z.object({
  aud: z.string(),
  oid: z.guid(),
  tid: z.guid(),
  appid: z.string(),
  idtyp: z.enum(['app', 'user']),
  uti: z.string(),
  iat: z.number(),
  roles: z.array(z.string()).default([]),
  scp: z.string().default(''),
})
type TokenClaims = z.infer<typeof claims>

/** Seconds by which clocks of several processes may differ. */
const tolerance = 5

/** Throws `GraphFault` (401) with the reason. */
export async function verified(at: At, providers: Providers, token: string): Promise<TokenClaims> {
  const { store, origin, base } = at
  try {
    const { payload } = await jwtVerify(token, (header) => keyOf(at, providers, header), {
      algorithms: ['RS256'],
      issuer: issuerOf(origin, store.tenant),
      requiredClaims: ['exp', 'nbf', 'iat'],
      clockTolerance: tolerance,
    })
    const found = claims.safeParse(payload)
    // An ID token has neither; its audience is a client.
    if (!found.success || !isAudience(found.data.aud, audiences(base, origin)))
      throw refused('Access token validation failure. Invalid audience: this is a token for something else.')
    if (found.data.tid !== store.tenant) throw refused('Access token validation failure. Invalid tenant.')
    return found.data
  } catch (error) {
    throw error instanceof errors.JOSEError || error instanceof TypeError ? refused(sentence(error, token)) : error
  }
}

async function keyOf(at: At, providers: Providers, { kid }: JWTHeaderParameters) {
  const named = (list: Awaited<ReturnType<Providers['keysOf']>>) => list.find((key) => key.kid === kid)
  const jwk = named(await providers.keysOf(at)) ?? named(await providers.keysOf(at, true))
  if (jwk === undefined) throw new errors.JWKSNoMatchingKey()
  const { n, e } = jwk
  return importJWK({ kty: 'RSA', ...(n !== undefined && { n }), ...(e !== undefined && { e }) }, 'RS256')
}

function refused(message: string): GraphFault {
  return new GraphFault('unauthenticated', message)
}

function sentence(error: Error, token: string): string {
  if (error instanceof errors.JWTExpired) return 'Lifetime validation failed, the token is expired.'
  if (error instanceof errors.JWTClaimValidationFailed)
    return `Access token validation failure. Invalid ${{ iss: 'issuer', aud: 'audience', nbf: 'lifetime' }[error.claim] ?? error.claim}.`
  try {
    decodeProtectedHeader(token)
    return 'Access token validation failure. Invalid signature.'
  } catch {
    return 'IDX14100: JWT is not well formed. It has three parts with dots between them.'
  }
}
