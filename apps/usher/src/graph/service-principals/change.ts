/** A service principal is made and changed over the Graph (graph-api.md 4.2). */
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../../store/audit.ts'
import { changesBetween } from '../../store/changes-between.ts'
import { replaceKeys } from '../../store/client-credentials.ts'
import { change, Wrong } from '../../store/directory.ts'
import { setOwners } from '../../store/owners.ts'
import { registrationBy, type Registration } from '../../store/registrations.ts'
import {
  insertServicePrincipal,
  saveAppRoles,
  saveServicePrincipal,
  servicePrincipals,
  type ServicePrincipal,
} from '../../store/service-principals.ts'
import { owns } from '../access/owners.ts'
import { graphAppId } from '../access/permissions.ts'
import { appRolesShape, rolesOf } from '../app-roles.ts'
import { boundIds } from '../applications/change.ts'
import { bindShape, bodyShape, readProperties } from '../body.ts'
import { givenKeys, keyCredentialsShape } from '../credentials.ts'
import { callerOwns, mayTakeOver } from '../owning.ts'
import { merged } from '../properties.ts'
import type { Call } from '../route.ts'
import { GraphFault, denied } from '../wire/fault.ts'
import { servicePrincipalProperties } from './properties.ts'

const others = z.object({
  appId: z.string().max(100).optional(),
  displayName: z.string().trim().min(1).max(256).optional(),
  appRoles: appRolesShape.optional(),
  keyCredentials: keyCredentialsShape.optional(),
  'owners@odata.bind': bindShape.optional(),
})
type Others = z.infer<typeof others>
const shape = {
  of: 'microsoft.graph.servicePrincipal',
  properties: servicePrincipalProperties,
  others,
  readOnly: [
    'id', 'deletedDateTime', 'appDisplayName', 'appDescription', 'applicationTemplateId', 'appOwnerOrganizationId',
    'signInAudience', 'createdDateTime', 'createdByAppId', 'passwordCredentials',
  ],
} // prettier-ignore
export const servicePrincipalBody = bodyShape(shape)

export async function createServicePrincipal(call: Call, body: unknown): Promise<ServicePrincipal> {
  const { properties, others: given } = readProperties<Others>(body, shape)
  const { store } = call.context.house
  if (given.appId === undefined) throw new GraphFault('badRequest', 'appId is required: the appId of an application.')
  const registration = await registrationBy(store, 'appId', given.appId)
  if (registration === null)
    throw new GraphFault(
      'badRequest',
      `The appId '${given.appId}' of the service principal does not reference a valid application object.`,
    )
  if (given.keyCredentials !== undefined)
    throw new GraphFault('badRequest', 'Give keyCredentials to the application: its service principal has the same.')
  await mayMakeOf(call, registration)
  const owners = boundIds(given['owners@odata.bind'] ?? [])
  try {
    return await change(store, async (trx) => {
      const made = await insertServicePrincipal(trx, store.tenant, {
        appId: registration.appId,
        displayName: given.displayName ?? registration.displayName,
        templateId: registration.templateId,
        appRoles: given.appRoles === undefined ? registration.appRoles : rolesOf(given.appRoles, registration.appRoles),
        requiresRole: false,
        properties: merged(copied(registration), properties),
      })
      const owned = { type: 'servicePrincipal', id: made.id } as const
      if (owners.length === 0) await callerOwns(trx, call, owned)
      else await setOwners(trx, store.tenant, owned, owners)
      await audit({ ...store, db: trx }, { actor: call.caller.name, activity: 'Add service principal', object: made.displayName, application: made.id }) // prettier-ignore
      return made
    })
  } catch (error) {
    if (!(error instanceof Wrong) || error.code !== 'conflict') throw error
    const detail = { code: 'ConflictingObjects', target: 'appId', message: error.message }
    throw new GraphFault('sameKey', error.message, { details: [detail] })
  }
}

/** Whoever makes a service principal owns it, and can act as it: of a registration of somebody else makes one who may change that. */
async function mayMakeOf(call: Call, { id }: Registration): Promise<void> {
  const owned = { type: 'application', id } as const
  const others = await call.may('microsoft.directory/applications/basic/update')
  const may = others || (await owns(call.context.house.store, call.caller, owned))
  if (may && (await call.may('microsoft.directory/applications/create', owned))) return
  throw denied('This application is not yours.')
}

/** What a service principal takes over when it is made. */
function copied({ properties }: Registration): ServicePrincipal['properties'] {
  const { api, web } = properties as Readonly<Record<string, Readonly<Record<string, never>> | undefined>>
  return {
    servicePrincipalNames: properties['identifierUris'] ?? [],
    replyUrls: web?.['redirectUris'] ?? [],
    oauth2PermissionScopes: api?.['oauth2PermissionScopes'] ?? [],
    ...(web?.['homePageUrl'] !== undefined && { homepage: web['homePageUrl'] }),
  }
}

export async function changeServicePrincipal(call: Call, before: ServicePrincipal, body: unknown): Promise<void> {
  const { properties, others: given } = readProperties<Others>(body, shape)
  const { store } = call.context.house
  if (given.appId !== undefined && given.appId.toLowerCase() !== before.appId)
    throw new GraphFault('badRequest', "Property 'appId' is read-only and cannot be set.")
  if (given.appRoles !== undefined && before.appId === graphAppId)
    throw new GraphFault('badRequest', `The permissions of ${before.displayName} belong to this service.`)
  const client = { type: 'servicePrincipal', id: before.id, appId: before.appId } as const
  const owners = boundIds(given['owners@odata.bind'] ?? [])
  if (given.keyCredentials !== undefined) await mayTakeOver(call, client, 'credentials')
  if (owners.length > 0) await mayTakeOver(call, client, 'owners')
  await change(store, async (trx) => {
    await sql`select from application where tenant_id = ${store.tenant} and id = ${before.id} for update`.execute(trx)
    const [row] = await servicePrincipals({ db: trx, tenant: store.tenant }, { where: sql`a.id = ${before.id}` })
    const now = row ?? before
    const roles = given.appRoles === undefined ? now.appRoles : rolesOf(given.appRoles, now.appRoles)
    const next = { ...now, displayName: given.displayName ?? now.displayName, properties: merged(now.properties, properties), appRoles: roles } // prettier-ignore
    await saveServicePrincipal(trx, store.tenant, next)
    if (given.appRoles !== undefined) await saveAppRoles(trx, store.tenant, before.appId, roles)
    if (given.keyCredentials !== undefined) await replaceKeys(trx, store.tenant, before.appId, givenKeys(given.keyCredentials)) // prettier-ignore
    if (owners.length > 0) await setOwners(trx, store.tenant, { type: 'servicePrincipal', id: before.id }, owners)
    await audit(
      { ...store, db: trx },
      {
        actor: call.caller.name,
        activity: 'Update service principal',
        object: next.displayName,
        application: before.id,
        changes: changesBetween(told(now), told(next)),
      },
    )
  })
  if (given.appRoles !== undefined) call.context.runner.wake()
}

function told({ displayName, properties, appRoles }: ServicePrincipal) {
  return { displayName, ...properties, appRoles }
}
