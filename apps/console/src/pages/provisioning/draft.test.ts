import { expect, test } from 'vitest'
import { begun, bodyOf, isComplete } from './draft.ts'

const typed = {
  ...begun(null),
  tenantUrl: ' https://a.example/scim ',
  secretToken: 'token',
  clientSecret: 'left behind',
}

test('only the words of the chosen method are sent', () => {
  expect(bodyOf(typed)).toEqual({ tenantUrl: 'https://a.example/scim', secretToken: 'token' })
  const oauth = {
    ...typed,
    method: 'oauth',
    tokenEndpoint: 'https://a.example/token',
    clientId: 'usher',
    scope: ' ',
  } as const
  expect(bodyOf(oauth)).toEqual({
    tenantUrl: 'https://a.example/scim',
    oauth: { tokenEndpoint: 'https://a.example/token', clientId: 'usher', clientSecret: 'left behind' },
  })
})

test('a secret that is stored is not shown, so it is typed in again', () => {
  expect(isComplete(begun('https://a.example/scim'))).toBe(false)
  expect(isComplete(typed)).toBe(true)
  expect(isComplete({ ...typed, method: 'oauth' })).toBe(false)
})
