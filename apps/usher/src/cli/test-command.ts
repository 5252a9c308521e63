/** One command, run with a service that answers as it is told to. */
import { Command } from 'commander'
import type { Client } from './client.ts'
import { createOut } from './print.ts'
import type { With } from './with.ts'

type Answers = (method: string, path: string, body?: unknown) => unknown

/** What the command prints, line by line. */
export async function said(
  commands: (program: Command, run: With) => void,
  args: readonly string[],
  answers: Answers,
): Promise<readonly string[]> {
  const program = new Command().exitOverride()
  let text = ''
  const json = args.includes('--json')
  const out = createOut({ json }, { write: (piece) => (text += piece) })
  const client = {
    get: (path: string) => Promise.resolve(answers('GET', path)),
    send: (method: string, path: string, body: unknown) => Promise.resolve(answers(method, path, body)),
  } as unknown as Client
  commands(program, (work) => work(client, out))
  await program.parseAsync(args.filter((one) => one !== '--json'), { from: 'user' }) // prettier-ignore
  return text.trimEnd().split('\n')
}
