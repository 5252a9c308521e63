import { once } from 'node:events'
import { start } from '../programs.ts'
import type { Job, Latencies, Told } from './generator.ts'
import { processorTime } from './processor-time.ts'

/** One measurement. `processor`: seconds of processor time, of the processes that were named and of the generator. */
export type Measured = {
  readonly answers: number
  readonly seconds: number
  readonly perSecond: number
  readonly latencies: Latencies
  readonly processor: Readonly<Record<string, number>>
  /** How many requests were sent, so that the next measurement goes on with other numbers. */
  readonly sent: number
  readonly ids: readonly string[]
}

export type Generator = {
  run(job: Job, processes: Readonly<Record<string, () => readonly number[]>>): Promise<Measured>
  stop(): Promise<void>
}

export async function startGenerator(): Promise<Generator> {
  const { child, stop } = await start('bench/scim/generator.ts', {})
  const pid = child.pid ?? 0
  return {
    stop,
    async run(job, processes) {
      const all = { ...processes, generator: () => [pid] }
      child.send(job)
      const begun = await told(child)
      const before = processorTime(all)
      const over = begun.kind === 'begun' ? await told(child) : begun
      const after = processorTime(all)
      if (over.kind !== 'over') throw new Error(over.kind === 'failed' ? over.sentence : 'The generator began twice')
      const processor = Object.fromEntries(
        Object.entries(after).map(([name, seconds]) => [name, seconds - (before[name] ?? 0)]),
      )
      return { ...over, perSecond: over.answers / over.seconds, processor }
    },
  }
}

async function told(child: NodeJS.EventEmitter): Promise<Told> {
  const [message] = (await once(child, 'message')) as [Told]
  return message
}
