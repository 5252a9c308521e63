/** An app registration is made and changed over the Graph (graph-api.md 4.1). */
import type { Json } from '@usher/scim'
import { z } from 'zod'
import { audit } from '../../store/audit.ts'
import { changesBetween } from '../../store/changes-between.ts'
import { addSecret, replaceKeys } from '../../store/client-credentials.ts'
import { change } from '../../store/directory.ts'
import { setOwners } from '../../store/owners.ts'
import { insertRegistration, registrations, saveRegistration, type Registration } from '../../store/registrations.ts'
import { saveAppRoles } from '../../store/service-principals.ts'
import { appRolesShape, rolesOf } from '../app-roles.ts'
import { bindShape, bodyShape, readProperties } from '../body.ts'
import { givenKeys, keyCredentialsShape, lifeOf, passwordShape, shownPassword } from '../credentials.ts'
import { callerOwns, mayTakeOver } from '../owning.ts'
import { merged } from '../properties.ts'
import type { Call } from '../route.ts'
import { idInReference } from '../wire/address.ts'
import { GraphFault } from '../wire/fault.ts'
import { sql } from 'kysely'
import { applicationProperties } from './properties.ts'

const others = z.object({
  displayName: z.string().trim().min(1).max(256).optional(),
  appRoles: appRolesShape.optional(),
  keyCredentials: keyCredentialsShape.optional(),
  passwordCredentials: z.array(passwordShape).max(20).optional(),
  'owners@odata.bind': bindShape.optional(),
})
type Others = z.infer<typeof others>
const shape = {
  of: 'microsoft.graph.application',
  properties: applicationProperties,
  others,
  readOnly: ['id', 'appId', 'applicationTemplateId', 'createdDateTime', 'createdByAppId', 'deletedDateTime'],
}
export const applicationBody = bodyShape(shape)

/** The new registration and the secrets that came with it, which nobody sees again. */
export async function createApplication(
  call: Call,
  body: unknown,
  set: Readonly<Record<string, Json>> = {},
): Promise<{ readonly made: Registration; readonly secrets: readonly object[] }> {
  const { properties, others: given } = readProperties<Others>(body, shape)
  const { store } = call.context.house
  const { displayName } = given
  if (displayName === undefined)
    throw new GraphFault(
      'badRequest',
      "A value without a name was found and 'displayName' is required: give displayName.",
    )
  const owners = boundIds(given['owners@odata.bind'] ?? [])
  return change(store, async (trx) => {
    const made = await insertRegistration(trx, store.tenant, {
      displayName,
      templateId: null,
      appRoles: rolesOf(given.appRoles ?? [], []),
      properties: merged(set, properties),
    })
    const owned = { type: 'application', id: made.id } as const
    if (owners.length === 0) await callerOwns(trx, call, owned)
    else await setOwners(trx, store.tenant, owned, owners)
    if (given.keyCredentials !== undefined)
      await replaceKeys(trx, store.tenant, made.appId, givenKeys(given.keyCredentials))
    const secrets = []
    for (const one of given.passwordCredentials ?? []) {
      const { row, secret } = await addSecret({ db: trx, tenant: store.tenant }, made.appId, lifeOf(one))
      secrets.push(shownPassword(row, secret))
    }
    await audit({ ...store, db: trx }, { actor: call.caller.name, activity: 'Add application', object: displayName })
    return { made, secrets }
  })
}

export async function changeApplication(call: Call, before: Registration, body: unknown): Promise<void> {
  const { properties, others: given } = readProperties<Others>(body, shape)
  const { store } = call.context.house
  if (given.passwordCredentials !== undefined)
    throw new GraphFault('badRequest', 'Secrets are made by addPassword and removed by removePassword, not by PATCH.')
  const client = { type: 'application', id: before.id, appId: before.appId } as const
  const owners = boundIds(given['owners@odata.bind'] ?? [])
  if (given.keyCredentials !== undefined) await mayTakeOver(call, client, 'credentials')
  if (owners.length > 0) await mayTakeOver(call, client, 'owners')
  await change(store, async (trx) => {
    // Two who change it at once: each keeps what the other has set.
    await sql`select from app_registration where tenant_id = ${store.tenant} and id = ${before.id} for update`.execute(
      trx,
    )
    const [row] = await registrations({ db: trx, tenant: store.tenant }, { where: sql`r.id = ${before.id}` })
    const now = row ?? before
    const roles = given.appRoles === undefined ? now.appRoles : rolesOf(given.appRoles, now.appRoles)
    const next = {
      ...now,
      displayName: given.displayName ?? now.displayName,
      properties: merged(now.properties, properties),
      appRoles: roles,
    }
    await saveRegistration(trx, store.tenant, next)
    if (given.appRoles !== undefined) await saveAppRoles(trx, store.tenant, before.appId, roles)
    if (given.keyCredentials !== undefined)
      await replaceKeys(trx, store.tenant, before.appId, givenKeys(given.keyCredentials))
    if (owners.length > 0) await setOwners(trx, store.tenant, { type: 'application', id: before.id }, owners)
    await audit(
      { ...store, db: trx },
      {
        actor: call.caller.name,
        activity: 'Update application',
        object: next.displayName,
        changes: changesBetween(told(now), told(next)),
      },
    )
  })
  if (given.appRoles !== undefined) call.context.runner.wake()
}

function told({ displayName, properties, appRoles }: Registration) {
  return { displayName, ...properties, appRoles }
}

/** The ids in addresses of objects, whatever host they name. */
export function boundIds(references: readonly string[]): readonly string[] {
  return references.map((reference) => {
    const id = idInReference(reference)
    if (id === null) throw new GraphFault('badRequest', `Not a valid reference update. '${reference}' names no object.`)
    return id
  })
}
