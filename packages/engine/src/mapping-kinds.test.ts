/** What each kind of mapping does to an account, cycle by cycle (mapping.md sections 4 to 6). */
import type { Attributes } from '@usher/scim'
import { describe, expect, test } from 'vitest'
import { active, Life, row } from '../../../test/law/life.ts'
import { create, noted, ruleOf, touch, userName, withMore } from '../../../test/law/mapped.ts'
import type { AttributeMapping, CompositeMatching } from './job/schema.ts'
import { TargetError } from './ports.ts'
import type { Entry } from './types.ts'

/** What `title` is after the person got it, after the source lost it, and after somebody emptied the target. */
async function titles(mapping: AttributeMapping, from: Readonly<Record<string, unknown>>): Promise<readonly unknown[]> {
  const life = noted(mapping)
  life.says = withMore(from)
  await life.cycle()
  const first = life.account('u0@x')?.['title']
  life.says = withMore({})
  await life.happen(touch(0)).cycle()
  const second = life.account('u0@x')?.['title']
  const [id = '', account = {}] = [...life.application.accounts][0] ?? []
  const { title: _, ...rest } = account
  life.application.accounts.set(id, rest)
  await life.cycle({ verify: true })
  await life.happen({ what: 'name', slot: 0, to: 2 }).cycle({ verify: true })
  return [first, second, life.account('u0@x')?.['title']]
}

describe('when the source has no value any more', () => {
  const title = row('[jobTitle]', 'title')
  test.each<readonly [string, AttributeMapping, readonly unknown[]]>([
    ['the target keeps its value', title, ['Boss', 'Boss', undefined]],
    ['nullPolicy clear removes it', { ...title, usher: { nullPolicy: 'clear' } }, ['Boss', undefined, undefined]],
    ['nullPolicy default writes the default', { ...title, defaultValue: 'None', usher: { nullPolicy: 'default' } }, ['Boss', 'None', 'None']],
    ['a default value is of the creation only', { ...title, defaultValue: 'None' }, ['Boss', 'Boss', undefined]],
  ])('%s', async (_, mapping, expected) => {
    expect(await titles(mapping, { jobTitle: 'Boss' })).toEqual(expected)
  }) // prettier-ignore

  test('a person without a value gets the default value at creation', async () => {
    expect(await titles({ ...title, defaultValue: 'None' }, {})).toEqual(['None', 'None', undefined])
  })

  test.each<readonly [string, AttributeMapping, unknown]>([
    ['the target keeps its values', row('[tags]', 'tags'), ['a']],
    ['nullPolicy clear removes them', { ...row('[tags]', 'tags'), usher: { nullPolicy: 'clear' } }, undefined],
  ])('an empty list is no value either: %s', async (_, mapping, expected) => {
    const life = noted(mapping)
    life.says = withMore({ tags: ['a'] })
    await life.cycle()
    life.says = withMore({ tags: [] })
    await life.happen(touch(0)).cycle()
    expect(life.account('u0@x')?.['tags']).toEqual(expected)
  })

  test('mapping type None fills an empty target, and only that', async () => {
    const none: AttributeMapping = { ...title, source: null, defaultValue: 'None' }
    expect(await titles(none, {})).toEqual(['None', 'None', 'None'])
    const life = noted(none)
    await life.cycle()
    const [id = '', account = {}] = [...life.application.accounts][0] ?? []
    life.application.accounts.set(id, { ...account, title: 'Theirs' })
    await life.happen(touch(0)).cycle({ verify: true })
    expect(life.account('u0@x')?.['title']).toBe('Theirs')
  })
})

describe('a flow type', () => {
  const tags = (flowType: AttributeMapping['flowType']): AttributeMapping => ({ ...row('[tags]', 'tags'), flowType })
  test.each<readonly [AttributeMapping['flowType'], readonly string[]]>([
    ['Always', ['b', 'c']],
    ['ObjectAddOnly', ['a', 'b']],
    ['MultiValueAddOnly', ['a', 'b', 'c']],
    ['ValueAddOnly', ['a', 'b', 'c']],
    ['AttributeAddOnly', ['a', 'b']],
  ])('%s makes of a, b at the target and b, c at the source: %j', async (flowType, expected) => {
    const life = noted(tags(flowType))
    life.says = withMore({ tags: ['a', 'b'] })
    await life.cycle()
    life.says = withMore({ tags: ['c', 'b'] })
    await life.happen(touch(0)).cycle()
    expect(new Set(life.account('u0@x')?.['tags'] as string[])).toEqual(new Set(expected))
    await life.happen({ what: 'name', slot: 0, to: 2 }).cycle()
    expect(life.writes, 'it comes to rest').toEqual([])
  })

  test('FlowAlways writes each time the object is looked at, changed or not', async () => {
    const life = noted({ ...row('[jobTitle]', 'title'), flowBehavior: 'FlowAlways' })
    life.says = withMore({ jobTitle: 'Boss' })
    await life.cycle()
    await life.cycle()
    expect(life.writes).toEqual([])
    await life.happen(touch(0)).cycle()
    expect(life.writes).toEqual(['update u0@x title=Boss'])
  })

  test('FlowAlways disables a leaver once: another time would count as another removal', async () => {
    const life = new Life(ruleOf([userName, { ...active, flowBehavior: 'FlowAlways' }])).happen(create(0))
    await life.cycle()
    await life.happen({ what: 'disable', slot: 0 }).cycle()
    expect(life.writes).toEqual(['update u0@x active=false'])
    await life.happen(touch(0)).cycle()
    expect(life.writes).toEqual([])
  })
})

describe('a mapping that is saved anew', () => {
  const role = (value: string) => ({ id: value, value, displayName: value })
  test.each<readonly [string, AttributeMapping, AttributeMapping, Attributes]>([
    ['from AttributeAddOnly to Always replaces what the application had', { ...row('[jobTitle]', 'title'), flowType: 'AttributeAddOnly' }, row('[jobTitle]', 'title'), { title: 'Boss' }],
    ['from MultiValueAddOnly to Always takes away what was added before', { ...row('[tags]', 'tags'), flowType: 'MultiValueAddOnly' }, row('[tags]', 'tags'), { tags: ['b'] }],
    ['from adding roles to asserting them takes away what is not assigned', row('AppRoleAssignmentsComplex([appRoleAssignments])', 'roles'), row('AssertiveAppRoleAssignmentsComplex([appRoleAssignments])', 'roles'), { roles: [expect.objectContaining({ value: 'User' })] }],
  ])('%s, though the person is as before', async (_, before, after, expected) => {
    const life = noted(before)
    life.application.accounts.set('a', { userName: 'u0@x', title: 'Theirs', tags: ['a'], roles: [{ value: 'Admin' }] })
    life.says = withMore({ jobTitle: 'Boss', tags: ['b'], appRoleAssignments: [role('User')] })
    await life.cycle()
    expect(life.account('u0@x')).not.toMatchObject(expected)
    life.rule = { ...life.rule, ...ruleOf([userName, active, after]) }
    life.memory.state.watermark = null
    await life.cycle()
    expect(life.account('u0@x')).toMatchObject(expected)
    await life.happen(touch(0)).cycle()
    expect(life.writes, 'it comes to rest').toEqual([])
  }) // prettier-ignore
})

describe('references', () => {
  test('several of them flow as the accounts of those who have one, and follow when they change', async () => {
    const members = row('[members]', 'members')
    const life = new Life(ruleOf([userName, active, members])).happen(create(1), create(2))
    await life.cycle()
    const ref = (slot: number) => ({ type: 'User', id: life.world.at(slot)?.id ?? `nobody${slot}` })
    const accounts = (...slots: number[]) => slots.map((slot) => ({ value: life.link(slot)?.targetId }))
    const membersOf = (refs: readonly unknown[]) => (entry: Entry) =>
      entry.ref.id === life.world.at(0)?.id ? withMore({ members: refs })(entry) : entry
    life.says = membersOf([ref(1), ref(2), ref(9)])
    await life.happen(create(0)).cycle()
    expect(life.account('u0@x')?.['members']).toEqual(accounts(1, 2))
    life.says = membersOf([ref(2)])
    await life.happen(touch(0)).cycle()
    expect(life.account('u0@x')?.['members']).toEqual(accounts(2))
    life.says = membersOf([])
    await life.happen({ what: 'name', slot: 0, to: 2 }).cycle()
    expect(life.account('u0@x')?.['members']).toBeUndefined()
    await life.happen({ what: 'name', slot: 0, to: 3 }).cycle()
    expect(life.writes, 'it comes to rest').toEqual([])
  })
})

describe('a target path', () => {
  const custom = 'urn:ietf:params:scim:schemas:extension:Contoso:2.0:User:tag'
  test('may be complex, of an element, of the enterprise extension or of one of your own', async () => {
    const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
    const rows = [
      row('[a]', 'name.givenName'),
      row('[a]', 'addresses[type eq "work"].locality'),
      row('[a]', 'addresses[type eq "work"].region'),
      row('[a]', `${enterprise}:department`),
      row('[a]', custom),
    ]
    const life = new Life(ruleOf([userName, active, ...rows])).happen(create(0))
    life.says = withMore({ a: 'x' })
    await life.cycle()
    expect(life.account('u0@x')).toMatchObject({
      name: { givenName: 'x' },
      addresses: [{ type: 'work', locality: 'x', region: 'x' }],
      [enterprise]: { department: 'x' },
      [custom.slice(0, custom.lastIndexOf(':'))]: { tag: 'x' },
    })
  })
})

describe('roles', () => {
  const role = (value: string) => ({ id: value, value, displayName: value })
  test.each([
    ['AppRoleAssignmentsComplex only adds', 'AppRoleAssignmentsComplex', ['Admin', 'User', 'Guest']],
    ['AssertiveAppRoleAssignmentsComplex takes away what is not assigned', 'AssertiveAppRoleAssignmentsComplex', ['User', 'Guest']],
  ])('%s', async (_, name, expected) => {
    const life = noted(row(`${name}([appRoleAssignments])`, 'roles'))
    life.says = withMore({ appRoleAssignments: [role('Admin'), role('User')] })
    await life.cycle()
    life.says = withMore({ appRoleAssignments: [role('User'), role('Guest')] })
    await life.happen(touch(0)).cycle()
    const roles = life.account('u0@x')?.['roles'] as { value: string; primary: boolean }[]
    expect(roles.map(({ value }) => value)).toEqual(expected)
    expect(roles.every(({ primary }) => !primary)).toBe(true)
  }) // prettier-ignore

  test('SingleAppRoleAssignment makes the one role primary, with its type', async () => {
    const life = noted(row('SingleAppRoleAssignment([appRoleAssignments])', 'roles[primary eq "True"].value'))
    life.says = withMore({ appRoleAssignments: [role('Admin')] })
    await life.cycle()
    expect(life.account('u0@x')?.['roles']).toEqual([
      { primary: true, value: 'Admin', type: 'WindowsAzureActiveDirectoryRole' },
    ])
    life.says = withMore({ appRoleAssignments: [role('User')] })
    await life.happen(touch(0)).cycle()
    expect(life.account('u0@x')?.['roles']).toMatchObject([{ primary: true, value: 'User' }])
  })
})

describe('matching', () => {
  const both: readonly CompositeMatching[] = [
    {
      matchingPriority: 1,
      all: [
        { targetAttributeName: 'displayName', expression: 'ToUpper([displayName])' },
        { targetAttributeName: 'title', expression: '[jobTitle]' },
      ],
    },
  ]
  const rows = [{ ...userName, matchingPriority: 2 }, active, row('[displayName]', 'displayName'), row('[jobTitle]', 'title')] // prettier-ignore

  test.each([
    ['both are equal', { displayName: 'N0', title: 'Boss' }, 'a'],
    ['one of them differs', { displayName: 'N0', title: 'Clerk' }, undefined],
    ['one of them is missing', { displayName: 'N0' }, undefined],
  ])('KI-17: by two attributes at once, when %s', async (_, account, joined) => {
    const life = new Life(ruleOf(rows, both)).happen(create(0))
    life.says = withMore({ jobTitle: 'boss' })
    life.application.accounts.set('a', { userName: 'old@x', ...account })
    await life.cycle()
    expect(life.link(0)?.targetId === 'a').toBe(joined === 'a')
    if (joined !== undefined) expect(life.logged(0)).toMatchObject([{ usher: { reason: expect.stringContaining('displayName and title') } }]) // prettier-ignore
  })

  test('is left to the next precedence when a person lacks one of the values', async () => {
    const life = new Life(ruleOf(rows, both)).happen(create(0))
    life.application.accounts.set('a', { userName: 'u0@x', displayName: 'N0', title: 'Boss' })
    await life.cycle()
    expect(life.link(0)?.targetId).toBe('a')
  })
})

const refused = (): void => {
  throw new TargetError({ code: 'InternalServerError', message: 'no', retry: 'later' })
}

describe('a create that was not answered, and somebody else who came to have the same name and title', () => {
  const both: CompositeMatching = {
    matchingPriority: 1,
    all: [
      { targetAttributeName: 'displayName', expression: '[displayName]' },
      { targetAttributeName: 'title', expression: '[jobTitle]' },
    ],
  }
  const rows = [{ ...userName, matchingPriority: 2 }, active, row('[displayName]', 'displayName'), row('[jobTitle]', 'title')] // prettier-ignore

  async function other(): Promise<Life> {
    const life = new Life(ruleOf(rows, [both]))
    life.says = withMore({ jobTitle: 'Boss' })
    await life.happen(create(1)).cycle()
    return life.happen(create(0), touch(0))
  }

  test('no account was made: the person gets one as soon as they are told apart', async () => {
    const life = await other()
    life.beforeWrite = refused
    await life.cycle()
    life.beforeWrite = () => undefined
    await life.happen(touch(1)).cycle()
    expect(life.account('u1@x')).toMatchObject({ displayName: 'name 1', title: 'Boss' })
    await life.happen(touch(0)).cycle()
    expect(life.account('u0@x')).toBeUndefined()
    life.says = withMore({})
    await life.happen(touch(0)).cycle()
    expect(life.account('u0@x')).toMatchObject({ displayName: 'name 1' })
  })

  test('an account was made: it is told apart by the other matching values, and taken away from a leaver', async () => {
    const life = await other()
    life.application.failNext([null, null, null, 'answerLost', null, 'down'])
    await expect(life.happen(touch(1)).cycle()).rejects.toThrow('down')
    for (const name of ['u0@x', 'u1@x'])
      expect(life.account(name)).toMatchObject({ displayName: 'name 1', title: 'Boss' })
    await life.happen({ what: 'disable', slot: 0 }).cycle()
    expect(life.account('u0@x')).toMatchObject({ displayName: 'name 1', title: 'Boss', active: false })
    expect(life.account('u1@x')).toMatchObject({ active: true })
  })
})

describe('a mapping to objectFilter', () => {
  const filter = row('IIF([displayName] = "name 1", IgnoreObjectFlow, "True")', 'objectFilter')

  test('leaves an object alone, whether it has an account or not', async () => {
    const life = new Life(ruleOf([userName, active, row('[displayName]', 'displayName'), filter]))
    await life.happen(create(0), { what: 'name', slot: 0, to: 1 }, create(1)).cycle()
    expect(life.writes).toEqual(['create u1@x'])
    await life.happen({ what: 'name', slot: 1, to: 1 }).cycle()
    expect(life.writes).toEqual([])
    expect(life.account('u1@x')?.['active']).toBe(true)
    await life.happen({ what: 'disable', slot: 1 }).cycle()
    expect(life.writes, 'a leaver leaves all the same').toEqual(['update u1@x active=false'])
  })

  test('takes nobody an account: one that would match stays whose it is', async () => {
    const life = new Life(ruleOf([userName, active, filter])).happen(create(0), touch(0))
    life.application.accounts.set('a', { userName: 'u0@x', active: true })
    await life.cycle()
    expect(life.link(0)).toBeUndefined()
    expect(life.application.requests).toBe(0)
    await life.happen({ what: 'unassign', slot: 0 }).cycle()
    expect(life.writes).toEqual([])
  })
})
