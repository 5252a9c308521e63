import type { Database } from '@usher/host'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { kinds, newTenant, openStore } from '../testing/stores.ts'
import type { Store } from './directory.ts'
import type { Tables } from './tables.ts'
import { findUser, listUsers, updateUser } from './users.ts'
import { setUser } from '../testing/set-user.ts'
import { deleteUser, purgeExpired, purgeUser, restoreUser } from './user-life.ts'

const ana = 'ana@contoso.example'
const bea = 'bea@contoso.example'

describe.each(kinds)('people on %s', (kind) => {
  let database: Database<Tables>
  let store: Store
  let woken = 0
  beforeAll(async () => {
    ;({ database } = await openStore(kind, inject('postgresUrl')))
  })
  beforeEach(async () => {
    store = { ...(await newTenant(database)), changed: () => (woken += 1) }
    await setUser(store, ana, {
      displayName: 'Ana Silva',
      employeeId: '7',
      mail: 'Ana.Silva@contoso.example',
      mailNickname: 'asilva',
    })
    woken = 0
  })
  afterAll(() => database.close())

  test.each([
    ['userPrincipalName in any case', 'ANA@contoso.example'],
    ['employeeId', '7'],
    ['mail in any case', 'ana.silva@CONTOSO.example'],
    ['mailNickname', 'ASilva'],
    ['displayName in any case', 'ana silva'],
  ])('a person is found by %s, as by id', async (_, who) => {
    const found = await findUser(store, who)
    expect(found).toMatchObject({ userPrincipalName: ana })
    expect(await findUser(store, found.id)).toEqual(found)
  })

  test('a person who is not there is said to be missing, with what can be given', async () => {
    await expect(findUser(store, 'eve')).rejects.toMatchObject({
      code: 'notFound',
      message:
        'There is no "eve" in the directory. Give an id, userPrincipalName, employeeId, mail, mailNickname or displayName.',
    })
    await expect(findUser(store, ana, 'deleted')).rejects.toThrow(
      'There is no "ana@contoso.example" among the deleted people.',
    )
  })

  test('of two people with one name nobody is taken; the sentence names both', async () => {
    await setUser(store, bea, { displayName: 'Ana Silva' })
    await expect(findUser(store, 'Ana Silva')).rejects.toMatchObject({
      code: 'ambiguous',
      message: `More than one person is called "Ana Silva" (${ana}, ${bea}, …). Give the userPrincipalName.`,
    })
  })

  test('a living person comes before a deleted one of the same name', async () => {
    await deleteUser(store, ana)
    const again = await setUser(store, ana, { displayName: 'Ana the second' })
    expect(again.result).toBe('created')
    expect(await findUser(store, ana)).toMatchObject({ id: again.user.id })
    expect(await findUser(store, ana, 'deleted')).toMatchObject({ attributes: { displayName: 'Ana Silva' } })
  })

  test('somebody of another tenant is not found', async () => {
    await expect(findUser(await newTenant(database), ana)).rejects.toMatchObject({ code: 'notFound' })
  })

  test('one attribute is set and the others stay; null and empty text clear', async () => {
    const { user, result } = await setUser(store, ana, { department: 'Sales', mail: null, mailNickname: '' })
    expect(result).toBe('updated')
    expect(user).toMatchObject({ employeeId: '7', accountEnabled: true })
    expect(user.attributes).toEqual({ displayName: 'Ana Silva', department: 'Sales' })
    expect(woken).toBe(1)
  })

  test('setting what is there already changes nothing and wakes nobody', async () => {
    expect(await setUser(store, ana, { displayName: 'Ana Silva', employeeId: '7' })).toMatchObject({
      result: 'unchanged',
    })
    expect(woken).toBe(0)
  })

  test('two who set different attributes of one person at the same time both succeed', async () => {
    const names = ['city', 'country', 'department', 'jobTitle', 'mobile', 'state']
    await Promise.all(names.map((name) => setUser(store, ana, { [name]: name })))
    const { attributes } = await findUser(store, ana)
    expect(names.filter((name) => attributes[name] !== name)).toEqual([])
  })

  test.each([
    [
      'an attribute that the directory gives',
      ana,
      { objectId: 'x' },
      'objectId cannot be set: it is given by the directory.',
    ],
    [
      'a computed attribute',
      ana,
      { IsSoftDeleted: true },
      'IsSoftDeleted cannot be set: it is given by the directory.',
    ],
    [
      'a name that is none',
      ana,
      { 'a b': 'x' },
      '"a b" is not an attribute name: a letter first, then letters of A to Z, digits, _ and dots.',
    ],
    ['a NUL', ana, { city: 'a\0' }, 'city has a NUL or half of a surrogate pair in it, which cannot be stored.'],
    [
      'half of a character',
      ana,
      { city: 'a\ud83d' },
      'city has a NUL or half of a surrogate pair in it, which cannot be stored.',
    ],
    ['a number for a name', ana, { userPrincipalName: 7 }, 'userPrincipalName must be text.'],
    ['neither true nor false', ana, { accountEnabled: 'maybe' }, 'accountEnabled must be true or false.'],
    ['another kind of person', ana, { userType: 'Robot' }, 'userType is Member or Guest, not "Robot".'],
    ['an unknown manager', ana, { manager: 'eve' }, 'There is no "eve" in the directory.'],
    ['a manager that is no name', ana, { manager: 7 }, 'manager must name a person.'],
    ['oneself as manager', ana, { manager: ana }, 'Nobody can be their own manager.'],
    ['a new person without an @', 'eve', { displayName: 'Eve' }, 'There is no "eve" in the directory.'],
    [
      'the userPrincipalName of somebody else',
      bea,
      { userPrincipalName: 'ANA@contoso.example' },
      'Another person has the userPrincipalName ANA@contoso.example. Choose another.',
    ],
  ] as const)('%s is refused in a sentence, and nothing changes', async (_, who, values, sentence) => {
    await setUser(store, bea, { displayName: 'Bea' })
    const before = await listUsers(store, { limit: 10 })
    await expect(setUser(store, who, values)).rejects.toThrow(sentence)
    expect(await listUsers(store, { limit: 10 })).toEqual(before)
  })

  test.each([
    ['one letter off', 'anna@contoso.example', 'Did you mean ana@contoso.example?'],
    ['in the domain', 'ana@contoso.exmaple', 'Did you mean ana@contoso.example?'],
    ['in the display name', 'Ana Sliva', 'Did you mean ana@contoso.example?'],
    ['far off', 'zoe@contoso.example', 'in the directory. usher user create zoe@contoso.example makes a new person.'],
    ['two letters', 'an', 'in the directory. Give an id'],
    ['a pattern', '%%%@contoso.example', 'in the directory. usher user create'],
  ])('a name that is mistyped makes nobody, and says who may be meant: %s', async (_, who, sentence) => {
    await expect(updateUser(store, who, { city: 'Porto' })).rejects.toThrow(sentence)
    expect(await listUsers(store, { limit: 10 })).toMatchObject({ total: 1 })
  })

  test('whoever was deleted is not changed, and the sentence says how they come back', async () => {
    await deleteUser(store, ana)
    await expect(updateUser(store, ana, { city: 'Porto' })).rejects.toThrow(`usher user restore ${ana} brings it back.`)
  })

  test('a deleted person is found among the deleted, restored with all they had, and purged for good', async () => {
    await deleteUser(store, ana)
    expect((await findUser(store, ana)).deletedDateTime).not.toBeNull()
    await expect(deleteUser(store, ana)).rejects.toMatchObject({ code: 'notFound' })
    const restored = await restoreUser(store, ana)
    expect(restored).toMatchObject({ deletedDateTime: null, attributes: { displayName: 'Ana Silva' } })
    await expect(purgeUser(store, ana)).rejects.toThrow('There is no "ana@contoso.example" among the deleted people.')
    await deleteUser(store, ana)
    await purgeUser(store, ana)
    await expect(findUser(store, ana)).rejects.toMatchObject({ code: 'notFound' })
  })

  test('whoever was replaced meanwhile cannot be restored under the same name', async () => {
    await deleteUser(store, ana)
    await setUser(store, ana, { displayName: 'Ana the second' })
    await expect(restoreUser(store, ana)).rejects.toMatchObject({
      code: 'conflict',
      message: `${ana} was given to somebody else meanwhile; change theirs first.`,
    })
  })

  test('people who were deleted long enough ago are purged, others stay', async () => {
    await setUser(store, bea, {})
    await deleteUser(store, ana)
    expect(await purgeExpired(store, '2000-01-01T00:00:00.000Z')).toBe(0)
    expect(await purgeExpired(store, '2999-01-01T00:00:00.000Z')).toBe(1)
    expect((await listUsers(store, { limit: 10 })).users.map((user) => user.userPrincipalName)).toEqual([bea])
  })

  test('people are listed by name in pages, and a search takes % and _ as they are', async () => {
    await setUser(store, bea, { displayName: '100% Bea' })
    const page = await listUsers(store, { limit: 1 })
    expect(page).toMatchObject({ total: 2, users: [{ userPrincipalName: ana }] })
    expect((await listUsers(store, { limit: 1, after: ana })).users).toMatchObject([{ userPrincipalName: bea }])
    expect((await listUsers(store, { limit: 9, search: '100%' })).total).toBe(1)
    expect((await listUsers(store, { limit: 9, search: '1_0' })).total).toBe(0)
  })
})
