import { median, rate, roundsOf, type Result } from './report.ts'
import { type OperationName, operations } from './operations.ts'
import type { ServerName, StoreName } from './servers.ts'

const head = [
  'Operation',
  'Users',
  'Dynamic Signal',
  'p95',
  'Limit',
  'Share',
  'Gathered limit',
  'SCIMMY',
  'Times SCIMMY',
  'Processor time: server + store',
]

/** The tables of docs/benchmarks.md, from all that was measured. */
export function markdown(results: readonly Result[]): string {
  const people = [...new Set(results.map((result) => result.people))]
  return (['postgres', 'pglite'] as const)
    .filter((store) => results.some((result) => result.store === store))
    .map((store) => {
      const rows = Object.keys(operations).flatMap((name) =>
        people.flatMap((count) => row(results, store, [name as OperationName, count])),
      )
      const lines = [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
      return [`### ${store === 'postgres' ? 'PostgreSQL 18' : 'PGlite, embedded'}`, '', ...lines.map(line)].join('\n')
    })
    .join('\n\n')
}

function row(
  results: readonly Result[],
  store: StoreName,
  [name, people]: readonly [OperationName, number],
): readonly (readonly string[])[] {
  const of = (server: ServerName, where: StoreName) => {
    const result = results.find((one) => one.server === server && one.store === where && one.people === people)
    return result === undefined ? undefined : median(roundsOf(result, name))
  }
  const ours = of('dynamic-signal', store)
  if (ours === undefined) return []
  const [limit, gathered, peer] = [of('limit', store), of('limit-gathered', store), of('scimmy', 'memory')]
  const shown = (one: typeof ours | undefined): string => (one === undefined ? '–' : `${rate(one.perSecond)}/s`)
  const ratio = (one: typeof ours | undefined, print: (ratio: number) => string): string =>
    one === undefined ? '–' : print(ours.perSecond / one.perSecond)
  const { server = 0, database } = ours.processor
  const spent = (seconds: number): string => ((seconds / ours.answers) * 1e6).toFixed(0)
  return [
    [
      operations[name].title,
      people === 0 ? 'none' : people.toLocaleString('en'),
      shown(ours),
      `${ours.latencies.p95.toFixed(1)} ms`,
      shown(limit),
      ratio(limit, (share) => `${(share * 100).toFixed(0)} %`),
      shown(gathered),
      shown(peer),
      ratio(peer, (times) => (times < 10 ? times.toFixed(1) : times.toFixed(0))),
      `${spent(server)}${database === undefined ? '' : ` + ${spent(database)}`} µs`,
    ],
  ]
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
