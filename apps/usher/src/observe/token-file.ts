import { Refusal } from '@usher/host'
import { randomBytes } from 'node:crypto'
import { link, readFile, unlink, writeFile } from 'node:fs/promises'

/**
 * The token that a scraper shows, from a file that only its owner reads; made when it is missing, and kept from then on.
 *
 * Throws a `Refusal` when there is one that cannot be read, or one that nobody would call a secret.
 */
export async function tokenFrom(file: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  try {
    // Whole and only when there is none: of two that start at once, both go by the one that was first.
    const draft = `${file}.${process.pid}`
    await writeFile(draft, `${token}\n`, { mode: 0o600 })
    try {
      await link(draft, file)
    } finally {
      await unlink(draft)
    }
    return token
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(file, error)
  }
  const found = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unusable(file, error)
  })
  if (found.trim().length >= 16) return found.trim()
  throw new Refusal(`The token in ${file} has fewer than 16 characters. Write a longer one, or remove the file.`, 2)
}

const known = new Set(['EACCES', 'EPERM', 'EISDIR', 'ENOENT', 'ENOTDIR'])

function unusable(file: string, error: unknown): unknown {
  if (!known.has((error as NodeJS.ErrnoException).code ?? '')) return error
  return new Refusal(
    `The file ${file} of the token for /metrics cannot be used (${(error as NodeJS.ErrnoException).code}).`,
    2,
  )
}
