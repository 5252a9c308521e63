import { readFile } from 'node:fs/promises'
import { text as readAll } from 'node:stream/consumers'
import { Failed } from './client.ts'

/** A secret as it was given: `-` is standard input, `@FILE` a file, so that it stands in no history. */
export async function secretOf(value: string, option: string): Promise<string> {
  if (value === '-') return (await readAll(process.stdin)).trim()
  if (!value.startsWith('@')) return value
  const file = value.slice(1)
  return (
    await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new Failed(`The file ${file} of ${option} cannot be read (${error.code ?? error.message}).`, 2)
    })
  ).trim()
}
