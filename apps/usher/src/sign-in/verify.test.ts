import { exportSPKI, generateKeyPair, importJWK, SignJWT, type JWTPayload } from 'jose'
import { createSecretKey } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openGround, type Ground } from '../acceptance/test-ground.ts'
import { rotateSigningKey, signingKeys } from '../store/signing-keys.ts'
import { newTenant } from '../testing/stores.ts'
import type { At } from './at.ts'
import { failures } from './throttle.ts'
import { createProviders } from './providers.ts'
import { tokenId } from './credential-used.ts'
import { verified } from './verify.ts'

const base = 'https://usher.example'
const oid = '0f8fad5b-d9cb-469f-a165-70867728950e'

let ground: Ground
let at: At
let other: At
const providers = createProviders({ failures: failures(), fault: () => undefined })

beforeAll(async () => {
  ground = await openGround('pglite', inject('postgresUrl'))
  const of = async (): Promise<At> => ({
    store: await newTenant(ground.database),
    keys: ground.keys,
    base,
    origin: base,
  })
  ;[at, other] = [await of(), await of()]
})
afterAll(() => ground.close())

const good = ({ store }: At): JWTPayload => ({
  aud: 'https://graph.microsoft.com', iss: `${base}/${store.tenant}/v2.0`, tid: store.tenant, oid, sub: oid, appid: oid, idtyp: 'app',
  uti: tokenId(oid), roles: ['User.Read.All'], iat: now(), nbf: now(), exp: now() + 600,
}) // prettier-ignore
const now = (): number => Math.floor(Date.now() / 1000)

async function signed(by: At, claims: JWTPayload): Promise<string> {
  const [key] = await signingKeys(by.store, by.keys)
  if (key === undefined) throw new Error('no key')
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid })
    .sign(await importJWK(key, 'RS256'))
}

const said = (token: string): Promise<unknown> => verified(at, providers, token).then(({ oid: id }) => id, (error: Error) => error.message) // prettier-ignore

test('a token of ours is taken', async () => {
  expect(await said(await signed(at, good(at)))).toBe(oid)
  expect(await said(await signed(at, { ...good(at), aud: `${base}/` }))).toBe(oid)
})

const ended = 'Lifetime validation failed, the token is expired.'
const elsewhere = 'Access token validation failure. Invalid audience: this is a token for something else.'
test.each<[string, () => object, string]>([
  ['for another audience', () => ({ ...good(at), aud: 'https://vault.azure.net' }), elsewhere],
  ['for several audiences', () => ({ ...good(at), aud: ['https://graph.microsoft.com', 'https://vault.azure.net'] }), elsewhere],
  ['that is an ID token of a client', () => ({ iss: good(at).iss ?? '', sub: oid, oid, aud: oid, tid: at.store.tenant, iat: now(), nbf: now(), exp: now() + 60 }), elsewhere],
  ['without saying whether it is of a person', () => ({ ...good(at), idtyp: undefined }), elsewhere],
  ['of another issuer', () => ({ ...good(at), iss: `https://evil.example/${at.store.tenant}/v2.0` }), 'Access token validation failure. Invalid issuer.'],
  ['of another directory', () => ({ ...good(at), tid: other.store.tenant }), 'Access token validation failure. Invalid tenant.'],
  ['that has ended', () => ({ ...good(at), exp: now() - 10 }), ended],
  ['that never ends', () => ({ ...good(at), exp: undefined }), 'Access token validation failure. Invalid exp.'],
  ['that does not count yet', () => ({ ...good(at), nbf: now() + 60 }), 'Access token validation failure. Invalid lifetime.'],
])('one %s is refused', async (_, claims, message) => {
  expect(await said(await signed(at, JSON.parse(JSON.stringify(claims())) as JWTPayload))).toBe(message)
}) // prettier-ignore

const forged = 'Access token validation failure. Invalid signature.'
test('one of another directory of this service is refused, whoever it says that it is for', async () => {
  expect(await said(await signed(other, good(other)))).toBe(forged)
  expect(await said(await signed(other, good(at)))).toBe(forged)
})

test('one that nobody signed, or that was signed with our public key as a secret, is refused', async () => {
  const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const [key] = await signingKeys(at.store, at.keys)
  const unsigned = `${encoded({ alg: 'none', typ: 'JWT', kid: key?.kid })}.${encoded(good(at))}.`
  expect(await said(unsigned)).toBe(forged)
  const publicKey = await importJWK({ kty: 'RSA', n: key?.n ?? '', e: key?.e ?? '' }, 'RS256', { extractable: true })
  const pem = createSecretKey(Buffer.from(await exportSPKI(publicKey)))
  const header = { alg: 'HS256', typ: 'JWT', kid: key?.kid ?? '' }
  expect(await said(await new SignJWT(good(at)).setProtectedHeader(header).sign(pem))).toBe(forged)
})

test('one signed by a key that it brings along, or that it names elsewhere, is refused', async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const jwk = { ...(await crypto.subtle.exportKey('jwk', publicKey)), kty: 'RSA' as const }
  const [key] = await signingKeys(at.store, at.keys)
  for (const header of [
    { jwk },
    { kid: key?.kid ?? '' },
    { kid: '../../etc/passwd' },
    { jku: 'https://evil.example/keys' },
  ])
    expect(
      await said(await new SignJWT(good(at)).setProtectedHeader({ alg: 'RS256', ...header }).sign(privateKey)),
    ).toBe(forged)
})

test.each(['', 'x', 'a.b', 'a.b.c', '...', `${'a'.repeat(9000)}.b.c`])(
  'what is no token is told so: %s',
  async (text) => {
    expect(await said(text)).toBe('IDX14100: JWT is not well formed. It has three parts with dots between them.')
  },
)

test('a key that was changed still verifies what it signed; one that is to be forgotten does not', async () => {
  const token = await signed(at, good(at))
  await rotateSigningKey(at.store, at.keys, { forget: false })
  providers.forget()
  const newer = await signed(at, good(at))
  expect([await said(token), await said(newer)]).toEqual([oid, oid])
  expect(newer.split('.')[0]).not.toBe(token.split('.')[0])
  await rotateSigningKey(at.store, at.keys, { forget: true })
  providers.forget()
  expect([await said(token), await said(newer)]).toEqual([forged, forged])
})
