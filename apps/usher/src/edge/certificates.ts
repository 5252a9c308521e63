import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { Refusal } from '@usher/host'

const certificate = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g

/** Reads a file of certificate authorities; throws a `Refusal` that names it. */
export async function readAuthorities(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Refusal(`The file of certificate authorities ${file} cannot be read (${error.code ?? error.message}).`, 2)
  })
  const problem = authoritiesProblem(text)
  if (problem !== null) throw new Refusal(`${file}: ${problem}`, 2)
  return text
}

/** What is wrong with certificate authorities in PEM; null when they can be used. */
export function authoritiesProblem(pem: string): string | null {
  const found = pem.match(certificate) ?? []
  if (found.length === 0)
    return 'There is no certificate in it. Give PEM, which begins with -----BEGIN CERTIFICATE-----.'
  return found.every(isCertificate) ? null : 'One of the certificates cannot be read. Export it again, as PEM.'
}

/** The last day of a certificate in PEM, in UTC; null when it cannot be read. */
export function expiryOf(pem: string): string | null {
  const [first] = pem.match(certificate) ?? []
  if (first === undefined || !isCertificate(first)) return null
  return new X509Certificate(first).validToDate.toISOString().slice(0, 10)
}

type Client = { readonly certificate: string; readonly key: string; readonly passphrase?: string }

/** What is wrong with a client certificate and its key; null when a connection can be made with them. */
export function clientProblem({ certificate: pem, key, passphrase }: Client): string | null {
  const [first] = pem.match(certificate) ?? []
  if (first === undefined || !isCertificate(first))
    return 'The client certificate cannot be read. Give PEM, which begins with -----BEGIN CERTIFICATE-----.'
  const read = keyOf(key, passphrase)
  if (read === null) {
    return /ENCRYPTED/.test(key)
      ? 'The client key cannot be opened. Give its passphrase: --client-key-passphrase.'
      : 'The client key cannot be read. Give PEM, which begins with -----BEGIN PRIVATE KEY-----.'
  }
  const own = new X509Certificate(first)
  if (!own.checkPrivateKey(read)) return 'The client key does not belong to the client certificate.'
  try {
    createSecureContext({ cert: pem, key, ...(passphrase !== undefined && { passphrase }) })
    return null
  } catch (error) {
    return `The client certificate cannot be used (${(error as { code?: string }).code ?? 'unknown'}).`
  }
}

function keyOf(key: string, passphrase: string | undefined): KeyObject | null {
  try {
    return createPrivateKey({ key, format: 'pem', ...(passphrase !== undefined && { passphrase }) })
  } catch {
    return null
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).serialNumber !== ''
  } catch {
    return false
  }
}
