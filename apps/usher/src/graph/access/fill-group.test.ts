import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openGround, type Ground } from '../../acceptance/test-ground.ts'
import { World } from '../../acceptance/test-world.ts'
import { createApi } from '../../api/server.ts'
import type { Observing } from '../../observing.ts'
import { addMembers } from '../../store/group-members.ts'
import { createGroup } from '../../store/groups.ts'
import { giveRole } from '../../store/roles.ts'
import { createUser } from '../../store/users.ts'
import { actionsOfRoles } from './may.ts'
import { globalAdministrator } from './roles.ts'

const groupsAdministrator = 'fdd7a751-b60b-444a-984c-02652fe8fa1c'

let ground: Ground
let world: World
let api: FastifyInstance
let role = groupsAdministrator
beforeAll(async () => {
  ground = await openGround('pglite', inject('postgresUrl'))
  world = await World.of(ground)
  const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
  const observing = { log: quiet, metrics: {}, metricsToken: 'm' } as unknown as Observing
  const context = { house: world.house, runner: world.runner, teller: {} as never, running: () => true }
  api = createApi(context, {
    token: 't',
    observing,
    callerFor: () =>
      Promise.resolve({
        kind: 'user', id: '0f8fad5b-d9cb-469f-a165-70867728950e', name: 'x', appId: 'x', tenant: world.house.store.tenant,
        permissions: new Set(['user_impersonation']), allowed: actionsOfRoles([role]),
      }), // prettier-ignore
  })
  await api.ready()
})
afterAll(async () => {
  await api.close()
  await world.close()
  await ground.close()
})

test('nobody comes to a role through a group, at any depth, by whoever may not give roles', async () => {
  const { store } = world.house
  const { user } = await createUser(store, 'ana@contoso.example', {})
  const [admins, inner, other] = [await createGroup(store, 'Admins'), await createGroup(store, 'Inner'), await createGroup(store, 'Other')] // prettier-ignore
  await addMembers(store, admins.id, [inner.id])
  await giveRole(store, globalAdministrator, { id: admins.id, type: 'group' })
  const at = { '@odata.id': `https://x/v1.0/users/${user.id}` }
  const ask = async (method: 'POST' | 'PATCH', url: string, payload: object) =>
    (await api.inject({ method, url, payload })).statusCode
  for (const { id } of [admins, inner]) {
    expect(await ask('POST', `/v1.0/groups/${id}/members/$ref`, at)).toBe(403)
    expect(await ask('POST', `/v1.0/groups/${id}/owners/$ref`, at)).toBe(403)
    expect(await ask('PATCH', `/v1.0/groups/${id}`, { 'members@odata.bind': [at['@odata.id']] })).toBe(403)
    expect(await ask('POST', `/usher/groups/${id}/members`, { members: [user.id] })).toBe(403)
    expect(await ask('POST', `/usher/groups/${id}/members/remove`, { members: [user.id] })).toBe(403)
  }
  expect(await ask('POST', `/v1.0/groups/${other.id}/members/$ref`, at)).toBe(204)
  role = globalAdministrator
  expect(await ask('POST', `/v1.0/groups/${admins.id}/members/$ref`, at)).toBe(204)
})
