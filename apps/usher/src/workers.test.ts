/** Several services on one PostgreSQL, each a process of its own. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import type { Role } from './config.ts'
import { startProvider, type Provider } from './testing/provider.ts'
import { newDatabase } from './testing/stores.ts'

type Started = { readonly child: ChildProcess; readonly url: string; readonly token: string; said: string }

let folder = ''
let databaseUrl = ''
let provider: Provider
let started: Started[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-workers-'))
  databaseUrl = await newDatabase(inject('postgresUrl'))
  provider = await startProvider()
  started = []
})
afterEach(async () => {
  for (const { child } of started) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
  }
  await provider.close()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

async function start(name: string, role: Role, ...more: readonly string[]): Promise<Started> {
  const data = join(folder, name)
  await mkdir(data, { recursive: true })
  // Every service on one database needs the same key.
  if (started.length > 0) await copyFile(join(folder, 'first.key'), `${data}.key`)
  const args = ['--data', data, '--port', '0', '--database-url', databaseUrl, '--role', role, ...more]
  const child = fork(new URL('main.ts', import.meta.url), args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  const service: Started = { child, url: '', token: '', said: '' }
  child.stderr?.on('data', (text: Buffer) => (service.said += text.toString()))
  started.push(service)
  const [ready] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(service.said))),
  ])) as [{ url: string; tokenFile: string }]
  const { token } = JSON.parse(await readFile(ready.tokenFile, 'utf8')) as { token: string }
  return Object.assign(service, { url: ready.url, token })
}

type Answer = Record<string, unknown> & { readonly job: Record<string, unknown> & { progress: unknown } }

async function ask(
  { url, token, directory }: Started & { readonly directory?: string },
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const answer = await fetch(new URL(path, url), {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(directory !== undefined && { 'usher-directory': directory }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = (await answer.text()).trim().split('\n').at(-1) ?? ''
  if (!answer.ok) throw new Error(text)
  return JSON.parse(text) as Answer
}

async function prepare(at: Started, people: number): Promise<void> {
  await ask(at, 'POST', '/usher/apps', { template: 'generic', name: 'App' })
  const settings = { tenantUrl: provider.tenantUrl, secretToken: 'x', scope: 'all', bulk: false }
  await ask(at, 'PATCH', '/usher/apps/App/settings', settings)
  for (let index = 0; index < people; index += 1)
    await ask(at, 'POST', '/usher/users', { userPrincipalName: `p${index}@contoso.example`, displayName: `p${index}`, mailNickname: `p${index}` }) // prettier-ignore
}

async function until(happened: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await happened())) await sleep(20)
}
const status = (at: Started) => ask(at, 'GET', '/usher/apps/App/status')
const userNames = () => [...provider.users.values()].map(({ userName }) => String(userName)).toSorted()

test('a service that only serves leaves cycles to a worker, and tells how they go', async () => {
  const first = await start('first', 'serve')
  await start('second', 'work')
  await prepare(first, 30)
  const { promise: opened, resolve: open } = Promise.withResolvers<void>()
  provider.beforeWrite = () => opened
  const running = ask(first, 'POST', '/usher/apps/App/run', { yes: true })
  await until(async () => (await status(first)).job.progress !== null)
  open()
  expect(await running).toMatchObject({ summary: { created: 30, failed: 0 } })
  // A change of the directory here reaches the worker there.
  await ask(first, 'PATCH', '/usher/users/p7@contoso.example', { accountEnabled: false })
  const account = () => [...provider.users.values()].find(({ userName }) => userName === 'p7@contoso.example')
  await until(() => account()?.['active'] === false)
}, 90_000)

test('a worker that is killed in mid-cycle is replaced by another, and nobody gets two accounts', async () => {
  const first = await start('first', 'work')
  await prepare(first, 60)
  let writes = 0
  const { promise: opened, resolve: open } = Promise.withResolvers<void>()
  provider.beforeWrite = async () => {
    writes += 1
    if (writes > 20) await opened
  }
  const running = ask(first, 'POST', '/usher/apps/App/run', { yes: true }).catch(() => null)
  await until(() => writes > 20)
  const second = await start('second', 'work')
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  await running
  open()
  await until(async () => (await status(second)).job['lastCycle'] !== null)
  expect(userNames()).toEqual(Array.from({ length: 60 }, (_, index) => `p${index}@contoso.example`).toSorted())
  expect(await status(second)).toMatchObject({ job: { linked: 60, active: 60, failed: 0 } })
}, 90_000)

/** People of whom everybody has a manager but the first. */
async function seedPeople(client: Client, people: number): Promise<void> {
  await client.query(`
    insert into directory_user (tenant_id, user_principal_name, attributes)
    select tenant_id, 'p' || n || '@contoso.example', jsonb_build_object('displayName', 'p' || n, 'mailNickname', 'p' || n)
    from tenant, generate_series(1, ${people}) n`)
  await client.query(`
    update directory_user u set manager_id = m.id from directory_user m
    where m.user_principal_name = 'p' || ((substring(u.user_principal_name from '[0-9]+')::int + 9) / 10) || '@contoso.example' and m.id <> u.id`)
  await client.query(
    `insert into directory_change select tenant_id, 'User', id, pg_current_xact_id() from directory_user`,
  )
}

test('an initial cycle is shared by three, of whom two are killed: everybody is created once, and progress never falls', async () => {
  const people = 1500
  const share = ['--share-from', '200']
  const first = await start('first', 'work', ...share)
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await ask(first, 'POST', '/usher/apps', { template: 'generic', name: 'App' })
    const settings = { tenantUrl: provider.tenantUrl, secretToken: 'x', scope: 'all', bulk: false }
    await ask(first, 'PATCH', '/usher/apps/App/settings', settings)
    await seedPeople(client, people)
    const asked = await start('asked', 'serve')
    const second = await start('second', 'work', ...share)
    const third = await start('third', 'work', ...share)
    provider.beforeWrite = () => sleep(150)
    void ask(first, 'POST', '/usher/apps/App/run', { yes: true }).catch(() => null)
    const percents: number[] = []
    const seen = (happened: () => boolean | Promise<boolean>): Promise<void> =>
      until(async () => {
        const { progress } = (await status(asked)).job as { progress: { percent: number } | null }
        if (progress !== null) percents.push(progress.percent)
        return happened()
      })
    const kill = async ({ child }: Started): Promise<void> => {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    const shards = async (): Promise<{ taken: number; again: number }> => {
      const { rows } = await client.query<{ taken: number; again: number }>(
        `select count(lease)::int as taken, (count(*) filter (where takes > 1))::int as again from shard`,
      )
      return rows[0] ?? { taken: 0, again: 0 }
    }
    // Each has one.
    await seen(async () => (await shards()).taken === 3)
    await kill(second)
    await seen(async () => (await shards()).again > 0)
    await kill(first)
    expect(provider.users.size).toBeLessThan(people)
    await seen(async () => (await status(asked)).job['lastCycle'] !== null)
    expect(userNames()).toHaveLength(people)
    const made = provider.arrived.flatMap(({ method, body }) =>
      method === 'POST' ? [(body as { userName: string }).userName] : [],
    )
    expect(made.toSorted()).toEqual(userNames())
    const managed = [...provider.users.values()].filter((user) => JSON.stringify(user).includes('"manager"'))
    expect(managed).toHaveLength(people - 1)
    expect(percents).toEqual(percents.toSorted((a, b) => a - b))
    expect(await status(third)).toMatchObject({ job: { linked: people, active: people, failed: 0 } })
  } finally {
    await client.end()
  }
}, 180_000)

test('a service with another key than that of the first one says which file to copy', async () => {
  await start('first', 'work')
  const data = join(folder, 'stranger')
  await mkdir(data, { recursive: true })
  const args = ['--data', data, '--port', '0', '--database-url', databaseUrl]
  const child = fork(new URL('main.ts', import.meta.url), args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let said = ''
  child.stderr?.on('data', (text: Buffer) => (said += text.toString()))
  const [code] = (await once(child, 'exit')) as [number]
  expect(code).not.toBe(0)
  expect(said).toContain('copy that of the first service there')
}, 60_000)

test('a directory that is added at one service is served and worked for by all, and is gone for all when it is removed', async () => {
  const first = await start('first', 'serve')
  const worker = await start('second', 'all')
  await ask(first, 'POST', '/usher/directories', { displayName: 'Fabrikam' })
  const inIt = (at: Started, method: string, path: string, body?: unknown) =>
    ask({ ...at, directory: 'Fabrikam' }, method, path, body)
  await inIt(first, 'POST', '/usher/apps', { template: 'generic', name: 'App' })
  await inIt(first, 'PATCH', '/usher/apps/App/settings', { tenantUrl: provider.tenantUrl, secretToken: 'x' })
  await inIt(first, 'POST', '/usher/users', { userPrincipalName: 'ana@fabrikam.example', displayName: 'Ana' })
  await inIt(first, 'POST', '/usher/apps/App/assignments', { who: 'ana@fabrikam.example' })
  // The first carries out nothing itself.
  await inIt(first, 'POST', '/usher/apps/App/run', { yes: true })
  expect(provider.users.size).toBe(1)
  expect(await inIt(worker, 'GET', '/usher/users')).toMatchObject({ total: 1 })
  await ask(first, 'DELETE', '/usher/directories/Fabrikam', { yes: true })
  await expect(inIt(first, 'GET', '/usher/users')).rejects.toThrow('There is no directory Fabrikam')
  await expect
    .poll(() => inIt(worker, 'GET', '/usher/users').then(() => '', String), { timeout: 10_000 })
    .toContain('There is no directory Fabrikam')
  expect(await ask(worker, 'GET', '/usher/status')).toMatchObject({ applications: [] })
}, 60_000)
