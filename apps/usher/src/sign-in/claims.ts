/** What stands in an access token (graph-api.md 2.3). */
import type { AccessToken, ClientCredentials } from 'oidc-provider'
import { actingClient, actingPerson, clientByAppId } from '../store/principals.ts'
import { issuerOf, type At } from './at.ts'
import { credentialUsed, tokenId } from './credential-used.ts'

type Claims = Record<string, unknown>

/** The claims of a token that is about to be signed. Throws when whoever it is for is gone meanwhile. */
export async function claimsFor(
  at: At,
  ctx: object,
  token: AccessToken | ClientCredentials,
  standard: Claims,
): Promise<Claims> {
  const { iat, exp, aud } = standard
  const appId = String(token.clientId)
  const common = { aud, iss: issuerOf(at.origin, at.store.tenant), iat, nbf: iat, exp, appid: appId, azp: appId, tid: at.store.tenant, ver: '2.0' } // prettier-ignore
  return token.kind === 'ClientCredentials'
    ? { ...common, ...(await ofClient(at, ctx, appId)) }
    : { ...common, ...(await ofPerson(at, token)) }
}

async function ofClient({ store }: At, ctx: object, appId: string): Promise<Claims> {
  const client = await clientByAppId(store, appId)
  const used = credentialUsed(ctx)
  const principal = client?.principal ?? null
  const acting =
    principal === null || used === undefined ? null : await actingClient(store, { principal, credential: used.keyId })
  if (acting === null || principal === null || used === undefined)
    throw new Error('The client went away while it signed in.')
  const wids = acting.roles.map(({ id }) => id)
  return {
    app_displayname: acting.displayName,
    appidacr: used.by === 'secret' ? '1' : '2',
    idtyp: 'app',
    oid: principal,
    sub: principal,
    roles: acting.permissions,
    ...(wids.length > 0 && { wids }),
    uti: tokenId(used.keyId),
  }
}

async function ofPerson({ store }: At, { accountId, client, scope }: AccessToken): Promise<Claims> {
  const person = await actingPerson(store, accountId)
  if (person === null) throw new Error('The person went away while they signed in.')
  return {
    app_displayname: client?.clientName,
    appidacr: '0',
    idtyp: 'user',
    oid: person.id,
    sub: person.id,
    scp: scope ?? '',
    wids: person.roles.map(({ id }) => id),
    upn: person.userPrincipalName,
    name: person.displayName,
    uti: tokenId(null),
  }
}
