/** `usher`; see `usher --help`. */
import { CommanderError } from 'commander'
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Failed } from './client.ts'
import { createProgram } from './program.ts'

// What a command loads when it runs is compiled once; not in /tmp, where others could write.
enableCompileCache(fileURLToPath(new URL('../../../../node_modules/.cache/usher', import.meta.url)))

async function main(): Promise<void> {
  try {
    await createProgram().parseAsync()
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
    else if (error instanceof Failed) {
      process.stderr.write(`${error.message}\n`)
      process.exitCode = error.exitCode
    } else throw error
  }
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})
await main()
