/** Several services on one PostgreSQL, each a process of its own. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  ask,
  databaseUrl,
  folder,
  prepare,
  provider,
  start,
  status,
  until,
  userNames,
  type Started,
} from './testing/services.ts'

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
  const saysNone = (error: unknown) => String(error).includes('There is no directory Fabrikam')
  await until(() => inIt(worker, 'GET', '/usher/users').then(() => false, saysNone))
  expect(await ask(worker, 'GET', '/usher/status')).toMatchObject({ applications: [] })
}, 60_000)
