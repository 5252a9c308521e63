import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { smallDisk } from './disk.ts'
import { signInAs } from './dynamic-signal.ts'
import { app, cycleProgress, endAll, eventually, freePort, isOneSentence, launcher, mapping, minute, newFolder, newHouse, run, serving, usher, type Run, type Said } from './house.ts' // prettier-ignore
import { makesWhole } from './kill.ts'
import { activeWorkers, asWorkers, file } from './workers.ts'

afterEach(endAll, minute)

const password = 'only-on-loopback-and-for-this-test'

async function dynamicSignal(folder: string, port: number): Promise<Run> {
  const program = run('apps/dynamic-signal/src/main.ts', ['--data', folder, '--port', String(port)], {
    env: { DYNAMIC_SIGNAL_ADMIN_PASSWORD: password },
  })
  await program.until('SCIM API URL')
  return program
}

async function usherService(data: string): Promise<Run> {
  const service = run('apps/usher/src/main.ts', ['--data', join(data, 'usher'), '--port', '0'])
  await service.until('Usher serves at')
  return service
}

function refused({ code, all }: Said, sentence: RegExp): void {
  expect(code, all).not.toBe(0)
  expect(all.trimEnd()).toMatch(sentence)
  expect(isOneSentence(all), all).toBe(true)
}

async function fails(start: Run): Promise<Said> {
  return { code: await start.ended, out: start.stdout(), all: start.said() }
}

test('a wrong token, a wrong URL, a silent port and a web page are told apart; an outage heals by itself', { timeout: 4 * minute }, async () => {
  const folder = newFolder()
  const data = join(folder, 'data')
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const target = join(folder, 'target')
  const [first] = await Promise.all([dynamicSignal(target, port), usherService(data)])
  const console = await signInAs({ userName: 'admin', password }, url)
  const { token } = await console.post<{ token: string }>('/tokens', { label: 'Usher', expiresInDays: 1 })
  const does = async (...args: readonly string[]): Promise<string> => {
    const { code, all } = await usher(data, args)
    expect(code, `usher ${args.join(' ')}\n${all}`).toBe(0)
    return all
  }
  await does('import', file, '--mapping', mapping)
  refused(await usher(data, ['run', app, '--yes']), /There is no application/)
  await does('app', 'add', 'dynamic-signal')
  refused(await usher(data, ['run', app, '--yes']), /no Tenant URL and Secret Token yet/)
  await does('group', 'create', 'Everybody')
  await does('group', 'add', 'Everybody', '--all')
  await does('assign', app, 'Everybody', '--role', 'User')

  const page = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<h1>Hello</h1>'))
  const pageUrl = await listening(page)
  const wrong = [
    { tenantUrl: `${url}/scim/v2`, secret: 'dsig_wrong', says: /refuses the Secret Token \(401.*Generate a new token/ },
    { tenantUrl: `${url}/nothing/here`, secret: token, says: /no SCIM endpoint at the Tenant URL \(404/ },
    { tenantUrl: `http://127.0.0.1:${await freePort()}/scim/v2`, secret: token, says: /cannot be reached.*Is it running/ },
    { tenantUrl: `${pageUrl}/scim/v2`, secret: token, says: /not JSON \(200, text\/html\)\. Check the Tenant URL/ },
  ]
  for (const { tenantUrl, secret, says } of wrong) {
    await does('settings', app, '--tenant-url', tenantUrl, '--secret-token', secret)
    for (const command of [['test-connection', app], [secret === token ? 'run' : 'plan', app]]) {
      const said = await usher(data, ['--json', ...command]) // without a bar, which would be lines of its own
      refused(said, says)
      expect(said.code).toBe(5)
    }
    if (secret === token) expect((await usher(data, ['status'])).all).toMatch(says)
  }
  page.close()
  expect(await console.accounts()).toEqual([])

  // Down in mid-cycle, and back: nobody has to do anything.
  await does('settings', app, '--tenant-url', `${url}/scim/v2`, '--secret-token', token)
  const running = run('apps/usher/src/cli/main.ts', ['--data', data, 'run', app, '--yes'])
  await eventually('the cycle runs', 10_000, async () => ((await cycleProgress(data)) ?? 0) > 0.1 ? true : null)
  await first.kill('SIGKILL')
  await running.ended
  await dynamicSignal(target, port)
  const again = await signInAs({ userName: 'admin', password }, url)
  await eventually('everybody is there', 100_000, async () => {
    const status = JSON.parse((await usher(data, ['--json', 'status'])).out) as { applications: { job: { active: number } }[] }
    return status.applications[0]?.job.active === 304 ? true : null
  })
  await eventually('they are what the file says', 20_000, async () =>
    JSON.stringify(asWorkers(await again.accounts())) === JSON.stringify(activeWorkers()) ? true : null,
  )
})

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

test('a folder that cannot be used is one sentence', { timeout: minute }, async () => {
  const folder = newFolder()
  writeFileSync(join(folder, 'file'), '')
  refused(await fails(launcher('--data', join(folder, 'file', 'data'))), /Cannot use the data folder .*--data/)
  refused(await fails(launcher('--data', folder, '--port', 'many')), /--port takes a port/)
  refused(await fails(launcher('--colour')), /--colour.*--help/)
  expect(readdirSync(folder)).toEqual(['file'])

  const disk = smallDisk('8m')
  if (typeof disk === 'string') return void process.stdout.write(`Not tried, a disk without a right to write: ${disk}\n`)
  try {
    disk.remount('ro')
    refused(await fails(launcher('--data', join(disk.folder, 'data'))), /Cannot use the data folder .*--data/)
    refused(await fails(launcher('--data', disk.folder)), /data folder.*--data/)
  } finally {
    disk.unmount()
  }
})

test('a damaged key file is one sentence and changes nothing; put back, it works', { timeout: 3 * minute }, async () => {
  const house = await newHouse()
  expect(await house.start('--once').ended).toBe(0)
  const key = join(house.data, 'usher.key')
  const good = readFileSync(key)
  for (const bad of ['', 'garbage\n', good.toString().slice(0, 20)]) {
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
})

test('a full disk is one sentence; with space again everybody is there', { timeout: 4 * minute }, async (context) => {
  const disk = smallDisk('400m')
  if (typeof disk === 'string') {
    process.stdout.write(`Not tried, a full disk: ${disk}\n`)
    return context.skip(disk)
  }
  try {
    const house = await newHouse(disk.folder)
    const filler = join(disk.folder, 'filler')
    const start = house.start()
    await start.until('Stored notification')
    fill(filler)
    const code = await start.ended
    expect(code, start.said()).not.toBe(0)
    expect(start.said()).toMatch(/No space left|disk/i)
    expect(start.said()).not.toMatch(/^\s+at .*:\d+:\d+/m)

    const still = await fails(house.start())
    expect(still.code).not.toBe(0)
    expect(still.all).toMatch(/disk|space/i)
    expect(still.all).not.toMatch(/^\s+at .*:\d+:\d+/m)
    rmSync(filler)
    await makesWhole(house, `${start.said()}\n${still.all}`)
  } finally {
    disk.unmount()
  }
})

/** Writes until nothing more fits. */
function fill(name: string): void {
  const chunk = Buffer.alloc(1024 * 1024)
  try {
    for (;;) writeFileSync(name, chunk, { flag: 'a' })
  } catch {
    // It is full.
  }
}

test('usher without a running service starts one for the command; a second program on the folder is refused', { timeout: minute }, async () => {
  const data = newFolder()
  const alone = await usher(data, ['user', 'set', 'ana@contoso.example', 'displayName=Ana'])
  expect([alone.code, alone.all]).toEqual([0, 'ana@contoso.example: created\n'])
  await usherService(data)
  const second = run('apps/usher/src/main.ts', ['--data', join(data, 'usher'), '--port', '0'])
  refused(await fails(second), /The data folder .* is in use by another Usher/)
  expect((await usher(data, ['user', 'show', 'ana@contoso.example'])).all).toContain('Ana')
  expect((await usher(data, ['user', 'list'])).out).not.toContain(serving)
})
