import type { Database } from '@usher/host'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { dynamicSignal } from '../gallery/dynamic-signal/template.ts'
import { kinds, newTenant, openStore } from '../testing/stores.ts'
import {
  assign,
  findApplication,
  insertApplication,
  listAssignments,
  setRequiresRole,
  unassign,
  type Application,
} from './applications.ts'
import type { Store } from './directory.ts'
import { deleteGroup } from './group-life.ts'
import { addMembers, listMembers, removeMembers } from './group-members.ts'
import { createGroup, findGroup, setGroup } from './groups.ts'
import { insertJob } from './jobs.ts'
import type { Tables } from './tables.ts'
import { findUser } from './users.ts'
import { setUser } from '../testing/set-user.ts'

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
    await createGroup(store, 'News', { securityEnabled: false })
  })
  afterAll(() => database.close())

  const given = async (app: Application) =>
    (await listAssignments(store, app, { after: null, limit: 100 })).assignments
      .map(({ displayName, role }) => `${displayName}: ${role}`)
      .toSorted()
  const members = async () => {
    const { people } = await listMembers(store, (await findGroup(store, 'Sales')).id, 10)
    return people.map(({ userPrincipalName }) => userPrincipalName)
  }

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
      'an unknown attribute',
      () => setGroup(store, 'Sales', { color: 'red' }),
      'invalid',
      'A group has no color that can be set. Set displayName, description, mailNickname, mail or securityEnabled.',
    ],
    [
      'a name that is taken',
      () => setGroup(store, 'Sales', { displayName: 'news' }),
      'conflict',
      'There is a group "news" already. Choose another name.',
    ],
    ['a name taken away', () => setGroup(store, 'Sales', { displayName: '' }), 'invalid', 'A group needs a name.'],
    [
      'a name that is too long',
      () => createGroup(store, 'x'.repeat(257)),
      'invalid',
      'displayName takes at most 256 characters; this has 257.',
    ],
    [
      'neither true nor false',
      () => setGroup(store, 'Sales', { securityEnabled: 'maybe' }),
      'invalid',
      'securityEnabled must be true or false.',
    ],
    [
      'SC-7: an assignment of a group that is no security group',
      () => assign(store, signal, 'News', 'User'),
      'invalid',
      '"News" is no security group, so it cannot be given an application. usher group set "News" securityEnabled=true makes it one.',
    ],
    [
      'a role to require where there is none',
      async () =>
        setRequiresRole(
          store,
          await insertApplication(store, { displayName: 'Plain', templateId: 'x', appRoles: [], requiresRole: false }),
          true,
        ),
      'invalid',
      'Plain has no app roles, so nobody could have one. Leave it off.',
    ],
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
    ['nothing to take away', () => unassign(store, signal, ana), 'notFound', `"${ana}" is not assigned to Signal.`],
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
    expect(await unassign(store, signal, ana, { role: 'Admin' })).toEqual({ removed: 1, left: [], keeps: [] })
    expect(await given(signal)).toEqual(['ana: User'])
  })

  const fromGroups = { fromGroups: true }

  test('nobody is taken out of a group unless that is asked for; the sentence says which group it is', async () => {
    await assign(store, signal, 'Sales', 'User')
    await expect(unassign(store, signal, ana)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(
        `"${ana}" has Signal through the group "Sales". usher group remove "Sales" "${ana}"`,
      ),
    })
    await assign(store, signal, ana, 'User')
    expect(await unassign(store, signal, ana)).toEqual({ removed: 1, left: [], keeps: ['Sales'] })
    expect(await members()).toEqual([ana, bea])
  })

  test('asked so, who has an application through a group leaves that group; the others keep it', async () => {
    await assign(store, signal, 'Sales', 'User')
    expect(await unassign(store, signal, ana, fromGroups)).toEqual({ removed: 0, left: ['Sales'], keeps: [] })
    expect(await members()).toEqual([bea])
    expect(await given(signal)).toEqual(['Sales: User'])
  })

  test('taking away a role that was given directly leaves the group alone that gives another role', async () => {
    await assign(store, signal, 'Sales', 'User')
    await assign(store, signal, ana, 'Admin')
    expect(await unassign(store, signal, ana, { role: 'Admin' })).toEqual({ removed: 1, left: [], keeps: [] })
    expect(await members()).toEqual([ana, bea])
  })

  test.each([
    ['another application', () => assign(store, other, 'Sales', 'User'), null],
    ['another role', () => assign(store, signal, 'Sales', 'Admin'), 'User'],
  ] as const)('nobody is taken out of a group that gives %s too; the sentence says how to', async (_, also, role) => {
    await assign(store, signal, 'Sales', 'User')
    await assign(store, signal, ana, 'User')
    await also()
    await expect(unassign(store, signal, ana, { role, ...fromGroups })).rejects.toMatchObject({
      code: 'conflict',
      message: `"${ana}" has Signal through the group "Sales", which gives other applications or roles too. If they shall lose those as well: usher group remove "Sales" "${ana}".`,
    })
    expect(await members()).toEqual([ana, bea])
    expect(await given(signal)).toContain('ana: User')
  })

  test('both roles that a group gives are taken away by leaving it', async () => {
    await assign(store, signal, 'Sales', 'User')
    await assign(store, signal, 'Sales', 'Admin')
    expect(await unassign(store, signal, ana, fromGroups)).toEqual({ removed: 0, left: ['Sales'], keeps: [] })
  })

  test('who has an application through a group in an assigned group leaves the inner one, where nested groups count', async () => {
    await createGroup(store, 'Company')
    await addMembers(store, 'Company', [(await findGroup(store, 'Sales')).id])
    await assign(store, signal, 'Company', 'User')
    await expect(unassign(store, signal, ana)).rejects.toThrow(`"${ana}" is not assigned to Signal.`)
    await insertJob(store, signal, { ...dynamicSignal, settings: { ...dynamicSignal.settings, nestedGroups: true } })
    expect(await unassign(store, signal, ana, fromGroups)).toEqual({ removed: 0, left: ['Sales'], keeps: [] })
    expect(await members()).toEqual([bea])
  })

  test('an assignment of a group that was a security group once is taken away, and nobody leaves the group for it', async () => {
    await assign(store, signal, 'Sales', 'User')
    await setGroup(store, 'Sales', { securityEnabled: false })
    await expect(unassign(store, signal, ana)).rejects.toThrow(`"${ana}" is not assigned to Signal.`)
    expect(await unassign(store, signal, 'Sales')).toEqual({ removed: 1, left: [], keeps: [] })
    expect(await members()).toEqual([ana, bea])
  })

  test('what a group is called and whether it is a security group is set and cleared', async () => {
    const set = await setGroup(store, 'Sales', {
      description: ' Sellers ',
      mailNickname: 'sales',
      securityEnabled: false,
    })
    expect(set).toMatchObject({ result: 'updated', group: { description: 'Sellers', mailNickname: 'sales', securityEnabled: false } }) // prettier-ignore
    expect((await setGroup(store, 'Sales', { description: 'Sellers', securityEnabled: 'false' })).result).toBe(
      'unchanged',
    )
    const renamed = await setGroup(store, 'Sales', { displayName: 'Selling', description: '' })
    expect(renamed.group).toMatchObject({ displayName: 'Selling', description: null, mailNickname: 'sales' })
    await expect(findGroup(store, 'Sales')).rejects.toThrow('There is no group "Sales".')
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
    expect(await addMembers(store, 'Sales', [id, '0f8fad5b-d9cb-469f-a165-70867728950e'])).toBe(1)
    expect(await addMembers(store, 'Sales', 'all')).toBe(0)
  })
})
