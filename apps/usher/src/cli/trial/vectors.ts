/** `--vectors FILE`: one JSON line for each entry, and how many passed. */
import { judge, judgeScope, readEntries, readScopeVector, readVector, type Judged } from '@usher/engine'
import type { Attributes } from '@usher/scim'
import { Failed } from '../client.ts'
import { readJson } from './input.ts'

export function tryExpressionVectors(file: string): Promise<void> {
  return tryVectors(file, readVector, (vector) => judge(vector, random))
}

export function tryScopeVectors(file: string): Promise<void> {
  return tryVectors(file, readScopeVector, judgeScope)
}

export const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count))

// Exits with 1 when an entry fails or cannot be read, with 2 when the file cannot be used.
async function tryVectors<Vector>(
  file: string,
  read: (entry: Attributes, id: string) => Vector | string,
  judged: (vector: Vector) => Judged,
): Promise<void> {
  const json = await readJson(file).catch((error: unknown) => {
    throw error instanceof Failed ? new Failed(error.message, 2) : error
  })
  const entries = readEntries(json, read)
  if (entries === null) throw new Failed(`${file} is no file of vectors. It must be a list: [{ … }, { … }].`, 2)
  const verdicts = entries.map((entry): Judged => {
    if (entry.kind === 'vector') return judged(entry.vector)
    const { id, problem, expected } = entry
    return { id, pass: false, actual: { $error: `This entry cannot be read: ${problem}.` }, expected }
  })
  for (const one of verdicts) process.stdout.write(`${JSON.stringify(one)}\n`)
  const failed = verdicts.filter(({ pass }) => !pass).length
  process.stderr.write(`${verdicts.length - failed} passed, ${failed} failed\n`)
  if (failed > 0) process.exitCode = 1
}
