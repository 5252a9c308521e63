/**
 * Dynamic Signal with a million users: how long a match query takes, and adding one member to a group of 50,000.
 *
 * The aims are absolute (p95 under 10 ms), so there is no peer here.
 */
import { type Generator, type Measured, startGenerator } from './scim/load.ts'
import { type GroupOperationName, type OperationName, type Wire, operationOf } from './scim/operations.ts'
import { type Databases, type Server, startDatabases, startServer } from './scim/servers.ts'

const groupSize = 50_000
const perPatch = 1000
const line = (text: string): void => void process.stdout.write(`${text}\n`)

export async function scimScale(args: readonly string[]): Promise<void> {
  const option = (name: string, otherwise: string): string =>
    args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise
  const people = Number(option('people', '1000000'))
  const seconds = Number(option('seconds', '5'))
  const store = option('store', 'postgres') === 'pglite' ? 'pglite' : 'postgres'
  const databases = await startDatabases()
  const generator = await startGenerator()
  const server = await startServer({ name: 'dynamic-signal', store, databases, people, settings: { groups: true } })
  try {
    await measure({ server, databases, generator }, { people, seconds, store })
  } finally {
    await server.stop()
    await generator.stop()
    await databases.stop()
  }
}

type With = { readonly server: Server; readonly databases: Databases; readonly generator: Generator }
type Sizes = { readonly people: number; readonly seconds: number; readonly store: string }

async function measure({ server, generator }: With, { people, seconds, store }: Sizes): Promise<void> {
  const empty: Wire = { host: server.host, path: server.path, token: server.token, ids: [], people: 0 }
  line('')
  line(`${store}: ${people} people, a group of ${groupSize}`)
  const filled = await generator.run(
    { kind: 'counted', operation: 'create', wire: empty, connections: 32, first: 0, count: people },
    server.processes,
  )
  tell('create (loading, 32 connections)', filled)
  const full = { ...empty, ids: filled.ids, people }
  for (const operation of ['matchUserName', 'matchExternalId', 'read'] as const)
    for (const connections of [1, 16]) {
      const job = { kind: 'timed', operation, wire: full, connections, first: 1, warmUp: 2, seconds } as const
      tell(titleOf(operation, connections), await generator.run(job, server.processes))
    }

  const group = await makeGroup(full, filled.ids.slice(0, groupSize))
  // One after the other, then with others at the same group; the next members are people who are not in it yet.
  let first = groupSize
  for (const connections of [1, 16]) {
    const count = connections * 200
    const ids = filled.ids.slice(first, first + count)
    first += count
    for (const operation of ['addMember', 'checkMember', 'removeMember'] as const) {
      const job = { kind: 'counted', operation, wire: { ...full, group, ids }, connections, first: 0, count } as const
      tell(titleOf(operation, connections), await generator.run(job, server.processes))
    }
  }
  line(`  peak memory of the server: ${(await server.memory()).toFixed(0)} MB`)
}

/** A group, filled by PATCH a thousand members at a time. */
async function makeGroup(wire: Wire, members: readonly string[]): Promise<string> {
  const send = async (method: string, path: string, body: unknown): Promise<string> => {
    const headers = { authorization: `Bearer ${wire.token}`, 'content-type': 'application/scim+json' }
    const url = `http://${wire.host}${wire.path}${path}`
    const answer = await fetch(url, { method, headers, body: JSON.stringify(body) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
    return text
  }
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group']
  const { id } = JSON.parse(await send('POST', '/Groups', { schemas, displayName: 'All people' })) as { id: string }
  const start = performance.now()
  for (let from = 0; from < members.length; from += perPatch) {
    const value = members.slice(from, from + perPatch).map((member) => ({ value: member }))
    const Operations = [{ op: 'add', path: 'members', value }]
    await send('PATCH', `/Groups/${id}`, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations })
  }
  line(
    `  ${members.length} members added, ${perPatch} in a request: ${((performance.now() - start) / 1000).toFixed(1)} s`,
  )
  return id
}

function titleOf(operation: OperationName | GroupOperationName, connections: number): string {
  return `${operationOf(operation).title}, ${connections} ${connections === 1 ? 'connection' : 'connections'}`
}

function tell(title: string, { perSecond, latencies: { p50, p95, p99 } }: Measured): void {
  const times = `p50 ${p50.toFixed(1)}  p95 ${p95.toFixed(1)}  p99 ${p99.toFixed(1)} ms`
  line(`  ${title.padEnd(60)} ${perSecond.toFixed(0).padStart(6)}/s  ${times}`)
}
