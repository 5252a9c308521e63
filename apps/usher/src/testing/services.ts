/** Several services on one PostgreSQL, each a process of its own; for the tests of one file. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, inject } from 'vitest'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Role } from '../config.ts'
import { startProvider, type Provider } from './provider.ts'
import { newDatabase } from './stores.ts'

export type Started = { readonly child: ChildProcess; readonly url: string; readonly token: string; said: string }

export let folder = ''
export let databaseUrl = ''
export let provider: Provider
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

export async function start(name: string, role: Role, ...more: readonly string[]): Promise<Started> {
  const data = join(folder, name)
  await mkdir(data, { recursive: true })
  // Every service on one database needs the same key.
  if (started.length > 0) await copyFile(join(folder, 'first.key'), `${data}.key`)
  const args = ['--data', data, '--port', '0', '--database-url', databaseUrl, '--role', role, ...more]
  const child = fork(new URL('../main.ts', import.meta.url), args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
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

/** `directory`: of several, the one that is meant. */
export async function ask(
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

export async function prepare(at: Started, people: number): Promise<void> {
  await ask(at, 'POST', '/usher/apps', { template: 'generic', name: 'App' })
  const settings = { tenantUrl: provider.tenantUrl, secretToken: 'x', scope: 'all', bulk: false }
  await ask(at, 'PATCH', '/usher/apps/App/settings', settings)
  for (let index = 0; index < people; index += 1)
    await ask(at, 'POST', '/usher/users', { userPrincipalName: `p${index}@contoso.example`, displayName: `p${index}`, mailNickname: `p${index}` }) // prettier-ignore
}

export async function until(happened: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await happened())) await sleep(20)
}
export const status = (at: Started) => ask(at, 'GET', '/usher/apps/App/status')
export const userNames = () => [...provider.users.values()].map(({ userName }) => userName as string).toSorted()
