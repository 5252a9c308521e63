/**
 * The initial cycle of 10,000 generated people into Dynamic Signal, against the naive client on the same server with
 * the same concurrency; then an incremental cycle in which nothing changed.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { startPostgres } from '../test/postgres.ts'
import { naiveClient } from './naive-client.ts'
import { people, toCsv, type Person } from './people.ts'
import { dynamicSignal, generateToken, usher } from './programs.ts'

/** As many requests in flight as the gallery allows Usher for Dynamic Signal. */
const concurrency = 32
const mapping = fileURLToPath(new URL('../examples/contoso/hr-mapping.json', import.meta.url))

type Sizes = { readonly count: number; readonly rounds: number }
type Stores = { readonly name: string; url(database: string): Promise<string | undefined> }
type Cycle = {
  readonly seconds: number
  readonly requests: number
  readonly created: number
  readonly references: { set: number }
}

export async function initialCycle(args: readonly string[]): Promise<void> {
  const option = (name: string, otherwise: number): number =>
    Number(args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise)
  const sizes = { count: option('people', 10_000), rounds: option('rounds', 3) }
  const postgres = await startPostgres()
  const onServer = async (database: string): Promise<string> => {
    const client = new Client({ connectionString: postgres.url })
    await client.connect()
    await client.query(`create database ${database}`)
    await client.end()
    return Object.assign(new URL(postgres.url), { pathname: `/${database}` }).href
  }
  try {
    const only = args.find((arg) => arg.startsWith('--store='))?.split('=')[1]
    if (only !== 'pglite') await compare({ name: 'PostgreSQL', url: onServer }, sizes)
    if (only !== 'postgres') await compare({ name: 'PGlite', url: () => Promise.resolve(undefined) }, sizes)
  } finally {
    await postgres.stop()
  }
}

async function compare(stores: Stores, { count, rounds }: Sizes): Promise<void> {
  const list = people(count)
  const naive: number[] = []
  const ours: number[] = []
  const memory: number[] = []
  let last: Awaited<ReturnType<typeof oneInitialCycle>> | undefined
  for (let round = 0; round < rounds; round += 1) {
    naive.push(count / (await oneNaiveRun(stores, list, `naive_${round}`)))
    last = await oneInitialCycle(stores, list, `usher_${round}`)
    ours.push(count / last.initial.seconds)
    memory.push(last.memory)
  }
  const line = (text: string): void => void process.stdout.write(`${text}\n`)
  line('')
  line(
    `initial cycle of ${count} people, both programs on ${stores.name}, ${concurrency} requests in flight, median of ${rounds}`,
  )
  line(`  naive client  ${median(naive).toFixed(0).padStart(6)} objects/s   ${2 * count} requests (no managers)`)
  line(
    `  Usher         ${median(ours).toFixed(0).padStart(6)} objects/s   ${last?.initial.requests} requests (${last?.initial.references.set} managers set)`,
  )
  line(
    `  ratio         ${(median(ours) / median(naive)).toFixed(2).padStart(6)}             (${ours.map((one, n) => (one / (naive[n] ?? one)).toFixed(2)).join(', ')})`,
  )
  line(
    `  peak memory   ${median(memory).toFixed(0).padStart(6)} MB          of Usher's process, import of ${count} people included`,
  )
  line(
    `  unchanged incremental cycle: ${((last?.incremental.seconds ?? 0) * 1000).toFixed(0)} ms, ${last?.incremental.requests} requests`,
  )
}

async function oneNaiveRun(stores: Stores, list: readonly Person[], name: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'usher-bench-'))
  const target = await dynamicSignal(join(folder, 'dynamic-signal'), await stores.url(name))
  const token = await generateToken(target.ready.url)
  const { seconds } = await naiveClient(target.ready.scimApiUrl, token, list, concurrency)
  await target.stop()
  await rm(folder, { recursive: true })
  return seconds
}

async function oneInitialCycle(stores: Stores, list: readonly Person[], name: string) {
  const folder = await mkdtemp(join(tmpdir(), 'usher-bench-'))
  const target = await dynamicSignal(join(folder, 'dynamic-signal'), await stores.url(`${name}_target`))
  const source = await usher(join(folder, 'usher'), await stores.url(name))
  const { token } = JSON.parse(await readFile(source.ready.tokenFile, 'utf8')) as { token: string }
  const call = async (method: string, path: string, body: unknown): Promise<string> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(source.ready.url + path, { method, headers, body: JSON.stringify(body) })
    const text = await answer.text()
    if (!answer.ok || text.includes('"error":{"')) throw new Error(`${path}: ${text.slice(-500)}`)
    return text
  }
  const csv = join(folder, 'people.csv')
  await writeFile(csv, toCsv(list))
  await call('POST', '/usher/imports', { file: csv, mapping })
  await call('POST', '/usher/apps', { template: 'dynamic-signal' })
  await call('POST', '/usher/groups', { displayName: 'All people' })
  await call('POST', '/usher/groups/All%20people/members', { all: true })
  await call('POST', '/usher/apps/Dynamic%20Signal/assignments', { who: 'All people', role: 'User' })
  await call('PATCH', '/usher/apps/Dynamic%20Signal/settings', {
    tenantUrl: target.ready.scimApiUrl,
    secretToken: await generateToken(target.ready.url),
  })
  const run = async (): Promise<Cycle> => {
    const lines = (await call('POST', '/usher/apps/Dynamic%20Signal/run', { yes: true })).trim().split('\n')
    return (JSON.parse(lines.at(-1) ?? '{}') as { summary: Cycle }).summary
  }
  const initial = await run()
  if (initial.created !== list.length) throw new Error(`Only ${initial.created} of ${list.length} were created`)
  const memory = await source.peakMemory()
  const incremental = await run()
  await source.stop()
  await target.stop()
  await rm(folder, { recursive: true })
  return { initial, incremental, memory }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
