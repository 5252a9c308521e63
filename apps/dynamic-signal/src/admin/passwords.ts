import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } // OWASP's choice for argon2id

/** Hashes a password with argon2id, in the PHC text form, which names its own cost. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const hash = await derive('argon2id', { message: password.normalize('NFKC'), nonce, ...cost })
  const { memory, passes, parallelism } = cost
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${text(nonce)}$${text(hash)}`
}

/** Whether a password is the one that was hashed. Takes the same time whichever it is. */
export async function isPassword(password: string, phc: string): Promise<boolean> {
  const [, , , parameters = '', nonce = '', expected = ''] = phc.split('$')
  const [memory, passes, parallelism] = parameters.split(',').map((part) => Number(part.slice(2)))
  if (memory === undefined || passes === undefined || parallelism === undefined) return false
  const wanted = Buffer.from(expected, 'base64')
  const message = password.normalize('NFKC')
  const options = {
    message,
    nonce: Buffer.from(nonce, 'base64'),
    memory,
    passes,
    parallelism,
    tagLength: wanted.length,
  }
  return timingSafeEqual(await derive('argon2id', options), wanted)
}

/** A password nobody has to remember: 120 random bits. */
export function generatePassword(): string {
  return randomBytes(15).toString('base64url')
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '')
}
