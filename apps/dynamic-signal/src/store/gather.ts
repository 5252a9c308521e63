import { again } from './again.ts'

/** How items are gathered. `most` items and `mostBytes` go together; `size` is an item's in bytes, about. */
type Gathering<Item> = {
  readonly most: number
  readonly mostBytes?: number
  readonly size?: (item: Item) => number
  /** Items of different keys never wait for each other: the tenant. */
  readonly apart: (item: Item) => string
  /** No two items of one run have the same key; the later one waits for the next run. */
  readonly alone?: (item: Item) => string
}

type Waiting<Item, Result> = {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/**
 * Carries out what several callers ask for at the same time as one.
 *
 * While one run is under way, further items wait and go together in the next one: the busier it is, the fewer statements.
 * Each caller gets the result at its item's place. When a run fails because of what one item says, each is carried out
 * by itself; for any other reason, all its callers fail.
 */
export function gather<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  how: Gathering<Item>,
): (item: Item) => Promise<Result> {
  const queues = new Map<string, Waiting<Item, Result>[]>()

  async function work(key: string, queue: Waiting<Item, Result>[]): Promise<void> {
    // What else happens in this turn of the event loop joins the first run.
    await new Promise((resolve) => setImmediate(resolve))
    while (queue.length > 0) await settle(takeBatch(queue, how))
    queues.delete(key)
  }

  async function settle(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await again(() => run(batch.map(({ item }) => item)))
      for (const [place, { resolve }] of batch.entries()) resolve(results[place] as Result)
    } catch (error) {
      if (batch.length > 1 && isAboutData(error)) {
        for (const one of batch) await settle([one])
        return
      }
      for (const { reject } of batch) reject(error)
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      const key = how.apart(item)
      const queue = queues.get(key)
      if (queue !== undefined) {
        queue.push({ item, resolve, reject })
        return
      }
      const started = [{ item, resolve, reject }]
      queues.set(key, started)
      void work(key, started)
    })
}

/** Takes what goes into one run out of the queue; what does not stays in it, in order. */
function takeBatch<Item, Result>(
  queue: Waiting<Item, Result>[],
  { most, mostBytes = Infinity, size = () => 0, alone }: Gathering<Item>,
): readonly Waiting<Item, Result>[] {
  const batch: Waiting<Item, Result>[] = []
  const keys = new Set<string>()
  const rest: Waiting<Item, Result>[] = []
  let bytes = 0
  for (const one of queue) {
    const key = alone?.(one.item)
    bytes += size(one.item)
    const fits = batch.length < most && (bytes <= mostBytes || batch.length === 0)
    if (!fits || (key !== undefined && keys.has(key))) rest.push(one)
    else {
      batch.push(one)
      if (key !== undefined) keys.add(key)
    }
  }
  queue.splice(0, queue.length, ...rest)
  return batch
}

/** SQLSTATE classes 22 (data), 23 (uniqueness and the like) and 54 (too large): the statement did nothing at all. */
function isAboutData(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && ['22', '23', '54'].includes(code.slice(0, 2))
}
