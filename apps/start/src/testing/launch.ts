import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Report } from '../report.ts'

const main = join(import.meta.dirname, '..', 'main.ts')

/** A run of `npm start` as a process of its own, with what it said and how it ended. */
export type Launch = {
  readonly process: ChildProcess
  readonly said: () => string
  /** Waits until it has said this; throws with all it said when it ends before. */
  readonly until: (text: string) => Promise<void>
  readonly ended: Promise<number | null>
}

export function launch(args: readonly string[]): Launch {
  const running = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [running.stdout, running.stderr]) stream.on('data', (piece) => (said += String(piece)))
  const ended = once(running, 'close').then(([code]) => code as number | null)
  return {
    process: running,
    said: () => said,
    ended,
    until: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (said.includes(text)) resolve()
        }
        look()
        for (const stream of [running.stdout, running.stderr]) stream.on('data', look)
        void ended.then((code) => reject(new Error(`npm start ended with ${code} before it said "${text}":\n${said}`)))
      }),
  }
}

/** Starts on free ports, and answers with the arguments that choose them. */
export async function freePorts(): Promise<readonly string[]> {
  const [one, other] = [await freePort(), await freePort()]
  return ['--port', String(one), '--dynamic-signal-port', String(other)]
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** The process of one of the two programs of a launch, null while there is none. Reads /proc, so Linux only. */
export function programOf(run: Launch, folder: 'usher' | 'dynamic-signal'): number | null {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const found = pids.find((pid) => {
    const parent = procFile(pid, 'stat').split(') ')[1]?.split(' ')[1]
    return parent === String(run.process.pid) && procFile(pid, 'cmdline').includes(`apps/${folder}/src/main.ts`)
  })
  return found === undefined ? null : Number(found)
}

function procFile(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return '' // it ended meanwhile
  }
}

export function readReport(file: string): Report {
  return JSON.parse(readFileSync(file, 'utf8')) as Report
}

export type Account = {
  readonly id: string
  readonly userName: string
  readonly active: boolean
  readonly displayName: string
  readonly name: { readonly givenName: string; readonly familyName: string }
  readonly emails: readonly { readonly value: string }[]
  readonly 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
    readonly employeeNumber: string
    readonly department: string
    readonly manager?: { readonly value: string }
  }
}

/** Every account of Dynamic Signal, read page by page by a client that knows nothing of the code. */
export async function readAccounts({ urls, signIns }: Pick<Report, 'urls' | 'signIns'>): Promise<readonly Account[]> {
  const headers = { origin: urls.dynamicSignal, 'content-type': 'application/json' }
  const post = async (path: string, body: object, more = {}) =>
    fetch(`${urls.dynamicSignal}${path}`, {
      method: 'POST',
      headers: { ...headers, ...more },
      body: JSON.stringify(body),
    })
  const signedIn = await post('/admin/api/sign-in', signIns.dynamicSignal)
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const made = await post('/admin/api/tokens', { label: 'A reader', expiresInDays: 1 }, { cookie })
  const { token } = (await made.json()) as { token: string }

  const accounts: Account[] = []
  for (;;) {
    const url = `${urls.scimApi}/Users?startIndex=${accounts.length + 1}&count=100`
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
    const page = (await answer.json()) as { Resources?: readonly Account[]; totalResults: number }
    accounts.push(...(page.Resources ?? []))
    if (accounts.length >= page.totalResults || (page.Resources ?? []).length === 0) return accounts
  }
}
