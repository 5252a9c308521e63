import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { agrees, fill } from './converge.ts'
import type { Place } from './place.ts'
import { places } from './places.ts'

const { openOnOwn } = places()

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
