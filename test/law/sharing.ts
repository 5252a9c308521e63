/** An initial cycle of a history in shards: two workers carry them out at once, and one of them may die. */
import { emptySummary, Lister, runShard, together, type Instant, type Ports, type Rest, type Rules, type Shard, type ShardDone, type Sharing } from '@usher/engine' // prettier-ignore
import type { Sharded } from './histories.ts'
import type { Remembering } from './law.ts'
import type { Lane } from './memory-lanes.ts'
import { isDeath, mortal } from './mortal.ts'
import type { World } from './world.ts'

type Of = {
  readonly world: World
  readonly memory: Pick<Remembering, 'shards'>
  readonly ports: (lane: Lane) => Ports
  readonly rules: Rules
  readonly now: Instant
}
const workers = 2

export function sharingOf({ world, memory, ports, rules, now }: Of, { behind, size, death }: Sharded): Sharing {
  const { shards } = memory
  if (shards === undefined) throw new Error('These histories need a journal with shards.')
  let asked = 0

  const cut = async ({ from, brief, watermark, before, without }: Rest): Promise<void> => {
    const ids = [...world.feed.values()].filter(({ type, id }) => type === brief.type && id > from).map(({ id }) => id)
    const ordered = ids.toSorted()
    const made: Shard[] = []
    for (let start = 0; start < ordered.length; start += size) {
      const part = ordered.slice(start, start + size)
      made.push({ from: ordered[start - 1] ?? from, to: part.at(-1) ?? '', size: part.length, begun: null, without })
    }
    // One transaction: nobody knows of shards without the checkpoint that says so.
    shards.set(made)
    const checkpoint = { type: brief.type, cursor: from, watermark, done: before, shared: true } as const
    await ports('cycle').journal.record([], { checkpoint })
  }

  const carryOut = async (rest: Rest): Promise<ShardDone> => {
    if (!rest.cut) await cut(rest)
    const left = shards.get().map((_, number) => number)
    let dies = death
    const deaths: Error[] = []
    const work = async (): Promise<void> => {
      const lister = new Lister()
      for (let number = left.shift(); number !== undefined && deaths.length === 0; number = left.shift()) {
        const lane: Lane = `shard-${number}`
        const inFlight = new Set<Promise<unknown>>()
        const own = mortal(dies, inFlight)(ports(lane))
        const mayDie = dies !== null
        dies = null
        const shard = shards.get()[number] as Shard
        const options = { started: now, stopped: () => deaths.length > 0 }
        try {
          await runShard(own, rules, options, { brief: rest.brief, shard, lister })
        } catch (error) {
          if (!isDeath(error) || !(error instanceof Error)) throw error
          if (!mayDie) {
            deaths.push(error)
            return
          }
          // Another one takes it over.
          await Promise.allSettled(inFlight)
          shards.release(lane)
          left.push(number)
        }
      }
    }
    await Promise.all(Array.from({ length: workers }, work))
    const [first] = deaths
    if (first !== undefined) throw first
    const end = shards.get()
    const to = end.at(-1)?.to ?? rest.from
    await ports('cycle').journal.record([], {
      checkpoint: { type: rest.brief.type, cursor: to, watermark: rest.watermark, done: rest.brief.total },
    })
    const done = end.flatMap(({ begun }) => begun ?? [])
    return {
      done: done.reduce((sum, one) => sum + one.done, 0),
      summary: done.reduce((sum, { summary }) => together(sum, summary), emptySummary),
      failed: done.flatMap((one) => one.failed),
    }
  }
  return {
    wanted: () => Promise.resolve((asked += 1) >= behind),
    carryOut,
  }
}
