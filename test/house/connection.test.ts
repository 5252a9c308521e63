import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { signInAs } from './dynamic-signal.ts'
import { app, cycleProgress, endAll, eventually, freePort, jobOf, mapping, minute, newFolder, refused, run, usher, usherService, type Run } from './house.ts' // prettier-ignore
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

test(
  'a wrong token, a wrong URL, a silent port and a web page are told apart; an outage heals by itself',
  { timeout: 4 * minute },
  async () => {
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
      {
        tenantUrl: `${url}/scim/v2`,
        secret: 'dsig_wrong',
        says: /refuses the Secret Token \(401.*Generate a new token/,
      },
      { tenantUrl: `${url}/nothing/here`, secret: token, says: /no SCIM endpoint at the Tenant URL \(404/ },
      {
        tenantUrl: `http://127.0.0.1:${await freePort()}/scim/v2`,
        secret: token,
        says: /cannot be reached.*Is it running/,
      },
      { tenantUrl: `${pageUrl}/scim/v2`, secret: token, says: /not JSON \(200, text\/html\)\. Check the Tenant URL/ },
    ]
    for (const { tenantUrl, secret, says } of wrong) {
      await does('settings', app, '--tenant-url', tenantUrl, '--secret-token', secret)
      for (const command of [['test-connection', app], secret === token ? ['run', app, '--yes'] : ['plan', app]]) {
        const said = await usher(data, ['--json', ...command]) // without a bar, which would be lines of its own
        // A test of the connection also says, line by line, how far it came.
        const [sentence = '', ...stages] = said.all.trimEnd().split('\n')
        refused({ ...said, all: sentence }, says)
        expect(stages.length > 0, said.all).toBe(command[0] === 'test-connection')
        expect(said.code).toBe(5)
      }
      if (secret === token) expect((await usher(data, ['status'])).all).toMatch(says)
    }
    page.close()
    expect(await console.accounts()).toEqual([])

    // Down in mid-cycle, and back: nobody has to do anything.
    await does('settings', app, '--tenant-url', `${url}/scim/v2`, '--secret-token', token)
    const running = run('apps/usher/src/cli/main.ts', ['--data', data, 'run', app, '--yes'])
    await eventually('the cycle runs', 10_000, async () => (((await cycleProgress(data)) ?? 0) > 0.1 ? true : null))
    await first.kill('SIGKILL')
    await running.ended
    await dynamicSignal(target, port)
    const again = await signInAs({ userName: 'admin', password }, url)
    await eventually('everybody is there', 100_000, async () => ((await jobOf(data))?.active === 304 ? true : null))
    await eventually('they are what the file says', 20_000, async () =>
      JSON.stringify(asWorkers(await again.accounts())) === JSON.stringify(activeWorkers()) ? true : null,
    )
  },
)

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}
