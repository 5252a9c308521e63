import { expect, test } from 'vitest'
import { pretty, readable, withoutBase } from './readable.ts'

test('an address is shown decoded, and as it was sent when it cannot be', () => {
  expect(readable('/scim/v2/Users?filter=userName+eq+%22a%2Bb%22')).toBe('/scim/v2/Users?filter=userName eq "a+b"')
  expect(readable('/scim/v2/Users/%zz')).toBe('/scim/v2/Users/%zz')
})

test('the base that all requests share is left out of the list', () => {
  expect(withoutBase('/scim/v2/Users?count=1')).toBe('/Users?count=1')
  expect(withoutBase('/t/contoso/scim/v2/Users')).toBe('/Users')
  expect(withoutBase('/scim/Users')).toBe('/Users')
  expect(withoutBase('/scim/v2')).toBe('/')
  expect(withoutBase('/scim/v2x/Users')).toBe('/v2x/Users')
})

test('a body that is no JSON is shown as it came', () => {
  expect(pretty('{"a":1}')).toEqual({ text: '{\n  "a": 1\n}', isJson: true })
  expect(pretty('{broken')).toEqual({ text: '{broken', isJson: false })
})
