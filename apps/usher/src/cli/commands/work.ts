/** `usher work`: a worker beside other services on one PostgreSQL. */
import type { Command } from 'commander'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Failed } from '../client.ts'

const service = fileURLToPath(new URL('../../main.ts', import.meta.url))

export function workCommand(program: Command): void {
  program
    .command('work')
    .description('carry out cycles beside other services on the same PostgreSQL, until Ctrl-C')
    .option('--database-url <url>', 'the PostgreSQL of the others; or DATABASE_URL')
    .option('--port <n>', 'where /healthz, /readyz and /metrics answer; a free one unless said', '0')
    .action(async ({ databaseUrl = process.env['DATABASE_URL'], port }: { databaseUrl?: string; port: string }) => {
      if (databaseUrl === undefined || databaseUrl === '')
        throw new Failed('Say which PostgreSQL the others use: --database-url postgres://…', 2)
      const data = join(resolve(program.opts<{ data: string }>().data), 'work')
      const args = [service, '--data', data, '--port', port, '--role', 'work']
      // The address may hold a password, which the arguments of a process show to everybody.
      const child = spawn(process.execPath, args, {
        stdio: 'inherit',
        env: { ...process.env, DATABASE_URL: databaseUrl },
      })
      const forward = (signal: NodeJS.Signals): void => void child.kill(signal)
      process.on('SIGINT', forward)
      process.on('SIGTERM', forward)
      const [code] = (await once(child, 'exit')) as [number | null]
      process.exitCode = code ?? 0
    })
}
