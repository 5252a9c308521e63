/**
 * The house as a stranger meets it: processes, HTTP and files.
 *
 * Nothing here is imported from the product, so what these tests say does not rest on its code.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'

export const root = join(import.meta.dirname, '..', '..')
export const contoso = join(root, 'examples', 'contoso')
export const mapping = join(contoso, 'hr-mapping.json')
export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

export const app = 'Dynamic Signal'
export const minute = 60_000
export const serving = 'Both keep running'
export const inCycle = 'Generated a token'

const started = new Set<ChildProcess>()
const folders: string[] = []

/** A folder of its own, which `endAll` removes. */
export function newFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, 'usher-house-'))
  folders.push(folder)
  return folder
}

/** Ends whatever a test left running, and removes its folders. */
export async function endAll(): Promise<void> {
  const left = [...started].filter((child) => child.exitCode === null && child.signalCode === null)
  await Promise.all(
    left.map(async (child) => {
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await once(child, 'close')
      clearTimeout(late)
    }),
  )
  started.clear()
  // What a killed launcher left behind is still ending, and may still write.
  for (const folder of folders.splice(0))
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
}

export type Run = {
  readonly process: ChildProcess
  readonly pid: number
  readonly said: () => string
  readonly stdout: () => string
  readonly ended: Promise<number | null>
  /** Waits until it has said this; throws with all it said when it ends before. */
  until(text: string): Promise<void>
  kill(signal: NodeJS.Signals): Promise<number | null>
}

export type RunOptions = { readonly env?: NodeJS.ProcessEnv; readonly input?: string; readonly uid?: number }

/** Starts one program of the repository on this Node. */
export function run(file: string, args: readonly string[], { env = {}, input, uid }: RunOptions = {}): Run {
  const child = spawn(process.execPath, [join(root, file), ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  })
  started.add(child)
  child.stdin.on('error', () => undefined) // it ended without reading
  child.stdin.end(input ?? '')
  let stdout = ''
  let said = ''
  child.stdout.on('data', (piece) => (stdout += String(piece)))
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += String(piece)))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return {
    process: child,
    pid: child.pid ?? 0,
    said: () => said,
    stdout: () => stdout,
    ended,
    until: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (said.includes(text)) resolve()
        }
        look()
        for (const stream of [child.stdout, child.stderr]) stream.on('data', look)
        void ended.then((code) => reject(new Error(`${file} ended with ${code} before it said "${text}":\n${said}`)))
      }),
    async kill(signal) {
      child.kill(signal)
      return ended
    },
  }
}

export type House = {
  readonly folder: string
  readonly data: string
  readonly summary: string
  readonly ports: readonly string[]
  /** `npm start -- …` on this house's folder and ports. */
  start(...args: readonly string[]): Run
  /** `usher …`, to its end. */
  usher(...args: readonly string[]): Promise<Said>
}
export type Said = { readonly code: number | null; readonly out: string; readonly all: string }

/** A house that is not started yet. */
export async function newHouse(parent?: string): Promise<House> {
  const folder = newFolder(parent)
  const data = join(folder, 'data')
  const summary = join(folder, 'summary.json')
  const ports = ['--port', String(await freePort()), '--dynamic-signal-port', String(await freePort())]
  return {
    folder,
    data,
    summary,
    ports,
    start: (...args) => launcher('--data', data, ...ports, '--summary', summary, ...args),
    usher: (...args) => usher(data, args),
  }
}

export const launcher = (...args: readonly string[]): Run => run('apps/start/src/main.ts', args)

export async function usher(data: string, args: readonly string[], input = ''): Promise<Said> {
  const command = run('apps/usher/src/cli/main.ts', ['--data', data, ...args], { input })
  const code = await command.ended
  return { code, out: command.stdout(), all: command.said() }
}

/**
 * A port that stays free between the starts of a house. Those from 32768 on are given by the system to whoever connects somewhere, so that
 * one of them could be taken when a house starts again, and it would say that instead of what a test waits for.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(15_000, 32_000)
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
    })
    if (isFree) return port
  }
}

/** Asks until the answer is not null; throws when that takes longer than `within` milliseconds. */
export async function eventually<T>(what: string, within: number, ask: () => Promise<T | null> | T | null): Promise<T> {
  const until = Date.now() + within
  for (;;) {
    const answer = await ask()
    if (answer !== null) return answer
    if (Date.now() > until) throw new Error(`${what}: not within ${within / 1000} s`)
    await sleep(25)
  }
}

/** One of the launcher's two programs, while it runs. Reads /proc, so Linux only. */
export function programOf(start: Run, folder: 'usher' | 'dynamic-signal'): number | null {
  const found = readdirSync('/proc').find((pid) => {
    if (!/^\d+$/.test(pid)) return false
    const parent = procFile(pid, 'stat').split(') ')[1]?.split(' ')[1]
    return parent === String(start.pid) && procFile(pid, 'cmdline').includes(`apps/${folder}/src/main.ts`)
  })
  return found === undefined ? null : Number(found)
}

/** Resident memory of a process in MB. */
export function residentMemory(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(procFile(String(pid), 'status'))?.[1] ?? 0) / 1024
}

function procFile(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return '' // it ended meanwhile
  }
}

export function isAlive(pid: number | null): boolean {
  return pid !== null && procFile(String(pid), 'cmdline') !== ''
}

type Job = { readonly progress: { readonly done: number; readonly total: number } | null; readonly active: number }

/** The first application's job as Usher's own API tells it; null while nobody answers. */
export async function jobOf(data: string): Promise<Job | null> {
  try {
    const file = readFileSync(join(data, 'usher', 'service.json'), 'utf8')
    const { url, token } = JSON.parse(file) as { url: string; token: string }
    const answer = await fetch(`${url}/usher/status`, { headers: { authorization: `Bearer ${token}` } })
    const { applications } = (await answer.json()) as { applications: readonly { job: Job }[] }
    return applications[0]?.job ?? null
  } catch {
    return null // it is not there yet, or not any more
  }
}

/** How far the running cycle is, 0 to 1; null while none runs. */
export async function cycleProgress(data: string): Promise<number | null> {
  const progress = (await jobOf(data))?.progress ?? null
  return progress === null || progress.total === 0 ? null : progress.done / progress.total
}

/** One sentence: a single line, which is no stack trace. */
export function isOneSentence(text: string): boolean {
  const lines = text.trimEnd().split('\n')
  return lines.length === 1 && /^\S.*[.?)]$/.test(text.trimEnd()) && !/\bat .*:\d+:\d+|Error:|node:internal/.test(text)
}

/** Usher alone, without the launcher. */
export async function usherService(data: string): Promise<Run> {
  const service = run('apps/usher/src/main.ts', ['--data', join(data, 'usher'), '--port', '0'])
  await service.until('Usher serves at')
  return service
}

/** What a program said that ends by itself. */
export async function fails(start: Run): Promise<Said> {
  return { code: await start.ended, out: start.stdout(), all: start.said() }
}

/** A command that ended with one sentence, and not with 0. */
export function refused({ code, all }: Said, sentence: RegExp): void {
  expect(code, all).not.toBe(0)
  expect(all.trimEnd()).toMatch(sentence)
  expect(isOneSentence(all), all).toBe(true)
}
