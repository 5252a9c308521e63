/** Who asks, by an access token: as things are now, not as they were when it was issued. */
import { everyAction, type Action } from '../graph/access/actions.ts'
import { actionsOfRoles, type Caller } from '../graph/access/may.ts'
import { GraphFault } from '../graph/wire/fault.ts'
import { actingClient, actingPerson, type ActingPerson, type RoleOf } from '../store/principals.ts'
import type { At } from './at.ts'
import { credentialIn } from './credential-used.ts'
import type { Providers } from './providers.ts'

/** Throws `GraphFault` (401) unless it is a token of ours, of somebody who may still act. */
export async function callerByToken(at: At, providers: Providers, token: string): Promise<Caller> {
  const { verified } = await import('./verify.ts')
  const claims = await verified(at, providers, token)
  const { store } = at
  if (claims.idtyp === 'user') {
    const person = await actingPerson(store, claims.oid)
    if (person === null || isBefore(claims.iat, person.validFrom))
      throw new GraphFault('unauthenticated', 'The person of this token may not sign in any more, or must do it again.')
    return callerOfPerson(person, { tenant: store.tenant, appId: claims.appid, permissions: claims.scp.split(' ') })
  }
  const client = await actingClient(store, { principal: claims.oid, credential: credentialIn(claims.uti) ?? '' })
  if (client === null)
    throw new GraphFault(
      'unauthenticated',
      'The application of this token was disabled or deleted, or its credential was removed or has ended.',
    )
  const permissions = new Set(client.permissions)
  return {
    kind: 'app',
    id: claims.oid,
    name: `app:${client.displayName}`,
    appId: claims.appid,
    tenant: store.tenant,
    permissions: new Set(claims.roles.filter((role) => permissions.has(role))),
    allowed: allowedBy(client.roles),
  }
}

type Means = { readonly tenant: string; readonly appId: string; readonly permissions: readonly string[] }

export function callerOfPerson(person: ActingPerson, { tenant, appId, permissions }: Means): Caller {
  return {
    kind: 'user',
    id: person.id,
    name: person.userPrincipalName,
    appId,
    tenant,
    permissions: new Set(permissions),
    allowed: allowedBy(person.roles),
  }
}

const known = new Set<string>(everyAction)

/** What roles allow together, built-in and custom. */
export function allowedBy(roles: readonly RoleOf[]): ReadonlySet<Action> {
  const custom = roles.flatMap(({ actions }) => actions ?? []).filter((one): one is Action => known.has(one))
  return new Set([...actionsOfRoles(roles.map(({ id }) => id)), ...custom])
}

/** Tokens say seconds, so one of the same second does not count. */
function isBefore(iat: number, validFrom: string | null): boolean {
  return validFrom !== null && iat * 1000 < Date.parse(validFrom)
}
