/** kill -9 of the service while it applies a plan that was approved, and what became of each of its objects. */
import { setTimeout as sleep } from 'node:timers/promises'
import { person, upn } from './converge.ts'
import type { Place } from './place.ts'
import { generator } from './proxy.ts'

export type Applied = {
  /** Kills while the plan was applied. */
  readonly kills: number
  readonly total: number
  /** What became of its objects: how many of each. */
  readonly outcomes: Readonly<Record<string, number>>
  /** How often the application was asked to make, or to change, each account. */
  readonly writes: ReadonlyMap<string, number>
}
type Plan = { readonly id: string; readonly total: number; readonly outcomes: Readonly<Record<string, number>> }

const plans = '/usher/apps/App/plans'

/** Keeps a plan, approves all of it, and applies it until nothing of it waits; killed so often on the way. */
export async function appliedThroughKills(
  { ask, proxy, restart }: Place,
  { kills, seed }: { readonly kills: number; readonly seed: number },
): Promise<Applied> {
  const random = generator(seed)
  const { id, total } = (await ask('POST', plans, {}))['plan'] as Plan
  await ask('POST', `${plans}/${id}/approve`, { all: true })
  const before = new Map(proxy.arrived)
  proxy.delay = 20
  let killed = 0
  while (killed < kills) {
    const began = proxy.requests
    let ended = false
    const applying = apply(ask, id).finally(() => (ended = true))
    const until = began + 10 + Math.floor((random() * total) / kills)
    while (!ended && proxy.requests < until) await sleep(5)
    if (proxy.requests > began) killed += 1
    await restart()
    await applying
    if ((await planOf(ask, id)).outcomes['waiting'] === undefined) break
  }
  proxy.delay = 0
  for (;;) {
    const { outcomes } = await planOf(ask, id)
    if (outcomes['waiting'] === undefined)
      return { kills: killed, total, outcomes, writes: writesSince(proxy.arrived, before) }
    await apply(ask, id)
    await sleep(100)
  }
}

/** Others change between two plans: titles, and every fourth leaves. Returns who left. */
export async function peopleChange({ ask }: Place, people: number): Promise<ReadonlySet<number>> {
  const left = new Set(Array.from({ length: people }, (_, n) => n).filter((n) => n % 4 === 0))
  for (let n = 0; n < people; n += 1)
    await ask('PATCH', `/usher/users/${upn(n)}`, { ...person(n, 1), accountEnabled: !left.has(n) })
  return left
}

/** To its end, or until the service dies; the lease of one that died is in the way for some seconds. */
function apply(ask: Place['ask'], id: string): Promise<void> {
  return ask('POST', `${plans}/${id}/apply`).then(() => undefined, () => undefined) // prettier-ignore
}

async function planOf(ask: Place['ask'], id: string): Promise<Plan> {
  return (await ask('GET', `${plans}/${id}?limit=1`))['plan'] as Plan
}

/** Writes to accounts, by whose they are: of one that is made by its body, of others by their address. */
function writesSince(
  now: ReadonlyMap<string, number>,
  before: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const writes = new Map<string, number>()
  for (const [key, count] of now) {
    const [, what] = /^(POST \S+\/Users .*|PATCH \S+\/Users\/\S+) /s.exec(`${key} `) ?? []
    const more = count - (before.get(key) ?? 0)
    if (what !== undefined && more > 0) writes.set(what, (writes.get(what) ?? 0) + more)
  }
  return writes
}
