import { expect, test } from 'vitest'
import type { Attributes, Json } from '../resource.ts'
import { strict } from '../rules.ts'
import { parseSchema } from './custom.ts'
import { readResource } from './input.ts'
import { schemasOf } from './schemas.ts'
import { userTypeWith } from './user-type.ts'

const id = 'urn:ietf:params:scim:schemas:extension:Contoso:2.0:User'

function withAttribute(attribute: Json): Attributes {
  return { id, name: 'Contoso', attributes: [attribute] }
}

test('CA-20: what a definition leaves out is as usual', () => {
  expect(parseSchema({ id, name: 'Contoso', attributes: [{ name: 'badge' }] })).toEqual({
    id,
    name: 'Contoso',
    description: 'Contoso',
    attributes: [
      {
        name: 'badge',
        type: 'string',
        multiValued: false,
        description: 'badge',
        required: false,
        caseExact: false,
        mutability: 'readWrite',
        returned: 'default',
        uniqueness: 'none',
      },
    ],
  })
})

const faults: readonly (readonly [string, Json])[] = [
  ['The schema', null],
  ['The schema', [1]],
  ['id', { name: 'x', attributes: [] }],
  ['id', { id: 'contoso', name: 'x', attributes: [] }],
  ['id', { id: 'urn:x:', name: 'x', attributes: [] }],
  ['id', { id: 'urn:a b:c', name: 'x', attributes: [] }],
  ['id', { id: 'URN:ietf:params:scim:schemas:core:2.0:user', name: 'x', attributes: [] }],
  ['id', { id: 'urn:ietf:params:scim:api:messages:2.0:Foo', name: 'x', attributes: [] }],
  ['name', { id, attributes: [] }],
  ['attributes', { id, name: 'x' }],
  ['attributes', { id, name: 'x', attributes: [] }],
  ['attributes[0]', withAttribute('badge')],
  ['attributes[0].name', withAttribute({})],
  ['attributes[0].name', withAttribute({ name: 'a.b' })],
  ['attributes[0].name', withAttribute({ name: 'id' })],
  ['attributes[0].name', withAttribute({ name: 'Schemas' })],
  ['attributes[1].name', { id, name: 'x', attributes: [{ name: 'a' }, { name: 'A' }] }],
  ['attributes[0].type', withAttribute({ name: 'a', type: 'text' })],
  ['attributes[0].mutability', withAttribute({ name: 'a', mutability: 'readonly' })],
  ['attributes[0].required', withAttribute({ name: 'a', required: 'true' })],
  ['attributes[0].required', withAttribute({ name: 'a', required: true, mutability: 'readOnly' })],
  ['attributes[0].returned', withAttribute({ name: 'a', mutability: 'writeOnly' })],
  ['attributes[0].canonicalValues', withAttribute({ name: 'a', canonicalValues: [1] })],
  ['attributes[0].requierd', withAttribute({ name: 'a', requierd: true })],
  ['attributes[0].subAttributes', withAttribute({ name: 'a', subAttributes: [{ name: 'b' }] })],
  ['attributes[0].subAttributes', withAttribute({ name: 'a', type: 'complex' })],
  [
    'attributes[0].subAttributes[0].type',
    withAttribute({ name: 'a', type: 'complex', subAttributes: [{ name: 'b', type: 'complex' }] }),
  ],
]

test.each(faults)('CA-20: a fault at %s is named: %j', (place, json) => {
  const attempt = (): unknown => parseSchema(json)
  expect(attempt).toThrow(expect.objectContaining({ status: 400, scimType: 'invalidValue' }) as Error)
  expect(attempt).toThrow(expect.objectContaining({ detail: expect.stringContaining(place) as string }) as Error)
})

test('CA-20, L-12: an extension is taken without its URN in schemas, unless strict', () => {
  const type = userTypeWith({ extensions: [parseSchema({ id, name: 'Contoso', attributes: [{ name: 'badge' }] })] })
  const body = { schemas: [type.schema.id], userName: 'ana', [id.toUpperCase()]: { BADGE: '7' } }
  const read = readResource(type, body)
  expect(read).toEqual({ userName: 'ana', active: true, [id]: { badge: '7' } })
  expect(schemasOf(type, read)).toEqual([type.schema.id, id])
  expect(() => readResource(type, body, { rules: strict })).toThrow(
    expect.objectContaining({ scimType: 'invalidValue' }) as Error,
  )
  expect(readResource(type, { ...body, schemas: [...body.schemas, id] }, { rules: strict })).toEqual(read)
})
