import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { signIn, type Console, type ListedToken } from './dynamic-signal.ts'
import { cycleProgress, eventually, isAlive, programOf, serving, type House, type Run } from './house.ts'
import { activeWorkers, asWorkers } from './workers.ts'

export const victims = ['usher', 'dynamic-signal', 'launcher'] as const
export type Victim = (typeof victims)[number]

/** Ends one process of a start with kill -9, and waits until all three are gone, as they must be. */
export async function killNow(start: Run, victim: Victim): Promise<void> {
  const programs = [programOf(start, 'usher'), programOf(start, 'dynamic-signal')]
  const pid = victim === 'launcher' ? start.pid : programs[victim === 'usher' ? 0 : 1]
  if (pid === null || pid === undefined) return void (await start.kill('SIGKILL')) // it is not there yet, or not any more
  process.kill(pid, 'SIGKILL')
  await start.ended
  await eventually(`the others end after ${victim}`, 15_000, () => (programs.some(isAlive) ? null : true))
}

/** Waits until the running cycle is that far, 0 to 1, and not for longer than the cycle. */
export async function untilCycle(house: House, start: Run, share: number): Promise<void> {
  for (;;) {
    const at = await cycleProgress(house.data)
    if ((at !== null && at >= share) || start.said().includes(serving) || start.process.exitCode !== null) return
    await sleep(10)
  }
}

/** Starts the house again, to its end, and sees that everybody is there once. */
export async function makesWhole(house: House, told: string): Promise<void> {
  const last = house.start()
  await last.until(serving)
  const console = await consoleOf(house)
  const accounts = await console.accounts()
  expect(accounts, told).toHaveLength(304)
  expect(asWorkers(accounts), told).toEqual(activeWorkers())

  const { out } = await house.usher('--json', 'status')
  const status = JSON.parse(out) as Status
  expect(status, told).toMatchObject({
    users: 624,
    deleted: 0,
    groups: 1,
    applications: [{ job: { linked: 304, active: 304, failed: 0 } }],
  })
  expect(status.applications, told).toHaveLength(1)
  const { tokens } = await console.get<{ tokens: readonly ListedToken[] }>('/tokens')
  expect(
    tokens.filter(({ label, revoked }) => label === 'Usher' && revoked === null),
    told,
  ).toHaveLength(1)
  expect(await last.kill('SIGINT'), `${told}\n${last.said()}`).toBe(0)
}
type Status = { readonly applications: readonly object[] }

export function consoleOf(house: House): Promise<Console> {
  const { urls } = JSON.parse(readFileSync(house.summary, 'utf8')) as { urls: { dynamicSignal: string } }
  return signIn(house.data, urls.dynamicSignal)
}
