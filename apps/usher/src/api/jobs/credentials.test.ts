import { beforeAll, describe, expect, test } from 'vitest'
import { egressGuard } from '../../edge/egress.ts'
import { makeAuthority, type Pem } from '../../../../../test/certificates.ts'
import type { Credentials } from '../../store/jobs.ts'
import { credentialsOf, isAboutCredentials, secretsIn, shownCredentials } from './credentials.ts'

const guard = egressGuard({ loopback: false, allow: [] })
const tenantUrl = 'https://hr.example/scim'
const token: Credentials = { tenantUrl, secretToken: 'dsig_1' }
const oauth = { tokenEndpoint: 'https://login.example/token', clientId: 'usher', clientSecret: 's3cret' }
const client1: Credentials = { tenantUrl, oauth: { ...oauth, authentication: 'post' } }
let client: Pem
let authority = ''
beforeAll(async () => {
  const made = await makeAuthority('Contoso')
  client = await made.issue('usher', 'client')
  authority = made.certificate
})

describe('what is stored', () => {
  test('what was stored as two texts, before there was anything else, is still good', () => {
    expect(credentialsOf(guard, token, { tenantUrl: 'https://hr.example/scim/v2' })).toEqual({
      ...token,
      tenantUrl: 'https://hr.example/scim/v2',
    })
  })
  test('an OAuth client takes the place of a token, and a token that of a client', () => {
    const asked = credentialsOf(guard, token, { oauth })
    expect(asked).toEqual({ tenantUrl, oauth: { ...oauth, authentication: 'post' } })
    expect(credentialsOf(guard, asked, { secretToken: ' dsig_2 ' })).toEqual({ tenantUrl, secretToken: 'dsig_2' })
  })
  test('a part of an OAuth client can be changed, and its scope taken away', () => {
    const asked = credentialsOf(guard, token, { oauth: { ...oauth, scope: 'scim' } })
    const basic = credentialsOf(guard, asked, { oauth: { authentication: 'basic' } })
    expect(basic.oauth).toEqual({ ...oauth, scope: 'scim', authentication: 'basic' })
    expect(credentialsOf(guard, basic, { oauth: { scope: null } }).oauth).toEqual({ ...oauth, authentication: 'basic' })
  })
  test('a client certificate is enough, and may come with a token', () => {
    expect(credentialsOf(guard, null, { tenantUrl, client })).toEqual({ tenantUrl, client })
    const both = credentialsOf(guard, token, { client })
    expect(both).toEqual({ ...token, client })
    expect(credentialsOf(guard, both, { client: null })).toEqual(token)
  })
  test('with a new secret the application may be anywhere', () => {
    const moved = { tenantUrl: 'https://new.example/scim', secretToken: 'dsig_2' }
    expect(credentialsOf(guard, token, moved)).toEqual(moved)
    const asked = { tokenEndpoint: 'https://new.example/token', clientSecret: 'n3w' }
    expect(credentialsOf(guard, client1, { oauth: asked }).oauth).toMatchObject(asked)
  })
  test('an authority is kept until it is taken away', () => {
    const trusting = credentialsOf(guard, token, { authorities: authority })
    expect(credentialsOf(guard, trusting, { secretToken: 'dsig_2' }).authorities).toBe(authority)
    expect(credentialsOf(guard, trusting, { authorities: null })).toEqual(token)
  })
})

describe('what is refused, in a sentence', () => {
  test.each<[string, Credentials | null, () => Parameters<typeof credentialsOf>[2], RegExp]>([
    ['nothing to be known by', null, () => ({ tenantUrl }), /Give the Secret Token too/],
    ['no Tenant URL', null, () => ({ secretToken: 'x' }), /Give the Tenant URL too/],
    ['both at once', token, () => ({ secretToken: 'x', oauth }), /not both/],
    ['no token endpoint', token, () => ({ oauth: { clientId: 'u', clientSecret: 'x' } }), /Give the token endpoint too/],
    ['no client id', token, () => ({ oauth: { tokenEndpoint: oauth.tokenEndpoint, clientSecret: 'x' } }), /Give the client id too/],
    ['no client secret', token, () => ({ oauth: { tokenEndpoint: oauth.tokenEndpoint, clientId: 'u' } }), /Give the client secret too/],
    ['no key', token, () => ({ client: { certificate: client.certificate } }), /Give the key of the client certificate too/],
    ['a key that is none', token, () => ({ client: { ...client, key: 'x' } }), /client key cannot be read/],
    ['an authority that is none', token, () => ({ authorities: 'x' }), /no certificate in it/],
    ['a private address', token, () => ({ tenantUrl: 'https://10.1.2.3/scim' }), /Tenant URL cannot be used\. Usher does not connect to 10\.1\.2\.3/],
    ['a stored token for another host', token, () => ({ tenantUrl: 'https://evil.example/scim' }), /give the Secret Token again/],
    ['a stored token for another port', token, () => ({ tenantUrl: 'https://hr.example:8443/scim' }), /goes nowhere else/],
    ['a stored client secret for another token endpoint', client1, () => ({ oauth: { tokenEndpoint: 'https://evil.example/token' } }), /give the client secret again/],
    ['a token that a stored client secret gets, for another host', client1, () => ({ tenantUrl: 'https://evil.example/scim' }), /give the client secret again/],
    ['a token endpoint over plain http', token, () => ({ oauth: { ...oauth, tokenEndpoint: 'http://login.example' } }), /token endpoint cannot be used.*https/],
    ['this machine, when Usher is open to others', token, () => ({ tenantUrl: 'http://127.0.0.1/scim' }), /an address of this machine/],
  ])('%s', (_, before, change, sentence) => {
    expect(() => credentialsOf(guard, before, change())).toThrow(sentence)
  }) // prettier-ignore
})

test('no secret is shown, nor kept in the record of who did what', () => {
  const all = { tenantUrl, oauth: { ...oauth, authentication: 'post' as const }, client, authorities: authority }
  const texts = JSON.stringify([
    shownCredentials(all),
    shownCredentials(token),
    secretsIn({ ...all, secretToken: 'dsig_1' }),
  ])
  for (const secret of [oauth.clientSecret, client.key.slice(30, 60), 'dsig_1']) expect(texts).not.toContain(secret)
  expect(shownCredentials(all)).toMatchObject({
    secretToken: null,
    oauth: { clientId: 'usher', clientSecret: '(stored)' },
    clientCertificate: '(stored)',
  })
})

test('a change that is not about the connection leaves it alone', () => {
  expect(isAboutCredentials({})).toBe(false)
  expect(isAboutCredentials({ authorities: null })).toBe(true)
})
