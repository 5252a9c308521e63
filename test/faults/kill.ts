/** kill -9 of the service at random moments of its cycles, and what it cost. */
import { setTimeout as sleep } from 'node:timers/promises'
import { agrees, fill, person, upn } from './converge.ts'
import type { Place } from './place.ts'
import { generator } from './proxy.ts'

export type Killed = {
  readonly kills: number
  /** Kills while a cycle wrote. */
  readonly inCycle: number
  readonly writes: number
  /** Accounts and groups of which the application has been asked to make a second one. */
  readonly createdTwice: number
  /** Identical PATCHes that were sent again after a kill, which is allowed ("Nothing twice" in the decisions). */
  readonly patchedTwice: number
}

/** Between the kills people change, so that there is always something to write. */
export async function killed(
  place: Place,
  { people, groups, kills, seed }: { people: number; groups: number; kills: number; seed: number },
): Promise<Killed> {
  const { ask, proxy } = place
  const random = generator(seed)
  await fill(place, { people, groups })
  proxy.delay = 10
  let inCycle = 0
  let createdTwice = 0
  let patchedTwice = 0
  let writes = 0
  const left = new Set<number>()
  await start(place)
  for (let kill = 1; kill <= kills; kill += 1) {
    const before = proxy.requests
    for (let n = kill % 5; n < people; n += 5) {
      // Whoever left comes back the next time it is their turn.
      if (n % 4 === 0 && kill % 2 === 0 && !left.delete(n)) left.add(n)
      await ask('PATCH', `/usher/users/${upn(n)}`, { ...person(n, kill), accountEnabled: !left.has(n) })
    }
    await sleep(random() * 250)
    if (proxy.requests > before) inCycle += 1
    await place.restart()
  }
  proxy.delay = 0
  await settled(place)
  await agrees(place, { people, groups }, left)
  for (const [key, count] of proxy.arrived) {
    const isWrite = !key.startsWith('GET ')
    if (isWrite) writes += count
    if (key.startsWith('POST ')) createdTwice += proxy.made.get(key) === undefined ? 0 : (proxy.made.get(key) ?? 1) - 1
    if (key.startsWith('PATCH ')) patchedTwice += count - 1
  }
  return { kills, inCycle, writes, createdTwice, patchedTwice }
}

/** Begins the first cycle and does not wait for it. */
async function start({ ask }: Place): Promise<void> {
  void ask('POST', '/usher/apps/App/run', { yes: true }).catch(() => null)
  for (;;) {
    const { job } = (await ask('GET', '/usher/apps/App/status')) as { job: { state: string } }
    if (job.state === 'Active') return
    await sleep(10)
  }
}

/** Cycles until one has nothing to do. */
async function settled({ ask }: Place): Promise<void> {
  for (;;) {
    const end = await ask('POST', '/usher/apps/App/run', { yes: true }).catch(() => ({}))
    const { summary } = end as { summary?: Readonly<Record<string, number>> }
    if (summary !== undefined && ['created', 'updated', 'disabled', 'failed'].every((name) => summary[name] === 0)) return // prettier-ignore
    await sleep(200)
  }
}
