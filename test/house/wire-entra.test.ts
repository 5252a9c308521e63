/** The acceptance scenarios that count requests, in the dialect of Entra, as Dynamic Signal saw them. */
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { signInAs, type Activity } from './dynamic-signal.ts'
import { app, endAll, enterprise, freePort, minute, newFolder, run, usher, usherService } from './house.ts'

afterEach(endAll, minute)

const password = 'only-on-loopback-and-for-this-test'

test(
  'A-1, A-19, A-47: one who is there is taken over, two are made, and a manager follows by itself',
  { timeout: 3 * minute },
  async () => {
    const folder = newFolder()
    const data = join(folder, 'data')
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const program = run('apps/dynamic-signal/src/main.ts', ['--data', join(folder, 'target'), '--port', String(port)], {
      env: { DYNAMIC_SIGNAL_ADMIN_PASSWORD: password },
    })
    await Promise.all([program.until('SCIM API URL'), usherService(data)])
    const console = await signInAs({ userName: 'admin', password }, url)
    const { token } = await console.post<{ token: string }>('/tokens', { label: 'Usher', expiresInDays: 1 })
    const ana = await fetch(`${url}/scim/v2/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ana@contoso.example', displayName: 'Old name',
      }), // prettier-ignore
    })
    expect(ana.status).toBe(201)
    const does = async (...args: readonly string[]): Promise<string> => {
      const { code, all } = await usher(data, args)
      expect(code, `usher ${args.join(' ')}\n${all}`).toBe(0)
      return all
    }
    await does('app', 'add', 'dynamic-signal')
    for (const name of ['ana', 'bea', 'eva']) {
      await does('user', 'create', `${name}@contoso.example`, `displayName=${name}`)
      await does('assign', app, `${name}@contoso.example`, '--role', 'User')
    }
    await does('user', 'set', 'eva@contoso.example', 'manager=bea@contoso.example')
    await does('settings', app, '--tenant-url', `${url}/scim/v2`, '--secret-token', token, '--dialect', 'entra')

    const asked = async (work: () => Promise<unknown>): Promise<readonly Activity[]> => {
      const before = await console.last()
      await work()
      return (await console.since(before)).filter(({ path }) => !path.includes('/admin'))
    }
    const [probe, ...tested] = await asked(() => does('test-connection', app))
    expect(tested).toEqual([])
    expect(probe?.path).toMatch(/^\/scim\/v2\/Users\?filter=userName\+eq\+%22[0-9a-f-]{36}%22$/)

    const cycle = await asked(() => does('run', app, '--yes'))
    const of = (method: string): readonly Activity[] => cycle.filter((one) => one.method === method)
    const matches = of('GET').map(({ path }) => decodeURIComponent(path.replaceAll('+', ' ')))
    expect(matches.filter((path) => /Users\?filter=userName eq ".*@contoso\.example"$/.test(path))).toHaveLength(3)
    expect(of('POST').map(({ path, body }) => [path, (JSON.parse(body ?? '') as { userName: string }).userName])).toEqual([
      ['/scim/v2/Users', 'bea@contoso.example'], ['/scim/v2/Users', 'eva@contoso.example'],
    ]) // prettier-ignore
    const patches = of('PATCH').map(
      ({ body }) => (JSON.parse(body ?? '') as { Operations: { op: string; path: string }[] }).Operations,
    )
    expect(patches).toHaveLength(2)
    const [manager] = patches.filter(([first]) => first?.path === `${enterprise}:manager`)
    expect(manager).toEqual([
      { op: 'Add', path: `${enterprise}:manager`, value: (await console.account('bea@contoso.example')).id },
    ])
    // The question before it, and nothing else: no list, no Bulk, no discovery.
    expect(matches.filter((path) => path.includes(' and manager eq '))).toHaveLength(1)
    expect(cycle.filter(({ path }) => /Bulk|ServiceProviderConfig|startIndex/.test(path))).toEqual([])
    expect((await console.account('ana@contoso.example')).displayName).toBe('ana')
    expect((await console.account('eva@contoso.example'))[enterprise].manager?.value).toBeDefined()

    // Whoever asks for a cycle that has nothing to ask hears that the application answers.
    const [again, ...more] = await asked(() => does('run', app))
    expect([again?.method, more]).toEqual(['GET', []])
    expect(again?.path).toMatch(/^\/scim\/v2\/Users\?filter=userName\+eq\+%22[0-9a-f-]{36}%22$/)
    expect(await does('plan', app)).toMatch(/nothing|0 /i)
  },
)
