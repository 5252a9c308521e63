import { createCipheriv, createDecipheriv, createHmac, hash, randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { Refusal } from '@usher/host'

/** What is made from the key file beside the data folder, or from the environment. */
export type Keys = {
  /** AES-256-GCM with the newest key; the answer is text that can be stored. */
  encrypt(plain: string): string
  /** With whichever key it was encrypted. */
  decrypt(stored: string): string
  /**
   * SHA-256 behind a secret prefix, shortened to 96 bits: tells equal values from different ones and nothing else. The prefix is that
   * of the first key for ever, since what was digested cannot be digested anew.
   */
  digest(text: string): string
  /** Makes a new key, which encrypts from now on. Throws a `Refusal` when the keys come from the environment. */
  renew(): Promise<void>
  /** Whether it was encrypted with the newest key. */
  isNewest(stored: string): boolean
}

const shape = 'it must hold 32 bytes in base64url, one key a line, the newest first'

/**
 * Reads the key file; for a store that is new, makes it with mode 0600.
 *
 * `given`: keys of the environment instead (USHER_KEY), separated by commas, the newest first. Throws a `Refusal` when the file is
 * damaged, or missing beside a store that is known already.
 */
export async function openKeys(file: string, store: 'new' | 'known' = 'new', given?: string): Promise<Keys> {
  let ring = given === undefined ? await readRing(file, store) : fromEnvironment(given)
  const [newest] = ring
  const first = ring.at(-1) ?? newest
  const prefix = createHmac('sha256', first).update('digest').digest('base64url')
  return {
    encrypt: (plain) => seal(ring[0], plain),
    decrypt(stored) {
      for (const key of ring) {
        const plain = opened(key, stored)
        if (plain !== null) return plain
      }
      const where = given === undefined ? `in ${file}` : 'in USHER_KEY'
      throw new Refusal(`The stored secrets were not encrypted with the key ${where}. Put the right key file back.`)
    },
    // One call without an object of its own: this runs for every attribute of every person.
    digest: (text) => hash('sha256', prefix + text, 'base64url').slice(0, 16),
    async renew() {
      if (given !== undefined)
        throw new Refusal(
          'The keys come from USHER_KEY. Put a new one before them, separated by a comma, and start again; then usher keys renew --encrypt-again.',
        )
      const next: Ring = [randomBytes(32), ...ring]
      await write(file, next)
      ring = next
    },
    isNewest: (stored) => opened(ring[0], stored) !== null,
  }
}

type Ring = readonly [Buffer, ...Buffer[]]

function seal(key: Buffer, plain: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return `v1.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`
}

/** Null when it was encrypted with another key, or damaged. */
function opened(key: Buffer, stored: string): string | null {
  const bytes = Buffer.from(stored.slice('v1.'.length), 'base64url')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
    decipher.setAuthTag(bytes.subarray(12, 28))
    return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return null
  }
}

async function readRing(file: string, store: 'new' | 'known'): Promise<Ring> {
  try {
    const ring = parsed((await readFile(file, 'utf8')).split('\n'))
    if (ring === null) throw new Refusal(`The key file ${file} is damaged: ${shape}.`)
    return ring
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    if (store === 'known') {
      throw new Refusal(
        `The key file ${file} is missing, and the stored secrets cannot be read without it. Put it back.`,
      )
    }
    const ring: Ring = [randomBytes(32)]
    await write(file, ring)
    return ring
  }
}

function fromEnvironment(text: string): Ring {
  const ring = parsed(text.split(','))
  if (ring === null) throw new Refusal(`USHER_KEY cannot be used: each of its keys must hold 32 bytes in base64url.`)
  return ring
}

function parsed(lines: readonly string[]): Ring | null {
  const keys = lines.flatMap((line) => (line.trim() === '' ? [] : [Buffer.from(line.trim(), 'base64url')]))
  const [newest, ...others] = keys
  return newest === undefined || keys.some(({ length }) => length !== 32) ? null : [newest, ...others]
}

/** Whole or not at all: a key that was cut off by a kill would count as damaged for ever. */
async function write(file: string, ring: Ring): Promise<void> {
  const draft = `${file}.${process.pid}`
  await writeFile(draft, `${ring.map((key) => key.toString('base64url')).join('\n')}\n`, { mode: 0o600 })
  await rename(draft, file)
}
