import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'

/** Asks for secrets, which are not shown. Piped: a line each, in this order. */
export async function hidden(...questions: readonly string[]): Promise<readonly string[]> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).split(/\r?\n/).slice(0, questions.length)
  let silent = false
  const output = new Writable({
    write(piece: Buffer, _encoding, done) {
      if (!silent) process.stderr.write(piece)
      done()
    },
  })
  const terminal = createInterface({ input: process.stdin, output, terminal: true })
  const answers: string[] = []
  for (const question of questions) {
    const answer = terminal.question(`${question}: `)
    silent = true
    answers.push(await answer)
    silent = false
    process.stderr.write('\n')
  }
  terminal.close()
  return answers
}
