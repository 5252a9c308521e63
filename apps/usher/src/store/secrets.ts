import { createCipheriv, createDecipheriv, createHmac, hash, randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { Refusal } from '@usher/host'

/** What is made from the key file beside the data folder. */
export type Keys = {
  /** AES-256-GCM; the answer is text that can be stored. */
  encrypt(plain: string): string
  decrypt(stored: string): string
  /** SHA-256 behind a secret prefix, shortened to 96 bits: tells equal values from different ones and nothing else. */
  digest(text: string): string
}

/**
 * Reads the key file; for a store that is new, makes it with mode 0600.
 *
 * Throws a `Refusal` when it is damaged, or missing beside a store that is known already.
 */
export async function openKeys(file: string, store: 'new' | 'known' = 'new'): Promise<Keys> {
  const key = await readKey(file, store)
  const prefix = createHmac('sha256', key).update('digest').digest('base64url')
  return {
    encrypt(plain) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `v1.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`
    },
    decrypt(stored) {
      const bytes = Buffer.from(stored.slice('v1.'.length), 'base64url')
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
        decipher.setAuthTag(bytes.subarray(12, 28))
        return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        throw new Refusal(`The stored secrets were not encrypted with the key in ${file}. Put the right key file back.`)
      }
    },
    // One call without an object of its own: this runs for every attribute of every person.
    digest: (text) => hash('sha256', prefix + text, 'base64url').slice(0, 16),
  }
}

async function readKey(file: string, store: 'new' | 'known'): Promise<Buffer> {
  try {
    const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64url')
    if (key.length !== 32) throw new Refusal(`The key file ${file} is damaged: it must hold 32 bytes in base64url.`)
    return key
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    if (store === 'known') {
      throw new Refusal(
        `The key file ${file} is missing, and the stored secrets cannot be read without it. Put it back.`,
      )
    }
    const key = randomBytes(32)
    // Whole or not at all: a key that was cut off by a kill would count as damaged for ever.
    const draft = `${file}.${process.pid}`
    await writeFile(draft, `${key.toString('base64url')}\n`, { mode: 0o600 })
    await rename(draft, file)
    return key
  }
}
