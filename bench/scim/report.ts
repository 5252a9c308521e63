import type { Measured } from './load.ts'
import { type OperationName, operations } from './operations.ts'
import { type ServerName, type StoreName, servers } from './servers.ts'

/** What came out for one server: its rounds, operation by operation. */
export type Result = {
  readonly people: number
  readonly server: ServerName
  readonly store: StoreName
  readonly memory: number
  readonly operations: readonly { readonly operation: OperationName; readonly rounds: readonly Measured[] }[]
}

const titles = { postgres: 'PostgreSQL', pglite: 'PGlite', memory: 'memory' } as const
const head = [
  'operation',
  'server',
  'ops/s',
  '(rounds)',
  'p50',
  'p95',
  'p99 ms',
  'of limit',
  'of gathered',
  'x SCIMMY',
  'µs/op: server',
  'db',
  'generator',
]
const line = (text: string): void => void process.stdout.write(`${text}\n`)

/** Prints one table for each store. */
export function report(results: readonly Result[], { rounds, seconds }: { rounds: number; seconds: number }): void {
  const peer = results.find(({ server }) => server === 'scimmy')
  for (const store of ['postgres', 'pglite', 'memory'] as const) {
    const here = results.filter((result) => result.store === store)
    if (here.length === 0) continue
    const people = here[0]?.people ?? 0
    const who = people === 0 ? 'on an empty tenant (1,000 people but for creates)' : `with ${people} people`
    line('')
    line(`${titles[store]}, ${who}, 16 connections, median of ${rounds} × ${seconds} s`)
    const rows = Object.keys(operations).flatMap((name) =>
      here.flatMap((result) => row(result, name as OperationName, { here, peer })),
    )
    const widths = head.map((title, column) =>
      Math.max(title.length, ...rows.map((cells) => (cells[column] ?? '').length)),
    )
    for (const cells of [head, ...rows])
      line(
        cells
          .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
          .join('  '),
      )
    for (const { server, memory } of here) line(`  peak memory of ${servers[server].title}: ${memory.toFixed(0)} MB`)
  }
}

type Beside = { readonly here: readonly Result[]; readonly peer: Result | undefined }

function row(result: Result, name: OperationName, { here, peer }: Beside): readonly (readonly string[])[] {
  const rounds = roundsOf(result, name)
  const middle = median(rounds)
  if (middle === undefined) return []
  const share = (of: ServerName): string => {
    const limit = here.find(({ server }) => server === of)
    const most = limit === undefined ? undefined : median(roundsOf(limit, name))?.perSecond
    return most === undefined ? '–' : `${((middle.perSecond / most) * 100).toFixed(0)} %`
  }
  const peers = peer === undefined ? undefined : median(roundsOf(peer, name))?.perSecond
  const { p50, p95, p99 } = middle.latencies
  const spent = (process: string): string => {
    const seconds = middle.processor[process]
    return seconds === undefined ? '–' : ((seconds / middle.answers) * 1e6).toFixed(0)
  }
  return [
    [
      operations[name].title,
      servers[result.server].title,
      rate(middle.perSecond),
      `(${rounds.map(({ perSecond }) => rate(perSecond)).join(', ')})`,
      ...[p50, p95, p99].map((each) => each.toFixed(1)),
      share('limit'),
      share('limit-gathered'),
      peers === undefined ? '–' : (middle.perSecond / peers).toFixed(1),
      ...['server', 'database', 'generator'].map(spent),
    ],
  ]
}

export function rate(perSecond: number): string {
  return perSecond < 10 ? perSecond.toPrecision(2) : perSecond.toFixed(0)
}

export function roundsOf(result: Result, name: OperationName): readonly Measured[] {
  return result.operations.find(({ operation }) => operation === name)?.rounds ?? []
}

export function median(rounds: readonly Measured[]): Measured | undefined {
  return rounds.toSorted((a, b) => a.perSecond - b.perSecond)[Math.floor(rounds.length / 2)]
}
