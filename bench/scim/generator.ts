/** The load generator: a process of its own, told over IPC what to send. Started by `load.ts`. */
import { type GroupOperationName, type OperationName, type Wire, operationOf } from './operations.ts'
import { converse } from './connection.ts'

export type Job = {
  readonly operation: OperationName | GroupOperationName
  readonly wire: Wire
  readonly connections: number
  /** The number of the first request. */
  readonly first: number
} & (
  | { readonly kind: 'timed'; readonly warmUp: number; readonly seconds: number }
  | { readonly kind: 'counted'; readonly count: number }
)

/** `begun` and `over` frame what is counted. */
export type Told =
  | { readonly kind: 'begun' }
  | {
      readonly kind: 'over'
      readonly answers: number
      readonly seconds: number
      readonly sent: number
      readonly latencies: Latencies
      readonly ids: readonly string[]
    }
  | { readonly kind: 'failed'; readonly sentence: string }

export type Latencies = { readonly p50: number; readonly p95: number; readonly p99: number }

const tell = (told: Told): void => void process.send?.(told)

process.on('message', (job: Job) => {
  run(job).catch((error: unknown) => tell({ kind: 'failed', sentence: (error as Error).message }))
})
process.on('disconnect', () => process.exit())
process.send?.({ ready: true })

async function run(job: Job): Promise<void> {
  const sender = senderOf(job)
  if (job.kind === 'timed') await sender.send(forSeconds(job.warmUp))
  tell({ kind: 'begun' })
  const first = sender.number()
  const latencies: number[] = []
  const ids: string[] = []
  const start = performance.now()
  // What is under way when the time is over is waited for and counts, so a very slow peer is measured too.
  await sender.send(
    job.kind === 'timed' ? forSeconds(job.seconds) : () => sender.number() < first + job.count,
    (head, milliseconds) => {
      latencies.push(milliseconds)
      if (job.operation === 'create' && job.kind === 'counted') ids.push(idIn(head))
    },
  )
  const seconds = (performance.now() - start) / 1000
  const sent = sender.number() - job.first
  tell({ kind: 'over', answers: latencies.length, seconds, sent, latencies: percentiles(latencies), ids })
}

function senderOf({ operation: name, wire, connections, first }: Job) {
  const operation = operationOf(name)
  const request = operation.request(wire)
  const port = Number(wire.host.split(':')[1])
  let number = first
  return {
    number: () => number,
    async send(goesOn: () => boolean, counted?: (head: Buffer, milliseconds: number) => void): Promise<void> {
      const next = (): string | null => (goesOn() ? request(number++) : null)
      const answered = (status: number, head: Buffer, milliseconds: number): void => {
        if (status !== operation.status || !head.includes(operation.contains))
          throw new Error(`${operation.title}: ${head.toString('utf8', 0, 2000)}`)
        counted?.(head, milliseconds)
      }
      await Promise.all(Array.from({ length: connections }, () => converse(port, { next, answered })))
    },
  }
}

function forSeconds(seconds: number): () => boolean {
  const end = performance.now() + seconds * 1000
  return () => performance.now() < end
}

/** The identifier in the answer to a create; the first `"id":` of an answer is the resource's own. */
function idIn(head: Buffer): string {
  const at = head.indexOf('"id":"') + 6
  return head.toString('latin1', at, head.indexOf('"', at))
}

function percentiles(values: readonly number[]): Latencies {
  const sorted = Float64Array.from(values).toSorted()
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
