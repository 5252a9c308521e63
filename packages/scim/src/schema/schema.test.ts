import { expect, test } from 'vitest'
import type { Attributes, Json } from '../resource.ts'
import { rulesOf } from '../rules.ts'
import { readResource } from './input.ts'
import { project } from './project.ts'
import { parseProjection } from './projection.ts'
import { schemasOf } from './schemas.ts'
import { userType } from './user-type.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const lenient = { rules: rulesOf('lenient') }

test('CA-16: a minimal user is active', () => {
  expect(readResource(userType, { userName: 'ana' }, lenient)).toEqual({ userName: 'ana', active: true })
})

test('CA-10, CA-11, L-18: names get their canonical spelling; what is unknown or readOnly is left out', () => {
  const body = {
    USERNAME: 'ana',
    id: 'mine',
    meta: { resourceType: 'User' },
    schemas: ['http://example.org/unknown'],
    name: { GivenName: 'Ana', shoeSize: 9 },
    password: 'secret',
    groups: [],
    constructor: 'x',
    [enterprise.toLowerCase()]: { Department: 'HR', manager: { value: 'M1', displayName: 'Max', $ref: null } },
  }
  expect(readResource(userType, body, lenient)).toEqual({
    userName: 'ana',
    active: true,
    name: { givenName: 'Ana' },
    [enterprise]: { department: 'HR', manager: { value: 'M1' } },
  })
})

const forms: readonly (readonly [string, Attributes, Attributes])[] = [
  ['L-2 booleans as text', { active: 'False' }, { active: false }],
  ['L-9 a list of one for a single value', { title: ['x'] }, { title: 'x' }],
  ['L-9 a list of one object for a single value', { title: [{ value: 'x' }] }, { title: 'x' }],
  ['L-10 one object for a list', { emails: { value: 'a@b' } }, { emails: [{ value: 'a@b' }] }],
  ['L-10 a text for a list of objects', { emails: 'a@b' }, { emails: [{ value: 'a@b' }] }],
  [
    'L-12 core attributes below their URN',
    { ['URN:ietf:params:scim:schemas:core:2.0:user']: { title: 'x' } },
    { title: 'x' },
  ],
  ['L-13 null', { title: null, emails: null, name: null }, {}],
  ['CA-8 empty lists and objects', { emails: [], name: {}, addresses: [{}] }, {}],
  ['CA-9 two primaries', { emails: [p('a'), p('b')] }, { emails: [{ value: 'a', primary: false }, p('b')] }],
  [
    'CA-9 a pair of type and value twice',
    { emails: [{ value: 'a' }, { value: 'a', display: 'A' }] },
    { emails: [{ value: 'a', display: 'A' }] },
  ],
  ['L-8 manager as text', { [enterprise]: { manager: 'M1' } }, { [enterprise]: { manager: { value: 'M1' } } }],
  ['L-8 manager empty', { [enterprise]: { manager: { value: '' } } }, {}],
  ['L-22 any text for country', { addresses: [{ country: 'Nowhere' }] }, { addresses: [{ country: 'Nowhere' }] }],
]

function p(value: string): Attributes {
  return { value, primary: true }
}

test.each(forms)('%s', (_what, body, expected) => {
  const read = readResource(userType, { userName: 'ana', ...body }, lenient)
  expect(read).toEqual({ userName: 'ana', active: true, ...expected })
})

const refused: readonly (readonly [Json, string])[] = [
  [[], 'invalidSyntax'],
  [{}, 'invalidValue'],
  [{ userName: '' }, 'invalidValue'],
  [{ userName: 1 }, 'invalidValue'],
  [{ userName: ['a', 'b'] }, 'invalidValue'],
  [{ userName: { givenName: 'x' } }, 'invalidValue'],
  [{ userName: 'a', active: 'maybe' }, 'invalidValue'],
  [{ userName: 'a', active: 1 }, 'invalidValue'],
  [{ userName: 'a', name: 'Ana' }, 'invalidValue'],
  [{ userName: 'a', emails: [[{ value: 'x' }], { value: { value: {} } }] }, 'invalidValue'],
  [{ userName: 'a', [enterprise]: 'HR' }, 'invalidValue'],
  [{ userName: 'a', USERNAME: 'b' }, 'invalidSyntax'],
  [{ userName: 'a', x509Certificates: [{ value: '%%%' }] }, 'invalidValue'],
]

test.each(refused)('CR-3, CA-7: %j is refused', (body, scimType) => {
  expect(() => readResource(userType, body, lenient)).toThrow(
    expect.objectContaining({ status: 400, scimType }) as Error,
  )
})

test('PU-2, PU-3: a replace clears what it leaves out, but keeps active', () => {
  const before = { userName: 'ana', active: false, title: 'x', [enterprise]: { department: 'HR' } }
  expect(readResource(userType, { userName: 'ana', nickName: '' }, { ...lenient, before })).toEqual({
    userName: 'ana',
    active: false,
  })
})

test('strict refuses what lenient overlooks', () => {
  const strict = { rules: rulesOf('strict') }
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User']
  expect(readResource(userType, { schemas, userName: 'a' }, strict)).toEqual({ userName: 'a', active: true })
  for (const body of [
    { userName: 'a' },
    { schemas: [...schemas, 'urn:x'], userName: 'a' },
    { schemas, userName: 'a', shoeSize: 9 },
    { schemas, userName: 'a', active: 'True' },
    { schemas, userName: 'a', emails: { value: 'x' } },
    { schemas, userName: ['a'] },
  ])
    expect(() => readResource(userType, body, strict)).toThrow(expect.objectContaining({ status: 400 }) as Error)
})

test('CA-2: schemas lists the extensions that have a value', () => {
  expect(schemasOf(userType, { userName: 'a' })).toHaveLength(1)
  expect(schemasOf(userType, { userName: 'a', [enterprise]: { department: 'x' } })).toHaveLength(2)
})

const shown: Attributes = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', enterprise],
  id: 'U1',
  userName: 'ana',
  active: true,
  emails: [{ type: 'work', value: 'a@b' }],
  [enterprise]: { department: 'HR', manager: { value: 'M1', displayName: 'Max' } },
  meta: { resourceType: 'User' },
}
const { schemas, id, active } = shown
const always = { schemas, id, active }

const projections: readonly (readonly [string, Attributes])[] = [
  ['id', always],
  ['userName', { ...always, userName: 'ana' }],
  [' USERNAME , nothing, ][ ', { ...always, userName: 'ana' }],
  ['emails.value', { ...always, emails: [{ value: 'a@b' }] }],
  ['meta', { ...always, meta: { resourceType: 'User' } }],
  [enterprise, { ...always, [enterprise]: shown[enterprise] }],
  [`${enterprise}:department`, { ...always, [enterprise]: { department: 'HR' } }],
  ['manager', { ...always, [enterprise]: { manager: { value: 'M1', displayName: 'Max' } } }],
  ['manager.value', { ...always, [enterprise]: { manager: { value: 'M1' } } }],
  ['emails.type,emails', { ...always, emails: [{ type: 'work', value: 'a@b' }] }],
] as readonly (readonly [string, Attributes])[]

test.each(projections)('QY-4, QY-6: attributes=%s', (attributes, expected) => {
  expect(project(userType, shown, parseProjection(userType, { attributes }))).toEqual(expected)
})

test('QY-5: excludedAttributes takes away what is not always returned', () => {
  const excludedAttributes = `id,active,emails,meta,${enterprise}:department,manager.displayName`
  expect(project(userType, shown, parseProjection(userType, { excludedAttributes }))).toEqual({
    ...always,
    userName: 'ana',
    [enterprise]: { manager: { value: 'M1' } },
  })
  const bare = project(userType, shown, parseProjection(userType, { excludedAttributes: enterprise }))
  expect(bare).not.toHaveProperty([enterprise])
})

test('DC-5, DC-6: definitions are complete and do not list the common attributes', () => {
  const all = [userType.schema, ...userType.extensions.map(({ schema: each }) => each)].flatMap(
    (each) => each.attributes,
  )
  for (const each of [...all, ...all.flatMap(({ subAttributes }) => subAttributes ?? [])]) {
    expect(each.description).not.toBe('')
    expect(['id', 'externalId', 'meta', 'schemas']).not.toContain(each.name)
  }
})
