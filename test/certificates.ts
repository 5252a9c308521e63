/** Certificates for tests, made when they are needed: an authority, and what it signs. */
// The library looks for it when it is loaded.
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'

export type Pem = { readonly certificate: string; readonly key: string }
export type Authority = {
  readonly certificate: string
  /** For a server by these names and addresses, or for a client. */
  issue(name: string, kind: 'server' | 'client', addresses?: readonly string[]): Promise<Pem>
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const day = 24 * 3600_000

export async function makeAuthority(name: string): Promise<Authority> {
  const keys = await newKeys()
  const valid = { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + day) }
  const own = await x509.X509CertificateGenerator.createSelfSigned({
    ...valid, name: `CN=${name}`, keys, signingAlgorithm: algorithm, serialNumber: '01',
    extensions: [new x509.BasicConstraintsExtension(true, 1, true), new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true)],
  }) // prettier-ignore
  return {
    certificate: own.toString('pem'),
    async issue(subject, kind, addresses = []) {
      const mine = await newKeys()
      const certificate = await x509.X509CertificateGenerator.create({
        ...valid, subject: `CN=${subject}`, issuer: own.subject, publicKey: mine.publicKey, signingKey: keys.privateKey,
        signingAlgorithm: algorithm, serialNumber: crypto.randomUUID().replaceAll('-', '').slice(0, 16),
        extensions: [
          new x509.ExtendedKeyUsageExtension([kind === 'server' ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth]),
          new x509.SubjectAlternativeNameExtension([
            { type: 'dns', value: subject }, ...addresses.map((value) => ({ type: 'ip' as const, value })),
          ]),
        ],
      }) // prettier-ignore
      return { certificate: certificate.toString('pem'), key: await pemOf(mine.privateKey) }
    },
  }
}

function newKeys() {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}

async function pemOf(key: CryptoKey): Promise<string> {
  const bytes = Buffer.from(await crypto.subtle.exportKey('pkcs8', key))
  return `-----BEGIN PRIVATE KEY-----\n${bytes.toString('base64').replaceAll(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`
}
