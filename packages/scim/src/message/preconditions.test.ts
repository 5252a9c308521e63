import { expect, test } from 'vitest'
import { checkIfMatch, etagOf, isKnownVersion, namesVersion } from './preconditions.ts'

const headers: readonly (readonly [string, boolean])[] = [
  ['W/"3"', true],
  ['"3"', true],
  ['3', true],
  ['*', true],
  [' W/"2" , W/"3"', true],
  ['W/"a,b", "3"', true],
  ['W/"2"', false],
  ['W/"33"', false],
  ['w/"3"', false],
  ['"3', false],
  ['', false],
]

test.each(headers)('ET-2: whether %j names the version 3: %s', (header, isNamed) => {
  expect(namesVersion(header, etagOf(3))).toBe(isNamed)
})

test('ET-2: another version is 412, no header the last writer', () => {
  expect(() => checkIfMatch('W/"2"', 'W/"3"')).toThrow(expect.objectContaining({ status: 412 }) as Error)
  checkIfMatch('W/"3"', 'W/"3"')
  checkIfMatch(undefined, 'W/"3"')
})

test('ET-4: a service provider may ask for the header: 428', () => {
  const required = { required: true }
  expect(() => checkIfMatch(undefined, 'W/"3"', required)).toThrow(expect.objectContaining({ status: 428 }) as Error)
  checkIfMatch('*', 'W/"3"', required)
})

test('ET-3: a client that has the version already need not get it again', () => {
  expect(isKnownVersion('W/"3"', 'W/"3"')).toBe(true)
  expect(isKnownVersion('W/"2"', 'W/"3"')).toBe(false)
  expect(isKnownVersion(undefined, 'W/"3"')).toBe(false)
})
