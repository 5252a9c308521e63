/** A person is made and changed over the Graph (graph-api.md 5.1). Passwords are never kept here. */
import type { Json } from '@usher/scim'
import { z } from 'zod'
import { audit } from '../../store/audit.ts'
import { changesBetween } from '../../store/changes-between.ts'
import { Wrong } from '../../store/directory.ts'
import { addressTaken } from '../../store/graph-users.ts'
import { createUser, updateUser, type SetUser, type UserRow } from '../../store/users.ts'
import { concernsSignIn, mustGovern } from '../access/govern.ts'
import { bodyShape, readProperties } from '../body.ts'
import type { Call } from '../route.ts'
import { idReferred } from '../wire/entity.ts'
import { denied, GraphFault, sameValue } from '../wire/fault.ts'
import { userBehind } from './which.ts'
import { extensionNames, isDirectoryExtension, storedAs, userProperties } from './properties.ts'

const others = z.object({
  accountEnabled: z.boolean().optional(),
  displayName: z.string().trim().min(1).max(256).optional(),
  userPrincipalName: z.string().max(320).optional(),
  employeeId: z.string().max(16).nullish(),
  businessPhones: z.array(z.string().max(64)).max(1).nullish(),
  onPremisesExtensionAttributes: z.partialRecord(z.enum(extensionNames), z.string().max(1024).nullable()).nullish(),
  passwordProfile: z.looseObject({ password: z.string().max(256).nullish() }).nullish(),
  'manager@odata.bind': z.string().max(2048).optional(),
})
type Others = z.infer<typeof others>
const shape = {
  of: 'microsoft.graph.user',
  properties: userProperties,
  others,
  readOnly: ['id', 'createdDateTime', 'deletedDateTime', 'securityIdentifier'],
}
export const userBody = bodyShape(shape)
const required = ['accountEnabled', 'displayName', 'mailNickname', 'userPrincipalName'] as const

export async function createOver(call: Call): Promise<UserRow> {
  const { store } = call.context.house
  const given = (typeof call.body === 'object' ? call.body : null) as Readonly<Record<string, unknown>> | null
  const missing = required.find((name) => (given?.[name] ?? null) === null)
  if (missing !== undefined)
    throw new GraphFault('badRequest', `A value is required for property '${missing}' of resource 'User'.`)
  const { userPrincipalName = '', ...values } = await valuesOf(call, null)
  const done = await saved(() => createUser(store, userPrincipalName as string, values))
  return told(call, done)
}

export async function changeOver(call: Call, before: UserRow): Promise<UserRow> {
  const values = await valuesOf(call, before.id)
  if ('manager' in values && !(await call.may('microsoft.directory/users/manager/update'))) throw denied()
  const { store } = call.context.house
  const { user_principal_name: userPrincipalName, account_enabled: accountEnabled, employee_id: employeeId } = before
  if (concernsSignIn({ ...before.attributes, userPrincipalName, accountEnabled, employeeId }, values))
    await mustGovern(store, call.caller, { id: before.id, userPrincipalName })
  const done = await saved(() => updateUser(store, before.id, values))
  return told(call, done)
}

/** The body by the directory's names. Throws `GraphFault` (400, 404) about what is wrong in it. */
async function valuesOf(call: Call, id: string | null): Promise<Readonly<Record<string, Json>>> {
  const { properties, others: given } = readProperties<Others>(call.body, shape)
  const { userPrincipalName, displayName, accountEnabled, employeeId, businessPhones } = given
  // Clients that make people always send one; nobody signs in with a password that others know.
  if (id !== null && (given.passwordProfile?.password ?? null) !== null)
    throw new GraphFault(
      'badRequest',
      'Passwords are not set here: POST /usher/users/{who}/invitation makes a link by which they choose their own.',
    )
  if (userPrincipalName !== undefined && !/^[^\s@]+@[^\s@]+$/.test(userPrincipalName))
    throw new GraphFault('badRequest', 'Property userPrincipalName is invalid: it is a name, @ and a domain.', {
      details: [
        { code: 'InvalidValue', target: 'userPrincipalName', message: 'Property userPrincipalName is invalid.' },
      ],
    })
  const addresses = properties['proxyAddresses']
  if (Array.isArray(addresses)) {
    const taken = await addressTaken(call.context.house.store, addresses.map(String), id)
    if (taken !== null) throw sameValue('proxyAddresses')
  }
  const bound = given['manager@odata.bind']
  const manager = bound === undefined ? undefined : (await userBehind(call, idReferred(bound))).id
  const own: Readonly<Record<string, Json | undefined>> = {
    userPrincipalName,
    displayName,
    accountEnabled,
    employeeId,
    ...(businessPhones !== undefined && { telephoneNumber: businessPhones?.[0] ?? null }),
    ...(given.onPremisesExtensionAttributes === null
      ? Object.fromEntries(extensionNames.map((name) => [name, null]))
      : given.onPremisesExtensionAttributes),
    ...Object.fromEntries(Object.entries(properties).map(([name, value]) => [storedAs(name), value])),
    ...extensionsIn(call.body),
    manager,
  }
  return Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)) as Record<string, Json>
}

const extensionValue = z.union([z.string().max(256), z.number(), z.boolean(), z.null(), z.array(z.string()).max(256)])

function extensionsIn(body: unknown): Readonly<Record<string, Json>> {
  const found = Object.entries(body as object).filter(([name]) => name.startsWith('extension_'))
  const wrong = found.find(([name]) => !isDirectoryExtension(name))
  if (wrong !== undefined)
    throw new GraphFault('badRequest', `Could not find a property named '${wrong[0]}' on type 'microsoft.graph.user'.`)
  return Object.fromEntries(found.map(([name, value]) => [name, extensionValue.parse(value, { reportInput: false })]))
}

async function saved(save: () => Promise<SetUser>): Promise<SetUser> {
  try {
    return await save()
  } catch (error) {
    if (!(error instanceof Wrong) || error.code !== 'conflict') throw error
    throw sameValue('userPrincipalName')
  }
}

async function told(call: Call, { before, user, result }: SetUser): Promise<UserRow> {
  const { store } = call.context.house
  if (result !== 'unchanged')
    await audit(store, {
      actor: call.caller.name,
      activity: result === 'created' ? 'Add user' : 'Update user',
      object: user.userPrincipalName,
      details: { id: user.id },
      changes: changesBetween(before, user),
    })
  return userBehind(call, user.id)
}
