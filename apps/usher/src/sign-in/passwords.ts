/** Passwords: Argon2id (RFC 9106), as PHC strings. */
import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto'
import { promisify } from 'node:util'

/** KiB, passes, lanes: more than OWASP asks for at least. */
const cost = { memory: 65_536, passes: 2, parallelism: 1 } as const
const tagLength = 32
const derive = promisify(argon2) as (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer>

export const shortest = 12
const longest = 256

export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await derive('argon2id', { message: bytesOf(password), nonce, tagLength, ...cost })
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${plain(nonce)}$${plain(tag)}`
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/

/** A hash that no password has. Who has no account costs as much as one who has, so that nobody learns who has one. */
const nobody = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${plain(Buffer.alloc(16))}$${plain(Buffer.alloc(tagLength))}`

export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, nonce = '', tag = ''] = phc.exec(stored ?? nobody) ?? []
  const expected = Buffer.from(tag, 'base64')
  const found = await derive('argon2id', {
    message: bytesOf(password),
    nonce: Buffer.from(nonce, 'base64'),
    tagLength: expected.length,
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  })
  return timingSafeEqual(found, expected) && stored !== null
}

/** Why it cannot be somebody's password, as a sentence; null: it can (NIST SP 800-63B: length, and nothing that is guessed first). */
export function passwordProblem(password: string, userPrincipalName: string): string | null {
  const folded = password.toLowerCase()
  const [name = ''] = userPrincipalName.toLowerCase().split('@')
  if (password.length < shortest) return `Choose a password of at least ${shortest} characters.`
  if (password.length > longest) return `Choose a password of at most ${longest} characters.`
  if (new Set(folded).size < 5) return 'Choose a password with more than a few different characters.'
  if (name.length > 2 && folded.includes(name)) return 'Choose a password without your name in it.'
  return /password|qwerty|123456|abcdef|letmein|usher/.test(folded)
    ? 'Choose a password that is not among those that are guessed first.'
    : null
}

/** One form of what can be typed in several (RFC 8265). */
function bytesOf(password: string): Buffer {
  return Buffer.from(password.normalize('NFC').slice(0, 4 * longest))
}

function plain(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
