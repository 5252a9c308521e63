import { expect, test } from 'vitest'
import { ScimError, asScimError, parseErrorBody } from './error.ts'
import { parseJson } from './json.ts'
import { parseListResponse } from './list-response.ts'
import { parsePatchOp } from './patch-op.ts'
import { strict } from '../rules.ts'

const refused: readonly (readonly [string, string, string])[] = [
  ['a member named twice', '{"a":1,"b":{"c":1,"c":2}}', 'invalidSyntax'],
  ['a member named twice by an escape', '{"a":1,"\\u0061":2}', 'invalidSyntax'],
  ['what is not JSON', '{"a":', 'invalidSyntax'],
  ['nothing', '', 'invalidSyntax'],
  ['33 levels', '['.repeat(33) + ']'.repeat(33), 'invalidSyntax'],
  ['a hundred thousand levels', '['.repeat(100_000), 'invalidSyntax'],
  ['half a surrogate pair', '{"a":"\\ud83d"}', 'invalidValue'],
  ['half a surrogate pair in a name', '{"\\ud83d":1}', 'invalidValue'],
  ['NUL', '{"a":"x\\u0000y"}', 'invalidValue'],
  ['an endless number', '{"a":1e999}', 'invalidValue'],
]

test.each(refused)('MT-6, SE-1: JSON with %s is refused', (_what, text, scimType) => {
  expect(() => parseJson(text)).toThrow(expect.objectContaining({ status: 400, scimType }) as ScimError)
})

test('MT-6: colons, quotation marks and brackets within texts count as text', () => {
  expect(parseJson('{"a:\\"b":["x:{[\\\\"],"c":{}}')).toEqual({ 'a:"b': ['x:{[\\'], c: {} })
  expect(parseJson('"\\ud83d\\ude00"')).toBe('😀')
})

test('SE-1: __proto__ is a plain member and changes nothing', () => {
  const value = parseJson('{"__proto__":{"polluted":true}}')
  expect(Object.hasOwn(value as object, '__proto__')).toBe(true)
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})

test('ER-1: an error is printed as the RFC says, its status as text', () => {
  expect(JSON.parse(JSON.stringify(new ScimError(409, 'uniqueness', 'userName is taken.')))).toEqual({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: '409',
    scimType: 'uniqueness',
    detail: 'userName is taken.',
  })
})

test('an error body of another server is read as far as it is one', () => {
  expect(parseErrorBody({ status: '409', scimType: 'odd', detail: 'x' })).toEqual({
    status: 409,
    scimType: 'odd',
    detail: 'x',
  })
  expect(parseErrorBody('<html>')).toEqual({})
  expect(parseErrorBody(undefined)).toEqual({})
})

test('lists are read as servers send them', () => {
  expect(parseListResponse({ totalResults: 0 })).toEqual({ totalResults: 0, Resources: [] })
  expect(parseListResponse({ totalresults: '1', resources: [{ id: 'a' }] })).toEqual({
    totalResults: 1,
    Resources: [{ id: 'a' }],
  })
  for (const body of [null, [], {}, 'x', { totalResults: 1, Resources: {} }, { Resources: [1] }])
    expect(() => parseListResponse(body)).toThrow(/not a SCIM ListResponse/)
})

test('PA-1, PA-2: operations are read in any case, malformed ones are refused', () => {
  expect(parsePatchOp({ operations: [{ OP: 'Replace', Path: 'active', Value: 'False' }] })).toEqual([
    { op: 'replace', path: 'active', value: 'False' },
  ])
  expect(parsePatchOp({ Operations: [] })).toEqual([])
  for (const body of [undefined, [], {}, { Operations: {} }, { Operations: [1] }, { Operations: [{ op: 'move' }] }])
    expect(() => parsePatchOp(body)).toThrow(expect.objectContaining({ scimType: 'invalidSyntax' }) as Error)
  expect(() => parsePatchOp({ Operations: [] }, strict)).toThrow(/schemas/)
})

test('ER-1, ER-2: what a framework throws keeps its status; of anything else nothing is told', () => {
  const taken = new ScimError(409, 'uniqueness', 'userName is taken.')
  expect(asScimError(taken)).toBe(taken)
  expect(asScimError(Object.assign(new Error('Too large.'), { statusCode: 413 }))).toMatchObject({
    status: 413,
    detail: 'Too large.',
  })
  expect(asScimError({ status: 400 })).toMatchObject({ status: 400, scimType: 'invalidSyntax' })
  for (const error of [new Error('password of ana'), { statusCode: 200 }, { statusCode: 503, message: 'x' }, null, 'x'])
    expect(asScimError(error)).toMatchObject({ status: 500, detail: expect.not.stringContaining('ana') as string })
})

test('PA-1, PA-2: strict wants the envelope to the letter', () => {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp']
  const remove = { op: 'Remove', path: 'title' }
  expect(parsePatchOp({ schemas, Operations: [remove] }, strict)).toEqual([{ op: 'remove', path: 'title' }])
  for (const body of [
    { Operations: [remove] },
    { schemas: [], Operations: [remove] },
    { schemas, operations: [remove] },
    { schemas, Operations: [] },
    { schemas, Operations: [{ OP: 'remove', path: 'title' }] },
    { schemas, Operations: [{ path: 'title' }] },
    { schemas, Operations: [{ op: 'remove', path: 7 }] },
  ])
    expect(() => parsePatchOp(body, strict)).toThrow(
      expect.objectContaining({ status: 400, scimType: 'invalidSyntax' }) as Error,
    )
})
