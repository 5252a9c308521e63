import type { Database } from '@usher/host'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { kinds, newTenant, openStore } from '../testing/stores.ts'
import {
  assign,
  findApplication,
  insertApplication,
  listAssignments,
  unassign,
  type Application,
} from './applications.ts'
import type { Store } from './directory.ts'
import { addMembers, createGroup, deleteGroup, findGroup, listMembers, removeMembers } from './groups.ts'
import type { Tables } from './tables.ts'
import { findUser, setUser } from './users.ts'

const user = { id: '5a1c5f0e-6d8f-4b5d-9e0a-0d6f3c1b7a01', value: 'User', displayName: 'User', description: '' }
const admin = {
  id: '5a1c5f0e-6d8f-4b5d-9e0a-0d6f3c1b7a02',
  value: 'Admin',
  displayName: 'Administrator',
  description: '',
}
const ana = 'ana@contoso.example'
const bea = 'bea@contoso.example'

describe.each(kinds)('groups and applications on %s', (kind) => {
  let database: Database<Tables>
  let store: Store
  let signal: Application
  let other: Application
  beforeAll(async () => {
    ;({ database } = await openStore(kind, inject('postgresUrl')))
  })
  beforeEach(async () => {
    store = await newTenant(database)
    for (const who of [ana, bea]) await setUser(store, who, { displayName: who.slice(0, 3) })
    const roles = { templateId: 'x', appRoles: [user, admin], requiresRole: true }
    signal = await insertApplication(store, { displayName: 'Signal', ...roles })
    other = await insertApplication(store, { displayName: 'Other', ...roles })
    await createGroup(store, 'Sales')
    await addMembers(store, 'Sales', 'all')
  })
  afterAll(() => database.close())

  const given = async (app: Application) =>
    (await listAssignments(store, app)).map(({ displayName, role }) => `${displayName}: ${role}`).toSorted()
  const members = async () => (await listMembers(store, 'Sales', 10)).map(({ userPrincipalName }) => userPrincipalName)

  test('an application and a group are found by name in any case, and by id', async () => {
    for (const which of ['SIGNAL', signal.id]) expect(await findApplication(store, which)).toEqual(signal)
    const group = await findGroup(store, 'sALES')
    expect(group).toMatchObject({ displayName: 'Sales', members: 2 })
    expect(await findGroup(store, group.id)).toEqual(group)
  })

  test.each([
    [
      'an unknown application',
      () => findApplication(store, 'Teams'),
      'notFound',
      'There is no application "Teams". usher app list shows them.',
    ],
    [
      'an unknown group',
      () => findGroup(store, 'Legal'),
      'notFound',
      'There is no group "Legal". usher group list shows them.',
    ],
    [
      'a second group of one name',
      () => createGroup(store, 'SALES'),
      'conflict',
      'There is a group "SALES" already. Choose another name.',
    ],
    ['a group without a name', () => createGroup(store, '  '), 'invalid', 'A group needs a name.'],
    [
      'a second application of one name',
      () => insertApplication(store, { ...signal, displayName: 'signal' }),
      'conflict',
      'There is an application "signal" already. Give this one another name.',
    ],
    [
      'a role that there is not',
      () => assign(store, signal, ana, 'Owner'),
      'invalid',
      'Signal has no role "Owner". Choose one of: User, Administrator.',
    ],
    ['nobody to assign', () => assign(store, signal, 'eve', 'User'), 'notFound', 'There is no "eve" in the directory.'],
    [
      'nothing to take away',
      () => unassign(store, signal, ana, null),
      'notFound',
      `"${ana}" is not assigned to Signal.`,
    ],
  ] as const)('%s is refused in a sentence', async (_, act, code, sentence) => {
    await expect(act()).rejects.toMatchObject({ code, message: expect.stringContaining(sentence) })
  })

  test('a role is named by value, by display name or by id; without one it is Default Access', async () => {
    expect(await assign(store, signal, ana, 'ADMIN')).toBe(true)
    expect(await assign(store, signal, ana, 'administrator')).toBe(false)
    expect(await assign(store, signal, ana, user.id)).toBe(true)
    expect(await assign(store, signal, bea, null)).toBe(true)
    expect(await given(signal)).toEqual(['ana: Administrator', 'ana: User', 'bea: Default Access'])
  })

  test('of two roles one can be taken away', async () => {
    await assign(store, signal, ana, 'User')
    await assign(store, signal, ana, 'Admin')
    expect(await unassign(store, signal, ana, 'Admin')).toEqual({ removed: 1, left: [] })
    expect(await given(signal)).toEqual(['ana: User'])
  })

  test('who has an application through a group leaves that group; the others keep it', async () => {
    await assign(store, signal, 'Sales', 'User')
    expect(await unassign(store, signal, ana, null)).toEqual({ removed: 0, left: ['Sales'] })
    expect(await members()).toEqual([bea])
    expect(await given(signal)).toEqual(['Sales: User'])
  })

  test('taking away a role that was given directly leaves the group alone that gives another role', async () => {
    await assign(store, signal, 'Sales', 'User')
    await assign(store, signal, ana, 'Admin')
    expect(await unassign(store, signal, ana, 'Admin')).toEqual({ removed: 1, left: [] })
    expect(await members()).toEqual([ana, bea])
  })

  test.each([
    ['another application', () => assign(store, other, 'Sales', 'User'), null],
    ['another role', () => assign(store, signal, 'Sales', 'Admin'), 'User'],
  ] as const)('nobody is taken out of a group that gives %s too; the sentence says how to', async (_, also, role) => {
    await assign(store, signal, 'Sales', 'User')
    await assign(store, signal, ana, 'User')
    await also()
    await expect(unassign(store, signal, ana, role)).rejects.toMatchObject({
      code: 'conflict',
      message: `"${ana}" has Signal through the group "Sales", which gives other applications or roles too. If they shall lose those as well: usher group remove "Sales" "${ana}".`,
    })
    expect(await members()).toEqual([ana, bea])
    expect(await given(signal)).toContain('ana: User')
  })

  test('both roles that a group gives are taken away by leaving it', async () => {
    await assign(store, signal, 'Sales', 'User')
    await assign(store, signal, 'Sales', 'Admin')
    expect(await unassign(store, signal, ana, null)).toEqual({ removed: 0, left: ['Sales'] })
  })

  test('a deleted group gives nothing any more, and its name is free', async () => {
    await assign(store, signal, 'Sales', 'User')
    await deleteGroup(store, 'Sales')
    expect(await given(signal)).toEqual([])
    expect(await createGroup(store, 'Sales')).toMatchObject({ members: 0 })
  })

  test('members are added and removed once; strangers are none', async () => {
    const { id } = await findUser(store, ana)
    expect(await removeMembers(store, 'Sales', [id])).toBe(1)
    expect(await removeMembers(store, 'Sales', [id])).toBe(0)
    expect(await addMembers(store, 'Sales', [id, signal.id])).toBe(1)
    expect(await addMembers(store, 'Sales', 'all')).toBe(0)
  })
})
