import { createInterface } from 'node:readline/promises'
import { Failed } from './client.ts'

/**
 * Shows what would happen and asks. Returns when a person agrees.
 *
 * Throws `Failed` (4) with `refusal` when they do not, and when nobody is there to ask.
 */
export async function agree(lines: readonly string[], question: string, refusal: string): Promise<void> {
  for (const line of lines) process.stderr.write(`${line}\n`)
  if (!process.stdin.isTTY) throw new Failed(`${refusal} Say --yes to do it without being asked.`, 4)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question(`${question} [y/N] `)
  terminal.close()
  if (!/^y(es)?$/i.test(answer.trim())) throw new Failed(refusal, 4)
}
