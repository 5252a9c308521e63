/** Starts the two programs as users run them: processes of their own, on free ports, in folders that are thrown away. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const password = 'bench-password-only-on-loopback'

export type Program<Ready> = { readonly ready: Ready; peakMemory(): Promise<number>; stop(): Promise<void> }

export function dynamicSignal(folder: string, databaseUrl: string | undefined) {
  return start<{ url: string; scimApiUrl: string }>('apps/dynamic-signal/src/main.ts', folder, databaseUrl, {
    DYNAMIC_SIGNAL_ADMIN_PASSWORD: password,
  })
}

export function usher(folder: string, databaseUrl: string | undefined) {
  return start<{ url: string; tokenFile: string }>('apps/usher/src/main.ts', folder, databaseUrl, {})
}

async function start<Ready>(
  main: string,
  folder: string,
  databaseUrl: string | undefined,
  env: Readonly<Record<string, string>>,
): Promise<Program<Ready>> {
  const args = ['--data', folder, '--port', '0', ...(databaseUrl === undefined ? [] : ['--database-url', databaseUrl])]
  const child = fork(join(root, main), args, {
    execArgv: ['--max-semi-space-size=4'], // as npm start does
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ready = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => null)])
  if (ready === null) throw new Error(`${main} ended before it served`)
  return { ready: ready[0] as Ready, peakMemory: () => peakMemory(child), stop: () => stop(child) }
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

/** Generates a token through the calls of Dynamic Signal's console. */
export async function generateToken(url: string): Promise<string> {
  const post = (path: string, body: unknown, cookie?: string): Promise<Response> =>
    fetch(url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: new URL(url).origin,
        ...(cookie !== undefined && { cookie }),
      },
      body: JSON.stringify(body),
    })
  const signedIn = await post('/admin/api/sign-in', { userName: 'admin', password })
  const cookie = (signedIn.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
  const answer = (await (await post('/admin/api/tokens', { label: 'bench', expiresInDays: 1 }, cookie)).json()) as {
    token: string
  }
  return answer.token
}
