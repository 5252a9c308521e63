import { expect, test } from 'vitest'
import { certificateIn } from './certificate-file.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const pem = (what: string, body: string): string => `-----BEGIN ${what}-----\n${body}\n-----END ${what}-----\n`

test.each([
  ['PEM', bytes(pem('CERTIFICATE', 'MIIB\nAg==')), 'MIIBAg=='],
  ['PEM behind words and with lines of Windows', bytes(`Bag: x\r\n${pem('CERTIFICATE', 'MIIB\r\nAg==')}`), 'MIIBAg=='],
  ['PEM with its private key, which stays', bytes(pem('PRIVATE KEY', 'c2VjcmV0') + pem('CERTIFICATE', 'MIIBAg==')), 'MIIBAg=='],
  ['DER', new Uint8Array([0x30, 0x82, 0x01, 0x02]), 'MIIBAg=='],
  ['DER in base64', bytes('MIIB\nAg==\n'), 'MIIBAg=='],
])('a certificate is read from %s', (_, file, key) => {
  expect(certificateIn(file)).toEqual({ key, error: null })
}) // prettier-ignore

test.each([
  ['a private key alone', bytes(pem('RSA PRIVATE KEY', 'c2VjcmV0')), /private key/],
  ['something else', bytes('hello'), /no certificate/],
  ['a large file', new Uint8Array(64 * 1024), /too large/],
])('%s is none', (_, file, error) => {
  expect(certificateIn(file)).toEqual({ key: null, error: expect.stringMatching(error) })
})
