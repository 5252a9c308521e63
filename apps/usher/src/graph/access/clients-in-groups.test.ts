import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openDoor, type Door } from './test-door.ts'

let door: Door
beforeAll(async () => {
  door = await openDoor(inject('postgresUrl'))
})
afterAll(() => door.close())

test('whoever may read groups, but no applications, sees of a service principal in one what it is called', async () => {
  const made = async (path: string, body: object) => (await door.ask(door.everybody, 'POST', path, body)).body
  const app = await made('/v1.0/applications', { displayName: 'Robot' })
  const sp = await made('/v1.0/servicePrincipals', { appId: app['appId'] })
  await made(`/v1.0/applications/${app['id']}/addPassword`, {})
  const group = await made('/v1.0/groups', { displayName: 'G', mailEnabled: false, mailNickname: 'g', securityEnabled: true }) // prettier-ignore
  await made(`/v1.0/groups/${group['id']}/members/$ref`, { '@odata.id': `x/${sp['id']}` })
  const names = { id: sp['id'], appId: app['appId'], displayName: 'Robot', servicePrincipalType: 'Application' }
  const of = `/v1.0/groups/${group['id']}`
  const members = async (who: Parameters<Door['ask']>[0], path: string) => {
    const { body } = await door.ask(who, 'GET', path)
    return (body['value'] ?? body['members']) as readonly object[]
  }
  const reader = door.person('Groups Administrator')
  const typed = { '@odata.type': '#microsoft.graph.servicePrincipal', ...names }
  expect(await members(reader, `${of}/members`)).toEqual([typed])
  expect(await members(reader, `${of}?$expand=members`)).toEqual([typed])
  expect(await members(reader, `${of}/members/microsoft.graph.servicePrincipal`)).toEqual([names])
  for (const path of [`${of}/members`, `${of}/members/microsoft.graph.servicePrincipal`])
    expect(await members(door.everybody, path)).toMatchObject([{ ...names, passwordCredentials: [{ hint: expect.any(String) }] }]) // prettier-ignore
})
