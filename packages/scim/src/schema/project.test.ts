import { expect, test } from 'vitest'
import type { Attributes } from '../resource.ts'
import { lenient, strict } from '../rules.ts'
import { parseSchema } from './custom.ts'
import { groupType } from './group-type.ts'
import { namesOf, project } from './project.ts'
import { leavesOut, parseProjection } from './projection.ts'
import { locationOf, represent } from './represent.ts'
import { userType, userTypeWith } from './user-type.ts'

const urn = 'urn:test:2.0:User'
const schema = parseSchema({
  id: urn,
  name: 'Test',
  attributes: [
    { name: 'asked', returned: 'request' },
    { name: 'always', returned: 'always' },
    { name: 'never', returned: 'never', mutability: 'writeOnly' },
    {
      name: 'box',
      type: 'complex',
      multiValued: true,
      subAttributes: [
        { name: 'value' },
        { name: 'key', returned: 'never' },
        { name: 'mark', returned: 'always' },
        { name: 'note', returned: 'request' },
      ],
    },
  ],
})
const type = userTypeWith({ extensions: [schema] })
const box = [{ value: 'v', key: 'k', mark: 'm', note: 'n' }]
const attributes: Attributes = { userName: 'ana', active: true, [urn]: { asked: 'a', always: 'b', never: 'c', box } }
const whole = represent(type, attributes, { id: 'U1', baseUrl: 'https://x' })

function shown(query: { attributes?: string; excludedAttributes?: string }, written?: readonly string[]): unknown {
  return project(type, whole, parseProjection(type, query), written)[urn]
}

test('§5.2, QY-4: by default what is never or on request is not returned, within objects as well', () => {
  expect(shown({})).toEqual({ always: 'b', box: [{ value: 'v', mark: 'm' }] })
})

test('§5.2: on request it is; never it is not', () => {
  expect(shown({ attributes: `${urn}:asked` })).toEqual({ asked: 'a', always: 'b' })
  expect(shown({ attributes: `${urn}:never` })).toEqual({ always: 'b' })
  expect(shown({ attributes: `${urn}:box.note,${urn}:box.key` })).toEqual({
    always: 'b',
    box: [{ mark: 'm', note: 'n' }],
  })
  expect(shown({ attributes: urn })).toEqual({ always: 'b', box: [{ value: 'v', mark: 'm' }] })
})

test('§5.2, QY-5: what is always returned cannot be excluded', () => {
  expect(shown({ excludedAttributes: `${urn}:always,${urn}:box.mark,${urn}:box.value` })).toEqual({
    always: 'b',
    box: [{ mark: 'm' }],
  })
})

test('§5.2: the answer to a write shows what is returned on request, when the write set it', () => {
  expect(shown({}, namesOf(type, attributes))).toEqual({ asked: 'a', always: 'b', box: [{ value: 'v', mark: 'm' }] })
  expect(shown({}, ['userName'])).not.toHaveProperty('asked')
})

test('QY-3: both lists at once are refused when strict', () => {
  const both = { attributes: 'id', excludedAttributes: 'title' }
  expect(parseProjection(type, both, lenient).kind).toBe('only')
  expect(() => parseProjection(type, both, strict)).toThrow(
    expect.objectContaining({ status: 400, scimType: 'invalidValue' }) as Error,
  )
})

test('QY-5, L-29: a projection tells whether members need to be read at all', () => {
  const read = (query: { attributes?: string; excludedAttributes?: string }): boolean =>
    !leavesOut(parseProjection(groupType, query), 'members')
  expect(read({})).toBe(true)
  expect(read({ excludedAttributes: 'Members' })).toBe(false)
  expect(read({ excludedAttributes: 'members.display' })).toBe(true)
  expect(read({ attributes: 'displayName' })).toBe(false)
  expect(read({ attributes: 'members.value' })).toBe(true)
})

test('EP-1: a projection may be for several resource types', () => {
  const projection = parseProjection([userType, groupType], { attributes: 'userName,members' })
  expect(leavesOut(projection, 'members')).toBe(false)
  expect(leavesOut(projection, 'userName')).toBe(false)
  expect(leavesOut(projection, 'title')).toBe(true)
})

test('CA-2, CA-5, MT-5: a resource is shown with its schemas, identifier and address', () => {
  expect(represent(userType, { userName: 'ana' }, { id: 'a b', baseUrl: 'https://x/v2', version: 'W/"1"' })).toEqual({
    schemas: [userType.schema.id],
    id: 'a b',
    userName: 'ana',
    meta: { resourceType: 'User', version: 'W/"1"', location: 'https://x/v2/Users/a%20b' },
  })
  expect(locationOf(groupType, '7', 'https://x/v2')).toBe('https://x/v2/Groups/7')
})
