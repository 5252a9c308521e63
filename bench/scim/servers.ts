import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { startPostgres } from '../../test/postgres.ts'
import { dynamicSignal, generateToken, start } from '../programs.ts'
import { family, parentOf } from './processor-time.ts'

export type StoreName = 'postgres' | 'pglite' | 'memory'

/** A running server, and the processes whose time is counted. */
export type Server = {
  readonly name: string
  readonly host: string
  readonly path: string
  readonly token: string
  readonly processes: Readonly<Record<string, () => readonly number[]>>
  /** The database it writes to, where it has one of its own. */
  readonly databaseUrl: string | undefined
  memory(): Promise<number>
  stop(): Promise<void>
}

export type Databases = { newUrl(): Promise<string>; pids(): readonly number[]; stop(): Promise<void> }

/** A PostgreSQL server that flushes each commit, with one database for each caller. */
export async function startDatabases(): Promise<Databases> {
  const postgres = await startPostgres({ durable: true })
  const client = new Client({ connectionString: postgres.url })
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const postmaster = parentOf(rows[0]?.pid ?? 0)
  let count = 0
  return {
    async newUrl() {
      const name = `bench_${count++}`
      await client.query(`create database ${name}`)
      return Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href
    },
    pids: () => family(postmaster),
    async stop() {
      await client.end()
      await postgres.stop()
    },
  }
}

/** What is compared: the product, the limit on the same store, the peer. */
export const servers = {
  'dynamic-signal': { title: 'Dynamic Signal', stores: ['postgres', 'pglite'] },
  limit: { title: 'limit, a statement each', stores: ['postgres', 'pglite'] },
  'limit-gathered': { title: 'limit, gathered', stores: ['postgres', 'pglite'] },
  scimmy: { title: 'SCIMMY', stores: ['memory'] },
} as const satisfies Readonly<Record<string, { title: string; stores: readonly StoreName[] }>>

export type ServerName = keyof typeof servers

export type Ask = {
  readonly name: ServerName
  readonly store: StoreName
  readonly databases: Databases
  /** Whom the peer has in its map from the start; the others are loaded through requests. */
  readonly people: number
  readonly settings?: Readonly<Record<string, unknown>>
}

export async function startServer({ name, store, databases, people, settings }: Ask): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'usher-bench-'))
  const databaseUrl = store === 'postgres' ? await databases.newUrl() : undefined
  const program = await startProgram({ name, folder, databaseUrl, people })
  const url = new URL(program.ready.scimApiUrl)
  return {
    name,
    host: url.host,
    path: url.pathname,
    token: name === 'dynamic-signal' ? await generateToken(url.origin, settings) : 'anything',
    databaseUrl,
    processes: {
      server: () => [program.child.pid ?? 0],
      ...(store === 'postgres' && { database: databases.pids }),
    },
    memory: () => program.peakMemory(),
    async stop() {
      await program.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type What = { name: ServerName; folder: string; databaseUrl: string | undefined; people: number }

function startProgram({ name, folder, databaseUrl, people }: What) {
  const where = databaseUrl === undefined ? ['--data', join(folder, 'store')] : ['--database-url', databaseUrl]
  switch (name) {
    case 'dynamic-signal':
      return dynamicSignal(folder, databaseUrl)
    case 'limit':
      return start<Ready>('bench/scim/limit-server.ts', { args: where })
    case 'limit-gathered':
      return start<Ready>('bench/scim/limit-server.ts', { args: [...where, '--gather'] })
    case 'scimmy':
      return start<Ready>('bench/scim/scimmy-server.ts', { args: ['--people', String(people)] })
  }
}

type Ready = { readonly scimApiUrl: string }
