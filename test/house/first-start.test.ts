import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { signIn } from './dynamic-signal.ts'
import { endAll, fails, isOneSentence, launcher, minute, newHouse, programOf, refused, residentMemory, serving } from './house.ts' // prettier-ignore
import { makesWhole } from './kill.ts'
import { activeWorkers, asWorkers } from './workers.ts'

afterAll(endAll)

const house = await newHouse()
const summary = () => JSON.parse(readFileSync(house.summary, 'utf8')) as Summary
type Summary = {
  readonly urls: { readonly usher: string; readonly dynamicSignal: string }
  readonly cycles: readonly object[]
}

test('npm start --once on an empty folder reports what stands in the file', { timeout: 2 * minute }, async () => {
  const began = Date.now()
  const first = house.start('--once')
  expect(await first.ended, first.said()).toBe(0)
  process.stdout.write(`From npm start to its end with --once: ${((Date.now() - began) / 1000).toFixed(1)} s\n`)

  expect(statSync(house.summary).mode & 0o777).toBe(0o600)
  expect(summary()).toMatchObject({
    import: { rows: 1000, people: 624, superseded: 376, created: 624 },
    cycles: [
      {
        cycle: 'initial',
        read: 624,
        inScope: 304,
        created: 304,
        joined: 0,
        updated: 0,
        disabled: 0,
        skipped: { sourceDisabled: 320 },
        failed: 0,
        held: 0,
        references: { set: 94, notProvisioned: 93, unknown: 117 },
      },
    ],
  })
})

test('a second start creates nothing and sends no request to /Users', { timeout: 2 * minute }, async () => {
  const began = new Date().toISOString()
  const second = house.start()
  await second.until(serving)
  const { cycles, urls } = summary()
  expect(cycles).toMatchObject([{ cycle: 'incremental', created: 0, updated: 0, disabled: 0, requests: 0 }])
  for (const folder of ['usher', 'dynamic-signal'] as const)
    process.stdout.write(`${folder} after its start: ${residentMemory(programOf(second, folder) ?? 0).toFixed(0)} MB\n`)

  const console = await signIn(house.data, urls.dynamicSignal)
  const seen = await console.since(0)
  expect(seen).not.toEqual([])
  expect(seen.filter(({ time }) => time >= began)).toEqual([])
  // The first cycle's last request is a write; the second start added nothing behind it.
  expect(['POST', 'PATCH']).toContain(seen.at(-1)?.method)

  // 304 accounts, read by paging with a token of our own, are what the file says.
  const accounts = await console.accounts()
  expect(accounts).toHaveLength(304)
  expect(new Set(accounts.map(({ id }) => id)).size).toBe(304)
  expect(asWorkers(accounts)).toEqual(activeWorkers())
  expect(activeWorkers().filter(({ manager }) => manager !== null)).toHaveLength(94)

  // While it runs: the folder and the ports are taken.
  const twice = launcher('--data', house.data)
  expect(await twice.ended).toBe(1)
  expect(twice.said()).toMatch(/^The data folder .* is in use by another "npm start"\./)
  const taken = launcher('--data', join(house.folder, 'other'), ...house.ports)
  expect(await taken.ended).toBe(1)
  expect(taken.said()).toMatch(/^Port \d+ is taken\. Choose another with --port\.$/m)
  for (const refused of [twice, taken]) expect(isOneSentence(refused.said()), refused.said()).toBe(true)
  expect(existsSync(join(house.folder, 'other', 'usher'))).toBe(false)

  // A browser keeps a connection open that it has not used yet; that keeps nobody.
  const sockets = [urls.usher, urls.dynamicSignal].map((url) => connect(Number(new URL(url).port), '127.0.0.1'))
  for (const socket of sockets) {
    socket.on('error', () => undefined)
    if (socket.connecting) await once(socket, 'connect')
  }
  const stopped = Date.now()
  expect(await second.kill('SIGINT')).toBe(0)
  const took = Date.now() - stopped
  process.stdout.write(`Ctrl-C until both have ended: ${took} ms\n`)
  expect(took).toBeLessThan(4000)
})

test('npm start -- --sign-in prints the sign-ins again, and starts nothing', { timeout: minute }, async () => {
  const { dynamicSignal } = JSON.parse(readFileSync(join(house.data, 'sign-in.json'), 'utf8')) as {
    dynamicSignal: { password: string }
  }
  const printed = house.start('--sign-in')
  expect(await printed.ended).toBe(0)
  expect(printed.said()).toContain(`sign in as admin with the password ${dynamicSignal.password}`)

  const none = launcher('--data', join(house.folder, 'nothing'), '--sign-in')
  expect(await none.ended).not.toBe(0)
  expect(isOneSentence(none.said()), none.said()).toBe(true)
  expect(existsSync(join(house.folder, 'nothing'))).toBe(false)
})

test(
  'a damaged key file is one sentence and changes nothing; put back, it works',
  { timeout: 3 * minute },
  async () => {
    const key = join(house.data, 'usher.key')
    const good = readFileSync(key)
    for (const bad of ['', good.toString().slice(0, 20)]) {
      writeFileSync(key, bad)
      const start = house.start('--once')
      refused(await fails(start), /The key file .*usher\.key is damaged/)
      expect(readFileSync(key, 'utf8')).toBe(bad)
    }
    writeFileSync(key, `${Buffer.alloc(32, 7).toString('base64url')}\n`)
    const another = await fails(house.start('--once'))
    expect(another.code, another.all).not.toBe(0)
    expect(another.all).toMatch(/not encrypted with the key in .*Put the right key file back/)
    writeFileSync(key, good)
    await makesWhole(house, 'the right key is back')
  },
)
