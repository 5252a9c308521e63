/** The key file inside a backup, which a passphrase opens. */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { Refusal } from '@usher/host'

/** scrypt (RFC 7914) over the passphrase, then AES-256-GCM; all in base64url. `cost`: N. */
export type Sealed = {
  readonly kdf: 'scrypt'
  readonly cost: number
  readonly salt: string
  readonly iv: string
  readonly tag: string
  readonly key: string
}

const cost = 2 ** 17
/** Characters: what is shorter is found by trying. */
export const leastPassphrase = 12

/** Throws a `Refusal` when the passphrase is too short to protect anything. */
export function seal(key: string, passphrase: string): Sealed {
  if (passphrase.length < leastPassphrase)
    throw new Refusal(
      `A passphrase of at least ${leastPassphrase} characters protects the key; this one is shorter.`,
      2,
    )
  const [salt, iv] = [randomBytes(16), randomBytes(12)]
  const cipher = createCipheriv('aes-256-gcm', stretched(passphrase, salt, cost), iv)
  const sealed = Buffer.concat([cipher.update(key, 'utf8'), cipher.final()])
  return { kdf: 'scrypt', cost, salt: text(salt), iv: text(iv), tag: text(cipher.getAuthTag()), key: text(sealed) }
}

/** Throws a `Refusal` when it is another passphrase. */
export function unseal({ cost: n, salt, iv, tag, key }: Sealed, passphrase: string): string {
  try {
    const opened = createDecipheriv('aes-256-gcm', stretched(passphrase, bytes(salt), n), bytes(iv), {
      authTagLength: 16,
    })
    opened.setAuthTag(bytes(tag))
    return opened.update(bytes(key), undefined, 'utf8') + opened.final('utf8')
  } catch {
    throw new Refusal('This passphrase does not open the key in the backup. Nothing was changed.', 2)
  }
}

function stretched(passphrase: string, salt: Buffer, n: number): Buffer {
  return scryptSync(passphrase.normalize('NFKC'), salt, 32, { N: n, r: 8, p: 1, maxmem: 256 * n * 8 })
}

const text = (value: Buffer): string => value.toString('base64url')
const bytes = (value: string): Buffer => Buffer.from(value, 'base64url')
