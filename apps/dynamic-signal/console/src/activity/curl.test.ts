import { expect, test } from 'vitest'
import { asCurl } from './curl.ts'

const base = 'https://signal.example:8443/t/contoso/scim/v2'

test('a request becomes a command with its whole address, and a place for the token', () => {
  const body = `{"userName":"o'brien"}`
  expect(asCurl({ method: 'POST', path: '/t/contoso/scim/v2/Users', body }, base)).toBe(
    [
      'curl --include --request POST -g --path-as-is https://signal.example:8443/t/contoso/scim/v2/Users',
      '--header "Authorization: Bearer $TOKEN"',
      "--header 'Accept: application/scim+json'",
      "--header 'Content-Type: application/scim+json'",
      `--data-raw '{"userName":"o'\\''brien"}'`,
    ].join(' \\\n  '),
  )
})

test('an address that means something to a shell is quoted', () => {
  const entry = { method: 'GET', path: '/scim/v2/Users?filter=x&count=1', body: null }
  expect(asCurl(entry, base)).toContain("'https://signal.example:8443/scim/v2/Users?filter=x&count=1'")
})
