/** What each kind of mapping does to an account, cycle by cycle (mapping.md sections 4 to 6). */
import { describe, expect, test } from 'vitest'
import { active, Life, row } from '../../../test/law/life.ts'
import type { Happening } from '../../../test/law/world.ts'
import type { AttributeDefinition, AttributeMapping, CompositeMatching } from './job/schema.ts'
import type { Rule } from './job/rule.ts'
import { compileMappings } from './map/compile.ts'
import { TargetError } from './ports.ts'
import type { Entry } from './types.ts'

const definitions: readonly AttributeDefinition[] = [
  { name: 'userName', type: 'String', caseExact: false },
  { name: 'active', type: 'Boolean' },
  { name: 'displayName', type: 'String' },
  { name: 'title', type: 'String' },
  { name: 'tags', type: 'String', multivalued: true },
  { name: 'roles', type: 'String', multivalued: true },
  { name: 'manager', type: 'Reference' },
]

function ruleOf(rows: readonly AttributeMapping[], matching: readonly CompositeMatching[] = []): Partial<Rule> {
  const mapping = compileMappings(
    {
      name: 'people', enabled: true, flowTypes: 'Add, Update', sourceObjectName: 'User', targetObjectName: 'User',
      attributeMappings: rows,
      usher: { matching },
    }, // prettier-ignore
    { name: 'User', attributes: definitions },
  )
  if (mapping.kind === 'refused') throw new Error(mapping.problems.map(({ message }) => message).join())
  return { mapping, definitions: new Map(definitions.map((one) => [one.name, one])) }
}

const userName = row('[userPrincipalName]', 'userName', 1)
const create = (slot: number): Happening => ({ what: 'create', slot })
const touch = (slot: number): Happening => ({ what: 'name', slot, to: 1 })
const noted = (title: AttributeMapping): Life => new Life(ruleOf([userName, active, title])).happen(create(0))
/** Everybody has these attributes too. */
const withMore =
  (more: Readonly<Record<string, unknown>>) =>
  (entry: Entry): Entry => ({ ...entry, object: entry.object && ({ ...entry.object, ...more } as Entry['object']) })

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

describe('a value that exists only when it is written', () => {
  const unique: AttributeMapping = {
    ...row('SelectUniqueValue([displayName], Append([displayName], "2"), Append([displayName], "3"))', 'title'),
    flowType: 'ObjectAddOnly',
  }
  const same = withMore({ displayName: 'Ana' })

  test('is the first that nobody has, also among people of one page', async () => {
    const life = new Life(ruleOf([userName, active, unique])).happen(create(0), create(1))
    life.says = same
    const [plan] = await life.plan()
    expect(plan).toMatchObject({ patch: expect.arrayContaining([expect.objectContaining({ path: 'title', to: expect.objectContaining({ late: 'firstFree', free: 'Ana' }) })]) }) // prettier-ignore
    await life.cycle()
    expect(new Set([0, 1].map((slot) => life.account(`u${slot}@x`)?.['title']))).toEqual(new Set(['Ana', 'Ana2']))
    await life.happen(touch(0)).cycle()
    expect(life.writes).toEqual([])
  })

  test('is the next when somebody takes it between asking and writing', async () => {
    const life = new Life(ruleOf([userName, active, unique])).happen(create(0))
    life.says = same
    let raced = false
    life.beforeWrite = () => {
      if (raced) return
      raced = true
      life.application.accounts.set('other', { userName: 'other@x', title: 'Ana' })
      throw new TargetError({ code: 'EntryConflict', message: 'title is taken', retry: 'soon' })
    }
    await life.cycle()
    expect(life.account('u0@x')?.['title']).toBe('Ana2')
  })

  test('fails with what to do when all are taken', async () => {
    const life = new Life(ruleOf([userName, active, unique])).happen(create(0))
    life.says = same
    for (const title of ['Ana', 'ana2', 'ANA3']) life.application.accounts.set(title, { userName: title, title })
    expect(await life.cycle()).toMatchObject({ created: 0, failed: 1 })
    expect(life.looks('failed')[0]?.error?.message).toContain('Add another rule to SelectUniqueValue.')
  })

  test('a random one is written at creation, and neither log nor plan tell it', async () => {
    const secret: AttributeMapping = row('Append("x", RandomString(10, 1, 0, 1, 1))', 'title')
    const life = noted(secret)
    const [plan] = await life.plan()
    expect(JSON.stringify(plan)).toContain('"late":"generated"')
    await life.cycle()
    const title = String(life.account('u0@x')?.['title'])
    expect(title).toMatch(/^x.{10}$/)
    expect(life.logged(0)).toMatchObject([{ modifiedProperties: expect.arrayContaining([{ displayName: 'title', oldValue: null, newValue: '(generated)' }]) }]) // prettier-ignore
    expect(JSON.stringify(life.logged(0))).not.toContain(title)
    await life.happen(touch(0)).cycle({ verify: true })
    expect(life.writes).toEqual([])
    expect(life.account('u0@x')?.['title']).toBe(title)
  })

  test('a secret that the application repeats in its refusal is not told', async () => {
    const life = noted(row('Redact([password])', 'title'))
    life.says = withMore({ password: 'hunter"2' })
    life.beforeWrite = () => {
      throw new TargetError({ code: 'UnprocessableEntity', message: 'the title "hunter\\"2" (hunter"2) is weak', retry: 'later' }) // prettier-ignore
    }
    await life.cycle()
    expect(life.looks('failed')[0]?.error?.message).toBe('the title "[Redact]" ([Redact]) is weak')
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
})
