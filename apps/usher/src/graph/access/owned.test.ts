/** What a client may do with what it owns, and that nobody gives more than they have. */
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { openGround, type Ground } from '../../acceptance/test-ground.ts'
import { World } from '../../acceptance/test-world.ts'
import { createApi } from '../../api/server.ts'
import type { Observing } from '../../observing.ts'
import { ensureGraph } from '../../store/ensure-graph.ts'
import { servicePrincipalBy } from '../../store/service-principals.ts'
import { everyAction } from './actions.ts'
import { actionsOfRoles, type Caller } from './may.ts'
import { graphAppId, permissions } from './permissions.ts'
import { roles } from './roles.ts'

let ground: Ground
let world: World
let api: FastifyInstance
let caller: Caller
let resource = ''
const nobody = '00000000-0000-0000-0000-000000000000'
const everybody: Caller = {
  kind: 'user', id: nobody, name: 'root', appId: null, tenant: 't', allowed: new Set(everyAction),
  permissions: new Set(['user_impersonation']),
} // prettier-ignore

beforeAll(async () => {
  ground = await openGround('pglite', inject('postgresUrl'))
  world = await World.of(ground)
  await ensureGraph(ground.database.db)
  resource = (await servicePrincipalBy(world.store, 'appId', graphAppId))?.id ?? ''
  const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
  const observing = { log: quiet, metrics: {}, metricsToken: 'm' } as unknown as Observing
  const context = { house: world.house, runner: world.runner, teller: {} as never, running: () => true }
  api = createApi(context, { token: 't', observing, callerFor: () => Promise.resolve(caller) })
  await api.ready()
})
beforeEach(() => void (caller = everybody))
afterAll(async () => {
  await api.close()
  await world.close()
  await ground.close()
})

type Row = Readonly<Record<string, unknown>>
async function ask(method: string, path: string, body?: object): Promise<{ status: number; body: Row }> {
  const answer = await api.inject({
    method: method as 'GET',
    url: `/v1.0${path}`,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  })
  return { status: answer.statusCode, body: answer.body === '' ? {} : (JSON.parse(answer.body) as Row) }
}
const statusOf = async (...of: Parameters<typeof ask>): Promise<number> => (await ask(...of)).status

/** A client with its registration, made by whoever may do everything. */
async function client(displayName: string): Promise<{ id: string; appId: string; app: string }> {
  const { body } = await ask('POST', '/applications', { displayName })
  const made = await ask('POST', '/servicePrincipals', { appId: body['appId'] })
  return { id: made.body['id'] as string, appId: body['appId'] as string, app: body['id'] as string }
}
const as = ({ id, appId }: { id: string; appId: string }, ...values: readonly string[]): Caller => ({
  kind: 'app', id, name: `app:${appId}`, appId, tenant: 't', allowed: new Set(), permissions: new Set(values),
}) // prettier-ignore
const person = (role: string): Caller => {
  const { id = '' } = roles.find(({ displayName }) => displayName === role) ?? {}
  return { ...everybody, name: role, allowed: actionsOfRoles([id]) }
}
const grant = (principalId: string, value: string) => ({
  principalId,
  resourceId: resource,
  appRoleId: permissions.find((one) => one.value === value)?.id,
})

test('OwnedBy: a client makes an application, owns it, sees and provisions only that', async () => {
  const other = await client('Of somebody else')
  const mine = await client('Terraform')
  caller = as(mine, 'Application.ReadWrite.OwnedBy')
  const { body } = await ask('POST', '/applicationTemplates/8adf8e6e-67b2-4cf2-a259-e3dc5476c621/instantiate', {
    displayName: 'Made',
  })
  const made = (body as Readonly<Record<string, Row>>)['servicePrincipal']
  const sp = made?.['id'] as string
  for (const noun of ['applications', 'servicePrincipals']) {
    const listed = (await ask('GET', `/${noun}`)).body['value'] as readonly Row[]
    expect(listed.map(({ displayName }) => displayName)).toEqual(['Made'])
  }
  expect(await statusOf('GET', `/servicePrincipals/${sp}`)).toBe(200)
  expect(await statusOf('GET', `/servicePrincipals(appId='${made?.['appId'] as string}')/synchronization/jobs`)).toBe(
    200,
  )
  expect(await statusOf('POST', `/servicePrincipals/${sp}/synchronization/jobs`, { templateId: 'scim' })).toBe(201)
  expect(await statusOf('GET', `/servicePrincipals/${other.id}`)).toBe(403)
  expect(await statusOf('POST', `/servicePrincipals/${other.id}/synchronization/jobs`, { templateId: 'scim' })).toBe(
    403,
  )
  expect(await statusOf('POST', `/applications/${other.app}/addPassword`, {})).toBe(403)
  expect(await statusOf('DELETE', `/servicePrincipals/${other.id}`)).toBe(403)
  // A registration of somebody else is not made a client of one's own.
  caller = everybody
  const bare = (await ask('POST', '/applications', { displayName: 'Bare' })).body
  caller = as(mine, 'Application.ReadWrite.OwnedBy')
  expect(await statusOf('POST', '/servicePrincipals', { appId: bare['appId'] })).toBe(403)
})

test('an administrator of applications grants what they have themselves, and nothing more', async () => {
  const one = await client('Granted')
  caller = person('Cloud Application Administrator')
  const at = `/servicePrincipals/${one.id}/appRoleAssignments`
  expect(await statusOf('POST', at, grant(one.id, 'Synchronization.ReadWrite.All'))).toBe(201)
  expect(await statusOf('POST', at, grant(one.id, 'RoleManagement.ReadWrite.Directory'))).toBe(403)
  expect(await statusOf('POST', at, grant(one.id, 'User.ReadWrite.All'))).toBe(403)
  expect(
    await statusOf('POST', `/servicePrincipals/${resource}/appRoleAssignedTo`, grant(one.id, 'User.ReadWrite.All')),
  ).toBe(403)
  caller = as(one, 'AppRoleAssignment.ReadWrite.All')
  expect(await statusOf('POST', at, grant(one.id, 'User.ReadWrite.All'))).toBe(201)
  caller = person('User Administrator')
  expect(await statusOf('POST', at, grant(one.id, 'Group.ReadWrite.All'))).toBe(403)
})

test('nobody becomes a client that may do more than they may', async () => {
  const strong = await client('Strong')
  await ask(
    'POST',
    `/servicePrincipals/${strong.id}/appRoleAssignments`,
    grant(strong.id, 'RoleManagement.ReadWrite.Directory'),
  )
  const helper = await client('Helper')
  caller = person('Application Administrator')
  expect(await statusOf('POST', `/applications/${strong.app}/addPassword`, {})).toBe(403)
  expect(await statusOf('POST', `/servicePrincipals/${strong.id}/addPassword`, {})).toBe(403)
  expect(await statusOf('PATCH', `/applications/${strong.app}`, { keyCredentials: [] })).toBe(403)
  const reference = { '@odata.id': `https://x/v1.0/directoryObjects/${helper.id}` }
  expect(await statusOf('POST', `/applications/${strong.app}/owners/$ref`, reference)).toBe(403)
  expect(
    await statusOf('PATCH', `/applications/${strong.app}`, { 'owners@odata.bind': [reference['@odata.id']] }),
  ).toBe(403)
  expect(await statusOf('POST', `/applications/${helper.app}/addPassword`, {})).toBe(200)
  caller = everybody
  expect(await statusOf('POST', `/applications/${strong.app}/addPassword`, {})).toBe(200)
})

test('whoever may only change settings of a job does not change who is in scope (RB-2)', async () => {
  const one = await client('Scoped')
  const at = `/servicePrincipals/${one.id}/synchronization`
  await ask('POST', `${at}/jobs`, { templateId: 'scim' })
  caller = {
    ...everybody,
    allowed: new Set(['microsoft.directory/servicePrincipals/synchronizationCredentials/manage']),
  }
  expect(await statusOf('PUT', `${at}/secrets`, { value: [{ key: 'Domain', value: 'x' }] })).toBe(204)
  expect(await statusOf('PUT', `${at}/secrets`, { value: [{ key: 'SyncAll', value: 'true' }] })).toBe(403)
})
