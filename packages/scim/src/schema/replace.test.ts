import { describe, expect, test } from 'vitest'
import type { Attributes, Json } from '../resource.ts'
import { rulesOf, strict } from '../rules.ts'
import { parseSchema } from './custom.ts'
import { groupType } from './group-type.ts'
import { readResource } from './input.ts'
import { userTypeWith } from './user-type.ts'

const urn = 'urn:test:2.0:User'
const schema = parseSchema({
  id: urn,
  name: 'Test',
  attributes: [
    { name: 'badge', mutability: 'immutable' },
    { name: 'rank', mutability: 'readOnly' },
    { name: 'pin', mutability: 'writeOnly', returned: 'never' },
    { name: 'note' },
    { name: 'lock', type: 'complex', subAttributes: [{ name: 'code', mutability: 'immutable' }, { name: 'note' }] },
    { name: 'seal', type: 'complex', subAttributes: [{ name: 'by', mutability: 'readOnly' }, { name: 'note' }] },
  ],
})
const type = userTypeWith({ password: true, groups: true, extensions: [schema] })

function replace(before: Attributes, body: Attributes, rules = rulesOf('lenient')): Json | undefined {
  return readResource(
    type,
    { userName: 'ana', [urn]: body },
    { rules, before: { userName: 'ana', active: true, [urn]: before } },
  )[urn]
}

const rows: readonly (readonly [string, Attributes, Attributes, Attributes | undefined])[] = [
  ['PU-2: what is left out is cleared', { note: 'n' }, {}, undefined],
  ['PU-2: null clears', { note: 'n' }, { note: null }, undefined],
  ['PU-2: what is readOnly is ignored and stays', { rank: '1' }, { rank: '2' }, { rank: '1' }],
  ['PU-2: what is readOnly stays when left out', { rank: '1', note: 'n' }, {}, { rank: '1' }],
  ['PU-2: immutable, unset: applied', {}, { badge: '7' }, { badge: '7' }],
  ['PU-2: immutable, the same', { badge: '7' }, { badge: '7' }, { badge: '7' }],
  ['PU-2: immutable, left out', { badge: '7' }, { note: 'n' }, { badge: '7', note: 'n' }],
  ['PU-2: writeOnly stays when left out', { pin: '1' }, {}, { pin: '1' }],
  ['PU-2: writeOnly is replaced', { pin: '1' }, { pin: '2' }, { pin: '2' }],
  [
    'PU-2: an immutable part stays',
    { lock: { code: '1' } },
    { lock: { note: 'n' } },
    { lock: { code: '1', note: 'n' } },
  ],
  ['PU-2: a readOnly part stays', { seal: { by: 'x' } }, { seal: { note: 'n' } }, { seal: { by: 'x', note: 'n' } }],
]

test.each(rows)('%s', (_says, before, body, after) => {
  expect(replace(before, body)).toEqual(after)
})

test.each([
  [{ badge: '7' }, { badge: '8' }],
  [{ badge: '7' }, { badge: null }],
  [{ lock: { code: '1' } }, { lock: { code: '2' } }],
] as readonly (readonly [Attributes, Attributes])[])('PU-2: %j cannot become %j', (before, body) => {
  expect(() => replace(before, body)).toThrow(expect.objectContaining({ status: 400, scimType: 'mutability' }) as Error)
})

test('PU-2: keepOmitted keeps what is left out, and null clears all the same', () => {
  const rules = rulesOf('lenient', { keepOmitted: true })
  expect(replace({ note: 'n' }, {}, rules)).toEqual({ note: 'n' })
  expect(replace({ note: 'n' }, { note: null }, rules)).toBeUndefined()
})

describe('PU-2, PU-4: a whole user', () => {
  const before = { userName: 'ana', active: false, title: 'x', externalId: 'e', password: 'hash', [urn]: { note: 'n' } }

  test('keeps password and active, and loses the rest that is left out', () => {
    expect(readResource(type, { userName: 'ben' }, { before })).toEqual({
      userName: 'ben',
      active: false,
      password: 'hash',
    })
  })

  test('may come as it was read, with id, meta and groups', () => {
    const body = { ...before, id: 'U1', meta: { version: 'W/"1"' }, groups: [{ value: 'G1' }], password: 'new' }
    expect(readResource(type, body, { before, id: 'U1' })).toEqual({ ...before, password: 'new' })
  })

  test('with another id is refused when strict', () => {
    const schemas = [type.schema.id]
    const body = { schemas, userName: 'ana', id: 'U2' }
    expect(readResource(type, body, { before, id: 'U1' })).toMatchObject({ userName: 'ana' })
    expect(() => readResource(type, body, { before, id: 'U1', rules: strict })).toThrow(
      expect.objectContaining({ scimType: 'mutability' }) as Error,
    )
    expect(readResource(type, { ...body, id: 'U1' }, { before, id: 'U1', rules: strict })).toMatchObject({
      active: false,
    })
  })

  test('without userName is refused', () => {
    expect(() => readResource(type, { title: 'x' }, { before })).toThrow(
      expect.objectContaining({ scimType: 'invalidValue' }) as Error,
    )
  })
})

describe('CA-18, CA-19: a group', () => {
  const before = { displayName: 'Staff', members: [{ value: '1', type: 'User' }, { value: '2' }] }

  test('gets the members that are given, each once; who leaves and comes back may be of another type', () => {
    const body = { displayName: 'Staff', members: [{ value: '1', type: 'Group' }, { value: '3' }, { value: '3' }] }
    expect(readResource(groupType, body, { before })).toEqual({
      displayName: 'Staff',
      members: [{ value: '1', type: 'Group' }, { value: '3' }],
    })
  })

  test('CA-8: a member that is an empty object is nobody', () => {
    expect(readResource(groupType, { displayName: 'x', members: [{}, { value: '1' }] })).toEqual({
      displayName: 'x',
      members: [{ value: '1' }],
    })
    expect(readResource(groupType, { displayName: 'x', members: [{}] }, { before })).toEqual({ displayName: 'x' })
  })

  test('needs a name, and each member a value', () => {
    for (const body of [{}, { displayName: '' }, { displayName: 'x', members: [{ type: 'User' }] }])
      expect(() => readResource(groupType, body)).toThrow(
        expect.objectContaining({ status: 400, scimType: 'invalidValue' }) as Error,
      )
  })

  test('SE-1: may have more members than other lists may have values', () => {
    const many = Array.from({ length: 1001 }, (_, index) => ({ value: String(index) }))
    expect(readResource(groupType, { displayName: 'x', members: many })['members']).toHaveLength(1001)
    expect(() => readResource(type, { userName: 'a', emails: many })).toThrow(/1000/)
  })
})
