import { expect, test } from 'vitest'
import { agrees, fill } from './converge.ts'
import { appliedThroughKills, peopleChange } from './kill-plan.ts'
import { places } from './places.ts'

const { open } = places()

test('a service that is killed while it applies a plan goes on with it, and does each of its objects once', async () => {
  const place = await open({ share: 0, seed: 1 })
  const size = { people: 40, groups: 2 }
  await fill(place, size)
  const made = await appliedThroughKills(place, { kills: 1, seed: 7 })
  const left = await peopleChange(place, size.people)
  const changed = await appliedThroughKills(place, { kills: 2, seed: 8 })
  for (const { kills, total, outcomes, writes } of [made, changed]) {
    expect(kills).toBeGreaterThan(0)
    // What was written and not recorded is found done, and left out as changed since it was approved: a group is then done in part.
    const { success = 0, changed: found = 0, partial = 0, ...others } = outcomes
    expect([success + found + partial, others]).toEqual([total, {}])
    expect(success).toBeGreaterThan(found + partial)
    expect([...writes].filter(([, count]) => count > 1)).toEqual([])
    expect(writes.size).toBe(size.people)
  }
  await place.ask('POST', '/usher/apps/App/run', { yes: true })
  await agrees(place, size, left)
}, 180_000)
