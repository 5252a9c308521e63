import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { secretOf } from '../store/named-secret.ts'
import { saidBy } from './front.ts'

const [one, other] = [randomUUID(), randomUUID()]
const token = 'the-token-of-this-machine'
const jwt = (claims: object): string => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`
const bearer = (text: string) => ({ authorization: `Bearer ${text}` })

test.each([
  ['nothing', '/v1.0/users', {}, null],
  ['a token by its tenant', '/v1.0/users', bearer(jwt({ tid: one })), { id: one }],
  ['a token by its tenant, whatever else is said', '/v1.0/users', { ...bearer(jwt({ tid: one })), 'usher-directory': other, cookie: `usher=${secretOf(other)}` }, { id: one }],
  ['a token without a tenant', '/v1.0/users', bearer(jwt({})), null],
  ['no token at all', '/v1.0/users', bearer('garbage'), null],
  ['another kind of authorization', '/v1.0/users', { authorization: 'Basic eDp5', cookie: `usher=${secretOf(other)}` }, null],
  ['the token of the machine', '/usher/users', bearer(token), null],
  ['the token of the machine, and a name', '/usher/users', { ...bearer(token), 'usher-directory': 'Fabrikam%20%26%20S%C3%B6hne' }, { name: 'Fabrikam & Söhne' }],
  ['a name that is not encoded well', '/usher/users', { ...bearer(token), 'usher-directory': '100%' }, { name: '100%' }],
  ['a name without the token of the machine', '/usher/users', { 'usher-directory': 'Fabrikam' }, null],
  ['a session', '/usher/users', { cookie: `other=1; usher=${secretOf(one)}` }, { id: one }],
  ['two sessions, of which that of https counts', '/usher/users', { cookie: `usher=${secretOf(one)}; __Host-usher=${secretOf(other)}` }, { id: other }],
  ['a session of an earlier version', '/usher/users', { cookie: 'usher=kqC3Wd6WfUOZw0Z5Jc4uV3T5oHk4k7uUCjY9vYq0m8I' }, null],
  ['an invitation, whoever is signed in', `/sign-in/invitation/${secretOf(one)}`, { cookie: `usher=${secretOf(other)}` }, { id: one }],
  ['a link that ends mails', `/unsubscribe/YQ.proof.${one}`, {}, { id: one }],
  ['such a link of an earlier version', '/unsubscribe/YQ.proof', {}, null],
])('%s says which directory is meant', (_, url, headers, said) => {
  expect(saidBy({ url, headers }, token)).toEqual(said)
}) // prettier-ignore
