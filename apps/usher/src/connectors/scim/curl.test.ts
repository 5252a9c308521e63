import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { Json } from '@usher/scim'
import { asCurl } from './curl.ts'

const origin = 'https://hr.example'
const failed = { method: 'PATCH', url: '/scim/v2/Users/U1', status: 400, ms: 3 }

/** What a shell makes of the command: its words. `curl` is a function that prints them, each behind its length. */
function words(command: string): readonly string[] {
  const shell = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}\n`
  return execFileSync('/bin/sh', ['-c', shell], { encoding: 'utf8', env: { TOKEN: 's3cret' } })
    .split('\0')
    .slice(0, -1)
}

test('a request as a command, with the token as a variable of the shell', () => {
  expect(asCurl({ ...failed, requestBody: { Operations: [] } }, origin)).toBe(
    [
      'curl --include --request PATCH -g --path-as-is https://hr.example/scim/v2/Users/U1 \\',
      '  --header "Authorization: Bearer $TOKEN" \\',
      `  --header 'Accept: application/scim+json' \\`,
      `  --header 'Content-Type: application/scim+json' \\`,
      `  --data-raw '{"Operations":[]}'`,
    ].join('\n'),
  )
})

test.each<Json>([
  { userName: `o'neil "x" $HOME \`id\` \\ !` },
  { displayName: 'line\nbreak\ttab\u0000 \u202e\u200d\u2028 ü 名' },
  ['', "''", "'"],
])('a shell takes the body as it is: %j', (requestBody) => {
  const given = words(asCurl({ ...failed, requestBody }, origin))
  expect(JSON.parse(given.at(-1) ?? '')).toEqual(requestBody)
  expect(given).toContain('Authorization: Bearer s3cret')
})

test('a query is one word', () => {
  const url = '/scim/v2/Users?filter=userName+eq+%22a%27b%22&count=1'
  expect(words(asCurl({ method: 'GET', url, status: 200, ms: 1 }, origin))).toContain(origin + url)
})

test('a body that is kept no longer is missing, and the command says so', () => {
  expect(asCurl({ method: 'POST', url: '/scim/v2/Users', status: 201, ms: 1 }, origin)).toMatch(
    /^# Its body is kept no longer/,
  )
  expect(asCurl({ method: 'GET', url: '/scim/v2/Users', status: 200, ms: 1 }, origin)).toMatch(/^curl/)
})
