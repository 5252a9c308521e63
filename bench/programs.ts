/** Starts the two programs as users run them: processes of their own, on free ports, in folders that are thrown away. */
import { frugal } from '../apps/start/src/child.ts'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const password = 'bench-password-only-on-loopback'

export type Program<Ready> = {
  readonly ready: Ready
  readonly child: ChildProcess
  peakMemory(): Promise<number>
  stop(): Promise<void>
}

export function dynamicSignal(folder: string, databaseUrl: string | undefined) {
  return start<{ url: string; scimApiUrl: string }>('apps/dynamic-signal/src/main.ts', {
    args: product(folder, databaseUrl),
    execArgv: frugal,
    env: { DYNAMIC_SIGNAL_ADMIN_PASSWORD: password },
  })
}

export function usher(folder: string, databaseUrl: string | undefined) {
  return start<{ url: string; tokenFile: string }>('apps/usher/src/main.ts', {
    args: product(folder, databaseUrl),
    execArgv: frugal,
  })
}

function product(folder: string, databaseUrl: string | undefined): readonly string[] {
  return ['--data', folder, '--port', '0', ...(databaseUrl === undefined ? [] : ['--database-url', databaseUrl])]
}

type How = {
  readonly args?: readonly string[]
  readonly execArgv?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** A program of this repository that says by IPC when it is ready, and what others need to know of it. */
export async function start<Ready>(main: string, { args = [], execArgv = [], env = {} }: How): Promise<Program<Ready>> {
  const child = fork(join(root, main), args, {
    execArgv: [...execArgv],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ready = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => null)])
  if (ready === null) throw new Error(`${main} ended before it served`)
  return { ready: ready[0] as Ready, child, peakMemory: () => peakMemory(child), stop: () => stop(child) }
}

/** The most that was resident since the process started, in MB. */
async function peakMemory(child: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1000
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

/** Generates a token through the calls of Dynamic Signal's console, with these settings of the tenant if any. */
export async function generateToken(url: string, settings?: Readonly<Record<string, unknown>>): Promise<string> {
  let cookie = ''
  const call = async (method: string, path: string, body: unknown): Promise<Response> => {
    const headers = { 'content-type': 'application/json', origin: new URL(url).origin, cookie }
    const answer = await fetch(`${url}/admin/api${path}`, { method, headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
    return answer
  }
  const signedIn = await call('POST', '/sign-in', { userName: 'admin', password })
  cookie = (signedIn.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
  if (settings !== undefined) await call('PATCH', '/settings', settings)
  const answer = await call('POST', '/tokens', { label: 'bench', expiresInDays: 1 })
  return ((await answer.json()) as { token: string }).token
}
