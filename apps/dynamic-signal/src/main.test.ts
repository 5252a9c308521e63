import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Attributes } from '@usher/scim'
import { help } from './config.ts'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dynamic-signal-'))
})
afterAll(() => rm(folder, { recursive: true }))

type Ready = { readonly url: string; readonly scimApiUrl: string; readonly firstStart: boolean }

async function start(): Promise<{ child: ChildProcess; ready: Ready }> {
  const child = fork(main, ['--data', folder, '--port', '0'], {
    env: { ...process.env, DYNAMIC_SIGNAL_ADMIN_PASSWORD: 'secret' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [ready] = (await once(child, 'message')) as [Ready]
  return { child, ready }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  child.kill(signal)
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}

function refusal(...args: string[]): { status: number | null; lines: string[] } {
  const { status, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' })
  return { status, lines: stderr.trim().split('\n') }
}

async function signIn(url: string): Promise<Record<string, string>> {
  const headers = { origin: url, 'content-type': 'application/json' }
  const body = JSON.stringify({ userName: 'admin', password: 'secret' })
  const response = await fetch(`${url}/admin/api/sign-in`, { method: 'POST', headers, body })
  expect(response.status).toBe(200)
  return { ...headers, cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
}

test('the process is started, killed and started again: every answered request and its activity is there', async () => {
  const first = await start()
  expect(first.ready).toMatchObject({ adminUser: 'admin', firstStart: true })
  const headers = await signIn(first.ready.url)
  const tokens = `${first.ready.url}/admin/api/tokens`
  const made = await fetch(tokens, { method: 'POST', headers, body: JSON.stringify({ label: 'test' }) })
  const { token } = (await made.json()) as { token: string }
  const authorization = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' }
  const users = Array.from({ length: 50 }, (_, index) => JSON.stringify({ userName: `u${index}@x` }))
  await Promise.all(
    users.map(async (body) => {
      const response = await fetch(`${first.ready.scimApiUrl}/Users`, { method: 'POST', headers: authorization, body })
      expect(response.status).toBe(201)
    }),
  )

  const locked = refusal('--data', folder, '--port', '0')
  expect(locked.status).not.toBe(0)
  expect(locked.lines).toEqual([expect.stringContaining('is in use by another Dynamic Signal')])

  const { port } = new URL(first.ready.url)
  const other = await mkdtemp(join(tmpdir(), 'dynamic-signal-'))
  const taken = refusal('--data', other, '--port', port)
  await rm(other, { recursive: true })
  expect(taken.lines.at(-1)).toContain(`Port ${port} is taken`)

  await new Promise((resolve) => setTimeout(resolve, 300)) // the activity's last fraction of a second may be lost
  await end(first.child, 'SIGKILL')

  const second = await start()
  expect(second.ready.firstStart).toBe(false)
  const list = await fetch(`${second.ready.scimApiUrl}/Users?count=0`, { headers: authorization })
  expect(((await list.json()) as Attributes)['totalResults']).toBe(50)
  const session = await signIn(second.ready.url)
  const activity = await fetch(`${second.ready.url}/admin/api/activity?method=POST`, { headers: session })
  expect(((await activity.json()) as { activity: unknown[] }).activity).toHaveLength(50)
  expect(await end(second.child, 'SIGTERM')).toBe(0)
}, 120_000)

test('it ends with its parent', async () => {
  const { child } = await start()
  child.disconnect()
  const [code] = (await once(child, 'exit')) as [number | null]
  expect(code).toBe(0)
}, 60_000)

test('a wrong option is one sentence that names it', () => {
  for (const [args, sentence] of [
    [['--port', 'many'], '--port must be a number'],
    [['--base-url', 'ftp://x'], '--base-url must be an http or https address'],
    [['--colour', 'red'], '--colour'],
    [['--database-url', 'postgres://127.0.0.1:1/none'], 'Cannot connect to PostgreSQL'],
  ] as const) {
    const { status, lines } = refusal(...args)
    expect(status).not.toBe(0)
    expect(lines).toEqual([expect.stringContaining(sentence)])
  }
})

test('--help names every option, its default and its variable', () => {
  const { stdout, status } = spawnSync(process.execPath, [main, '--help'], { encoding: 'utf8' })
  expect([status, stdout]).toEqual([0, help()])
  expect(stdout).toContain('--admin-password')
  expect(stdout).toContain('DYNAMIC_SIGNAL_PORT')
})
