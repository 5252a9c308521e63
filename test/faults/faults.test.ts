import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { agrees, fill } from './converge.ts'
import { appliedThroughKills, peopleChange } from './kill-plan.ts'
import { killed, type Killed } from './kill.ts'
import type { Place } from './place.ts'
import { places } from './places.ts'

const { open, openOnOwn } = places()

test('PostgreSQL is restarted in mid-cycle: the service goes on by itself', async () => {
  const { place, postgres } = await openOnOwn({ share: 0, seed: 1 })
  const size = { people: 80, groups: 4 }
  await fill(place, size)
  place.proxy.delay = 50
  const { ask, proxy } = place
  const before = proxy.requests
  const asked = ask('POST', '/usher/apps/App/run', { yes: true }).catch((error: Error) => error.message)
  while (proxy.requests < before + 40) await sleep(5)
  postgres.restart(1)
  // Whoever asks meanwhile is told what it is.
  expect(await refusal(place)).toMatch(/PostgreSQL does not answer \(.+\)\. See that it runs/)
  expect(JSON.stringify(await asked)).not.toMatch(/"message":"(connect|read|Connection|terminating)/)
  await until(async () => linkedOf(await ask('GET', '/usher/apps/App/status')) === size.people)
  await until(() => agrees(place, size, new Set()).then(() => true))
  // What changes afterwards flows by itself, too: the queue and its notifications are back.
  await ask('PATCH', '/usher/users/p3@contoso.example', { accountEnabled: false })
  await until(() => agrees(place, size, new Set([3])).then(() => true))
}, 180_000)

test('a service that is killed at random moments of its cycles loses nothing and does nothing twice', async () => {
  const place = await open({ share: 0, seed: 1 })
  const done: Killed = await killed(place, { people: 40, groups: 3, kills: 4, seed: 7 })
  expect(done.kills).toBe(4)
  expect(done.createdTwice).toBe(0)
}, 180_000)

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

function linkedOf(status: Readonly<Record<string, unknown>>): number {
  return (status['job'] as { linked: number }).linked
}

/** What the service says as soon as it cannot answer. */
async function refusal({ ask }: Place): Promise<string> {
  for (;;) {
    const said = await ask('GET', '/usher/apps/App/status').then(() => null, ({ message }: Error) => message) // prettier-ignore
    if (said !== null) return said
  }
}

/** The test's own time is the limit. */
async function until(happened: () => Promise<boolean>): Promise<void> {
  while (!(await happened().catch(() => false))) await sleep(100)
}
