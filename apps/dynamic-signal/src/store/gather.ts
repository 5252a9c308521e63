/**
 * Carries out what several callers ask for at the same time as one.
 *
 * While one run is under way, further items wait and go together in the next one, `most` at a time: the busier it is,
 * the fewer statements. Each caller gets the result at its item's place. When a run fails because of what one item
 * says, each is carried out by itself; for any other reason, all its callers fail. With `alone`, no two items of one run
 * have the same key: the later one waits for the next run.
 */
export function gather<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  { most, alone }: { readonly most: number; readonly alone?: (item: Item) => string },
): (item: Item) => Promise<Result> {
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }
  let waiting: Waiting[] = []
  let running = false

  async function work(): Promise<void> {
    running = true
    // What else happens in this turn of the event loop joins the first run.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) await settle(takeBatch())
    running = false
  }

  function takeBatch(): readonly Waiting[] {
    if (alone === undefined) {
      const batch = waiting.slice(0, most)
      waiting = waiting.slice(most)
      return batch
    }
    const batch = new Map<string, Waiting>()
    const rest: Waiting[] = []
    for (const one of waiting) {
      const key = alone(one.item)
      if (batch.size < most && !batch.has(key)) batch.set(key, one)
      else rest.push(one)
    }
    waiting = rest
    return [...batch.values()]
  }

  async function settle(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await run(batch.map(({ item }) => item))
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
      waiting.push({ item, resolve, reject })
      if (!running) void work()
    })
}

/** SQLSTATE classes 22 (data), 23 (uniqueness and the like) and 54 (too large): the statement did nothing at all. */
function isAboutData(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && ['22', '23', '54'].includes(code.slice(0, 2))
}
