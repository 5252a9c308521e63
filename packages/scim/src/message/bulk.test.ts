import { describe, expect, test } from 'vitest'
import type { Json } from '../resource.ts'
import { lenient, strict } from '../rules.ts'
import { bulkResponse, parseBulk, tooMuch } from './bulk.ts'
import type { BulkOperation } from './bulk.ts'
import { bulkOrder, deferReferences, resolveBulkIds } from './bulk-order.ts'
import { urns } from './urns.ts'

const limits = { maxOperations: 5 }

function parse(operations: Json, more = {}): readonly BulkOperation[] {
  return parseBulk({ schemas: [urns.bulkRequest], Operations: operations, ...more }, limits, lenient).operations
}

function post(bulkId: string, data: Json = {}, path = '/Users'): Json {
  return { method: 'POST', path, bulkId, data }
}

test('BK-1: a request is read', () => {
  const body = {
    schemas: [urns.bulkRequest],
    failOnErrors: 1,
    Operations: [
      post('a', { userName: 'ana' }),
      { method: 'patch', path: '/Users/7', version: 'W/"1"', data: {} },
      { method: 'DELETE', path: 'Users/bulkId:a/', bulkId: 'd' },
    ],
  }
  expect(parseBulk(body, limits, lenient)).toEqual({
    failOnErrors: 1,
    operations: [
      { kind: 'operation', method: 'POST', endpoint: '/Users', bulkId: 'a', data: { userName: 'ana' } },
      { kind: 'operation', method: 'PATCH', endpoint: '/Users', id: '7', version: 'W/"1"', data: {} },
      { kind: 'operation', method: 'DELETE', endpoint: '/Users', id: 'bulkId:a', bulkId: 'd' },
    ],
  })
})

const faults: readonly (readonly [string, Json, string])[] = [
  ['BK-1 no object', 1, 'invalidSyntax'],
  ['BK-1 no method', { path: '/Users' }, 'invalidSyntax'],
  ['BK-1 another method', { method: 'MOVE', path: '/Users/1' }, 'invalidSyntax'],
  ['BK-6 GET', { method: 'GET', path: '/Users/1' }, 'invalidSyntax'],
  ['BK-6 a bulk request within', { method: 'POST', path: '/Bulk', bulkId: 'x', data: {} }, 'invalidSyntax'],
  ['BK-6 a search', { method: 'POST', path: '/Users/.search', bulkId: 'x', data: {} }, 'invalidSyntax'],
  ['BK-2 no path', { method: 'POST', bulkId: 'x', data: {} }, 'invalidSyntax'],
  ['BK-2 no bulkId', { method: 'POST', path: '/Users', data: {} }, 'invalidValue'],
  ['BK-2 POST to a resource', { method: 'POST', path: '/Users/1', bulkId: 'x', data: {} }, 'invalidValue'],
  ['BK-2 PUT to an endpoint', { method: 'PUT', path: '/Users', data: {} }, 'invalidValue'],
  ['BK-2 no data', { method: 'PATCH', path: '/Users/1' }, 'invalidValue'],
]

test.each(faults)('%s: only that operation fails', (_what, operation, scimType) => {
  const [fault, other] = parse([operation, post('a')])
  expect(fault).toMatchObject({ kind: 'fault', fault: { status: 400, scimType } })
  expect(other).toMatchObject({ kind: 'operation' })
})

test('BK-2: a bulkId that is given twice fails the second time', () => {
  expect(parse([post('a'), post('a')]).map(({ kind }) => kind)).toEqual(['operation', 'fault'])
})

test('BK-1: the method is in capitals when strict', () => {
  const body = { schemas: [urns.bulkRequest], Operations: [{ method: 'delete', path: '/Users/1' }] }
  expect(parseBulk(body, limits, strict).operations[0]).toMatchObject({ kind: 'fault' })
})

const broken: readonly Json[] = [
  null,
  [],
  {},
  { Operations: {} },
  { Operations: [], failOnErrors: 0 },
  { Operations: [], failOnErrors: 'x' },
]

test.each(broken)('BK-8: %j fails as a whole', (body) => {
  expect(() => parseBulk(body, limits, lenient)).toThrow(
    expect.objectContaining({ status: 400, scimType: 'invalidSyntax' }) as Error,
  )
})

test('BK-7: too many operations are 413, and the sentence names the limit', () => {
  const attempt = (): unknown => parse(Array.from({ length: 6 }, (_, index) => post(`${index}`)))
  expect(attempt).toThrow(expect.objectContaining({ status: 413 }) as Error)
  expect(attempt).toThrow(/5 operations \(maxOperations\)/)
  expect(tooMuch('maxPayloadSize', 10, 'bytes')).toMatchObject({ status: 413, detail: /10 bytes \(maxPayloadSize\)/ })
})

test('BK-3: the answer has the status as text', () => {
  expect(bulkResponse([{ method: 'POST', bulkId: 'a', location: 'https://x/Users/1', status: 201 }])).toEqual({
    schemas: [urns.bulkResponse],
    Operations: [{ method: 'POST', bulkId: 'a', location: 'https://x/Users/1', status: '201' }],
  })
})

describe('BK-5: references', () => {
  const order = (operations: Json): readonly number[] => bulkOrder(parse(operations)).map(({ index }) => index)

  test('are followed: what is referred to comes first', () => {
    expect(order([post('a', { x: 'bulkId:b' }), post('b', { x: 'bulkId:c' }), post('c'), post('d')])).toEqual([
      2, 1, 0, 3,
    ])
    expect(order([post('a'), post('b'), { method: 'DELETE', path: '/Users/bulkId:b' }])).toEqual([0, 1, 2])
  })

  test('in a circle are put off', () => {
    const member = (bulkId: string): Json => ({ members: [{ value: `bulkId:${bulkId}` }, { value: '7' }] })
    const turns = bulkOrder(parse([post('a', member('b'), '/Groups'), post('b', member('a'), '/Groups')]))
    expect(turns.map(({ index, deferred }) => [index, [...deferred]])).toEqual([
      [1, ['a']],
      [0, []],
    ])
    expect(deferReferences(member('a'), new Set(['a']))).toEqual({
      data: { members: [{ value: '7' }] },
      later: [{ op: 'add', path: 'members', value: [{ value: 'bulkId:a' }] }],
    })
  })

  test('to oneself are a circle of one', () => {
    const urn = urns.enterpriseUser
    const data = { userName: 'boss', [urn]: { department: 'HR', manager: { value: 'bulkId:a' } } }
    expect(bulkOrder(parse([post('a', data)]))[0]?.deferred).toEqual(new Set(['a']))
    expect(deferReferences(data, new Set(['a']))).toEqual({
      data: { userName: 'boss', [urn]: { department: 'HR' } },
      later: [{ op: 'add', path: `${urn}:manager`, value: { value: 'bulkId:a' } }],
    })
  })

  test('to nobody fail the operation with 400', () => {
    expect(bulkOrder(parse([post('a', { x: 'bulkId:zzz' })]))[0]?.operation).toMatchObject({
      kind: 'fault',
      bulkId: 'a',
      fault: { status: 400, scimType: 'invalidValue' },
    })
  })

  test('are replaced in values, addresses and paths, but not within a sentence', () => {
    const ids = new Map([['a', '7']])
    const data = {
      value: 'bulkId:a',
      $ref: '../Users/bulkId:a',
      Operations: [{ op: 'remove', path: 'members[value eq "bulkId:a"]', value: ['bulkId:a'] }],
      note: 'see bulkId:zzz, it says',
      bulkId: 1,
    }
    expect(resolveBulkIds(data, ids)).toEqual({
      value: '7',
      $ref: '../Users/7',
      Operations: [{ op: 'remove', path: 'members[value eq "7"]', value: ['7'] }],
      note: 'see bulkId:zzz, it says',
      bulkId: 1,
    })
  })

  test('to what could not be created fail with 409', () => {
    expect(() => resolveBulkIds({ value: 'bulkId:a' }, new Map())).toThrow(
      expect.objectContaining({ status: 409 }) as Error,
    )
  })
})
