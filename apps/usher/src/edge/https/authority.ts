/** A certificate authority of this service alone, and the certificates that it signs. */
// The library looks for it when it is loaded.
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'

/** PEM. */
export type Pair = { readonly certificate: string; readonly key: string }

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const day = 24 * 3600_000
const lifetimes = { authority: 3650 * day, server: 397 * day } as const

/** `now`: milliseconds. */
export async function newAuthority(name: string, now: number): Promise<Pair> {
  const keys = await newKeys()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(now, lifetimes.authority),
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
    serialNumber: serialNumber(),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate: certificate.toString('pem'), key: await pemOf(keys.privateKey) }
}

/** `names`: host names and addresses, the first of which is the subject. Valid for 397 days, the most that browsers take. */
export async function issue(authority: Pair, names: readonly string[], now: number): Promise<Pair> {
  const issuer = new x509.X509Certificate(authority.certificate)
  const keys = await newKeys()
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity(now, lifetimes.server),
    subject: `CN=${names[0] ?? 'localhost'}`,
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: await privateKey(authority.key),
    signingAlgorithm: algorithm,
    serialNumber: serialNumber(),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
      ),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate: certificate.toString('pem'), key: await pemOf(keys.privateKey) }
}

/** An hour back, for clients whose clock is late. */
function validity(now: number, lifetime: number) {
  return { notBefore: new Date(now - 3600_000), notAfter: new Date(now + lifetime) }
}

/** Positive, as RFC 5280 section 4.1.2.2 wants it. */
function serialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01
  return bytes.toString('hex')
}

function newKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}

async function pemOf(key: CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY') + '\n'
}

function privateKey(pem: string): Promise<CryptoKey> {
  const bytes = x509.PemConverter.decodeFirst(pem)
  return crypto.subtle.importKey('pkcs8', bytes, algorithm, false, ['sign'])
}
