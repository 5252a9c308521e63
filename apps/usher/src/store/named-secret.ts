/** Secrets that say in the open which directory they are of, so that whoever is shown one knows where to look. */
import { randomBytes } from 'node:crypto'

const idBytes = 16
const randomness = 32

/** The id of the directory and 256 random bits, as 64 characters of base64url. */
export function secretOf(tenant: string): string {
  return Buffer.concat([Buffer.from(tenant.replaceAll('-', ''), 'hex'), randomBytes(randomness)]).toString('base64url')
}

/** Of which directory it says that it is; null when it says nothing, as those of earlier versions. Proves nothing. */
export function directoryIn(secret: string): string | null {
  const bytes = Buffer.from(secret, 'base64url')
  if (bytes.length !== idBytes + randomness) return null
  return bytes
    .subarray(0, idBytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
