/**
 * Dynamic Signal as a SCIM server, operation by operation, against the limit (a bare Fastify route with one prepared
 * statement on the same store) and the peer (Express with scimmy and scimmy-routers, in memory).
 */
import { writeFile } from 'node:fs/promises'
import { type Measured, type Generator, startGenerator } from './scim/load.ts'
import { type OperationName, type Wire, operations } from './scim/operations.ts'
import { markdown } from './scim/markdown.ts'
import { report, type Result } from './scim/report.ts'
import { checkAnswers } from './scim/right.ts'
import {
  type Databases,
  type Server,
  type ServerName,
  type StoreName,
  servers,
  startDatabases,
  startServer,
} from './scim/servers.ts'

const connections = 16
const warmUp = 1 // s
const fewest = 1000 // so many are there in the empty tenant when it is measured; ten pages
const mostIds = 20_000

type Sizes = { readonly people: readonly number[]; readonly rounds: number; readonly seconds: number }
type Wanted = {
  readonly stores: readonly StoreName[]
  readonly servers: readonly ServerName[]
  readonly only: readonly OperationName[]
}

export async function scimServer(args: readonly string[]): Promise<void> {
  const option = (name: string, otherwise: string): string =>
    args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise
  const list = <T extends string>(name: string, all: readonly T[]): readonly T[] => {
    const asked = option(name, all.join(',')).split(',')
    const unknown = asked.find((one) => !all.includes(one as T))
    if (unknown !== undefined) throw new Error(`--${name}=${unknown}: there are ${all.join(', ')}`)
    return all.filter((one) => asked.includes(one))
  }
  const sizes = {
    people: option('people', '0,100000').split(',').map(Number),
    rounds: Number(option('rounds', '3')),
    seconds: Number(option('seconds', '3')),
  }
  const wanted = {
    stores: list('store', ['postgres', 'pglite', 'memory']),
    servers: list('servers', Object.keys(servers) as ServerName[]),
    only: list('only', Object.keys(operations) as OperationName[]),
  }
  const databases = await startDatabases()
  const generator = await startGenerator()
  const results: Result[] = []
  try {
    for (const people of sizes.people) results.push(...(await compare(people, { sizes, wanted, databases, generator })))
  } finally {
    await generator.stop()
    await databases.stop()
  }
  const file = option('markdown', '')
  if (file !== '') await writeFile(file, `${markdown(results)}\n`)
}

type With = {
  readonly sizes: Sizes
  readonly wanted: Wanted
  readonly databases: Databases
  readonly generator: Generator
}
type Running = { readonly server: Server; readonly store: StoreName; wire: Wire; next: number }

/** All servers run from the start to the end; each round goes through all of them, so that noise meets all alike. */
async function compare(people: number, { sizes, wanted, databases, generator }: With): Promise<readonly Result[]> {
  const running: Running[] = []
  const measured = new Map<string, Measured[]>()
  try {
    for (const name of wanted.servers)
      for (const store of servers[name].stores.filter((one: StoreName) => wanted.stores.includes(one)))
        running.push(
          await load(await startServer({ name, store, databases, people: Math.max(people, fewest) }), {
            store,
            people,
            generator,
          }),
        )
    // What creates comes last: so all the others are measured with the people that were asked for.
    const order = wanted.only.toSorted((a, b) => Number(a === 'create') - Number(b === 'create'))
    const turns = order.flatMap((operation) => Array.from({ length: sizes.rounds }, () => operation))
    for (const operation of turns)
      for (const each of running.filter(({ server }) => !(server.name === 'limit-gathered' && operation === 'list'))) {
        const one = await measure(each, operation, { sizes, generator })
        const key = `${each.server.name} ${each.store} ${operation}`
        measured.set(key, [...(measured.get(key) ?? []), one])
        progress(`${people} ${key}: ${one.perSecond.toFixed(0)}/s, p95 ${one.latencies.p95.toFixed(1)} ms`)
      }
    const results = await Promise.all(
      running.map(async ({ server, store }) => ({
        people,
        server: server.name as ServerName,
        store,
        memory: await server.memory(),
        operations: order.map((operation) => ({
          operation,
          rounds: measured.get(`${server.name} ${store} ${operation}`) ?? [],
        })),
      })),
    )
    report(results, sizes)
    return results
  } finally {
    for (const { server } of running) await server.stop()
  }
}

async function measure(
  each: Running,
  operation: OperationName,
  { sizes, generator }: { sizes: Sizes; generator: Generator },
): Promise<Measured> {
  const { wire, next: first, server } = each
  // With many people a single request keeps SCIMMY busy for seconds; sixteen at once would only queue.
  const isSlow = server.name === 'scimmy' && wire.people > fewest
  const how = { connections: isSlow ? 1 : connections, warmUp: isSlow ? 0 : warmUp, seconds: sizes.seconds }
  const one = await generator.run({ kind: 'timed', operation, wire, first, ...how }, server.processes)
  each.next += one.sent
  return one
}

function progress(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}

/** Fills a server through requests, and looks whether it answers right. */
async function load(
  server: Server,
  { store, people, generator }: { store: StoreName; people: number; generator: Generator },
): Promise<Running> {
  const wanted = Math.max(people, fewest)
  const empty: Wire = { host: server.host, path: server.path, token: server.token, ids: [], people: 0 }
  let ids: readonly string[]
  if (server.name === 'scimmy') {
    ids = Array.from({ length: wanted }, (_, number) => String(number + 1))
  } else {
    const filled = await generator.run(
      { kind: 'counted', operation: 'create', wire: empty, connections: connections * 2, first: 0, count: wanted },
      server.processes,
    )
    if (people > 0) progress(`${server.name} ${store}: ${wanted} people loaded at ${filled.perSecond.toFixed(0)}/s`)
    ids = filled.ids
  }
  const wire = { ...empty, ids: ids.slice(0, mostIds), people: wanted }
  await checkAnswers(wire, wanted)
  return { server, store, wire, next: 1 }
}
