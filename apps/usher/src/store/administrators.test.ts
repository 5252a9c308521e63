import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openDoor, type Door } from '../graph/access/test-door.ts'
import { globalAdministrator } from '../graph/access/roles.ts'
import { sql } from 'kysely'
import { addMembers } from './group-members.ts'
import { createGroup } from './groups.ts'
import { gatherRemovals, settleRemovals } from './inbound-removals.ts'
import { giveRole } from './roles.ts'
import { createUser, type User } from './users.ts'
import type { Instant } from '@usher/engine'

let door: Door
let ana: User
let admins: string
beforeAll(async () => {
  door = await openDoor(inject('postgresUrl'))
  ana = (await createUser(door.store, 'ana@contoso.example', { employeeId: '1' })).user
  admins = (await createGroup(door.store, 'Administrators')).id
  await giveRole(door.store, globalAdministrator, { id: admins, type: 'group' })
  await addMembers(door.store, admins, [ana.id])
})
afterAll(() => door.close())

const isLast = { status: 400, text: expect.stringContaining('the last Global Administrator who can sign in') as string }

test('the last administrator is not disabled, deleted, forgotten, or taken out of the group that makes them one', async () => {
  const { everybody: root } = door
  const group = { members: [ana.id] }
  for (const [method, url, body] of [
    ['PATCH', `/v1.0/users/${ana.id}`, { accountEnabled: false }],
    ['PATCH', `/usher/users/${ana.id}`, { accountEnabled: 'false' }],
    ['DELETE', `/v1.0/users/${ana.id}`],
    ['DELETE', `/usher/users/${ana.id}`],
    ['POST', `/usher/users/${ana.id}/forget`, { yes: true }],
    ['DELETE', `/v1.0/groups/${admins}/members/${ana.id}/$ref`],
    ['POST', `/usher/groups/${admins}/members/remove`, group],
    ['DELETE', `/v1.0/groups/${admins}`],
    ['DELETE', `/v1.0/directoryRoles/${globalAdministrator}/members/${admins}/$ref`],
  ] as const)
    expect(await door.ask(root, method, url, body), `${method} ${url}`).toMatchObject(isLast)
  const now = await door.ask(root, 'GET', `/usher/users/${ana.id}`)
  expect(now.body).toMatchObject({ accountEnabled: true, deletedDateTime: null })
})

test('an import that would disable the last one holds them, whoever allows it', async () => {
  const { db, tenant } = door.store
  const { user: ben } = await createUser(door.store, 'ben@contoso.example', { employeeId: '2' })
  const at = new Date().toISOString() as Instant
  const of = { tenant, job: 'job' }
  const settling = { limits: null, window: 40, gathers: false, at }
  await gatherRemovals(db, { ...of, at }, [ana.id, ben.id])
  expect((await settleRemovals(db, of, settling)).disabled.map(({ id }) => id)).toEqual([ben.id])
  await sql`update look set decision = 'allowed' where tenant_id = ${tenant} and object_id = ${ana.id}`.execute(db)
  expect((await settleRemovals(db, of, settling)).disabled).toEqual([])
  const { rows } = await sql`select why, decision from look where tenant_id = ${tenant} and job_id = 'job'`.execute(db)
  expect(rows).toEqual([{ why: 'removalHeld', decision: null }])
})

test('two administrators who disable each other at once do not both succeed', async () => {
  const { user: cyd } = await createUser(door.store, 'cyd@contoso.example', {})
  await giveRole(door.store, globalAdministrator, { id: cyd.id, type: 'user' })
  const off = (id: string) => door.ask(door.everybody, 'PATCH', `/v1.0/users/${id}`, { accountEnabled: false })
  const both = await Promise.all([off(ana.id), off(cyd.id)])
  expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([204, 400])
})

test('once somebody else has the role, everything goes', async () => {
  const { user } = await createUser(door.store, 'dan@contoso.example', {})
  await giveRole(door.store, globalAdministrator, { id: user.id, type: 'user' })
  expect((await door.ask(door.everybody, 'DELETE', `/v1.0/groups/${admins}`)).status).toBe(204)
  expect((await door.ask(door.everybody, 'DELETE', `/v1.0/users/${ana.id}`)).status).toBe(204)
})
