import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { restore } from '../../move/restore.ts'
import { serve, type Service } from '../../serve.ts'
import { startProvider, type Provider } from '../../testing/provider.ts'

const both = ['Usher', 'Fabrikam'] as const
let folder = ''
let services: Service[] = []
const providers: Provider[] = []

type Ask = (directory: string, method: string, path: string, body?: unknown) => Promise<Response>

async function start(name: string): Promise<Ask> {
  const service = await serve(
    { data: join(folder, name), host: '127.0.0.1', port: 0, databaseUrl: undefined },
    () => undefined,
  )
  services.push(service)
  const { token } = JSON.parse(await readFile(service.tokenFile, 'utf8')) as { token: string }
  return async (directory, method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, 'usher-directory': directory }
    const answer = await fetch(service.url + path, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`)
    return answer
  }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-together-'))
  services = []
  providers.push(await startProvider(), await startProvider())
})
afterEach(async () => {
  for (const one of services) await one.close()
  for (const one of providers.splice(0)) await one.close()
  await rm(folder, { recursive: true, force: true })
})

/** Two directories, each with somebody called Ana, who has an account. */
async function furnish(): Promise<Ask> {
  const ask = await start('one')
  await ask('Usher', 'POST', '/usher/directories', { displayName: 'Fabrikam' })
  for (const [at, directory] of both.entries()) {
    await ask(directory, 'POST', '/usher/users', { userPrincipalName: 'ana@contoso.example', displayName: 'Ana Silva' })
    await ask(directory, 'POST', '/usher/apps', { template: 'generic', name: 'App' })
    await ask(directory, 'PATCH', '/usher/apps/App/settings', {
      tenantUrl: providers[at]?.tenantUrl,
      secretToken: `secret-${at}`,
    })
    await ask(directory, 'POST', '/usher/apps/App/assignments', { who: 'ana@contoso.example' })
    await (await ask(directory, 'POST', '/usher/apps/App/run', { yes: true })).text()
  }
  return ask
}

const accounts = (): readonly number[] => providers.map(({ users }) => users.size)

test('a backup has every directory, each with its secrets and its guests', async () => {
  const ask = await furnish()
  await ask('Usher', 'POST', '/usher/directories/Fabrikam/guests', { userPrincipalName: 'ana@contoso.example' })
  const file = join(folder, 'all.backup')
  await writeFile(file, Buffer.from(await (await ask('Usher', 'POST', '/usher/backup', { key: null })).arrayBuffer()))
  const keyFile = join(folder, 'two.key')
  await writeFile(keyFile, await readFile(join(folder, 'one.key')), { mode: 0o600 })
  await restore({
    file,
    into: { kind: 'pglite', folder: join(folder, 'two', 'store') },
    keyFile,
    actor: 'cli:mia',
    told: () => undefined,
  })
  const again = await start('two')
  for (const [at, directory] of both.entries()) {
    const { users } = (await (await again(directory, 'GET', '/usher/users')).json()) as {
      users: readonly { userPrincipalName: string }[]
    }
    expect(users.map(({ userPrincipalName }) => userPrincipalName).toSorted()).toEqual(
      at === 0 ? ['ana@contoso.example'] : ['ana@contoso.example', 'ana_contoso.example#EXT#@fabrikam.example'],
    )
    await again(directory, 'PATCH', '/usher/users/ana@contoso.example', { displayName: `Ana ${at}` })
    await (await again(directory, 'POST', '/usher/apps/App/run', { yes: true })).text()
    expect([...(providers[at]?.users.values() ?? [])].map(({ displayName }) => displayName)).toEqual([`Ana ${at}`])
    expect(providers[at]?.headers.at(-1)?.['authorization']).toBe(`Bearer secret-${at}`)
  }
  expect(accounts()).toEqual([1, 1])
}, 60_000)

test('a new encryption key is that of every directory', async () => {
  const ask = await furnish()
  const { secrets } = (await (await ask('Usher', 'POST', '/usher/keys/encryption/rotate', {})).json()) as {
    secrets: number
  }
  expect(secrets).toBe(2)
  for (const directory of both)
    expect(await (await ask(directory, 'POST', '/usher/apps/App/test-connection')).json()).toMatchObject({ ok: true })
}, 60_000)

test('forgetting a person is of one directory: who is called alike in another stays', async () => {
  const ask = await furnish()
  await ask('Fabrikam', 'POST', '/usher/users/ana@contoso.example/forget', { yes: true })
  const search = async (directory: string) => await (await ask(directory, 'GET', '/usher/audit?search=ana')).text()
  expect(await search('Fabrikam')).not.toContain('ana@contoso.example')
  expect(await search('Usher')).toContain('ana@contoso.example')
  expect(await (await ask('Usher', 'GET', '/usher/log')).text()).toContain('Ana Silva')
  expect(await (await ask('Fabrikam', 'GET', '/usher/log')).text()).not.toContain('Ana Silva')
}, 60_000)
