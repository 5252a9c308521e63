import { expect, test } from 'vitest'
import { readAddresses } from './mail-addresses.ts'

test.each([
  ['it@contoso.example', ['it@contoso.example']],
  [' a@x.example, b@y.example;A@X.example\n', ['A@X.example', 'b@y.example']],
])('%j is %j', (text, addresses) => {
  expect(readAddresses(text)).toEqual(addresses)
})

test.each([
  '', 'nobody', 'a@x.example, nobody', 'Ana <a@x.example>', '"a b"@x.example', 'a@x.example>\r\nBcc: eve@evil.example',
  Array.from({ length: 21 }, (_, at) => `a${at}@x.example`).join(),
])('%j is no list of addresses', (text) => {
  expect(readAddresses(text)).toBeNull()
}) // prettier-ignore
