/** Scenarios as rows: given, happens, which requests arrive, what the log says, what is remembered. */
import { expect } from 'vitest'
import type { Ground } from './test-ground.ts'
import { World, type Setting } from './test-world.ts'

export type Scenario = {
  /** With its number in the specification. */
  readonly what: string
  readonly setting?: Setting
  readonly given: (world: World) => Promise<unknown>
  /** Each is followed by a cycle; what the last one does is looked at. Without: what the first cycle does. */
  readonly happens?: readonly ((world: World) => unknown)[]
  readonly requests: readonly string[]
  /** Requests of one page may overtake each other. */
  readonly anyOrder?: true
  readonly log: readonly string[]
  /** Who, and how their link is. */
  readonly link?: readonly [name: string, link: string | null]
  readonly accounts?: readonly string[]
}

export async function play(ground: Ground, scenario: Scenario): Promise<void> {
  const { setting, given, happens = [], requests, anyOrder, log, link, accounts } = scenario
  const world = await World.of(ground, setting)
  try {
    await given(world)
    let told = await world.cycle()
    for (const happening of happens) {
      await happening(world)
      told = await world.cycle()
    }
    const order = (list: readonly string[]): readonly string[] => (anyOrder ? list.toSorted() : list)
    expect({ requests: order(told.requests), log: order(told.log) }).toEqual({ requests: order(requests), log: order(log) }) // prettier-ignore
    if (link !== undefined) expect(await world.link(link[0])).toBe(link[1])
    if (accounts !== undefined) expect(world.accounts()).toEqual(accounts)
    const after = await world.cycle()
    expect(
      after.requests.filter((one) => !one.startsWith('GET')),
      'the cycle after it',
    ).toEqual([])
  } finally {
    await world.close()
  }
}
