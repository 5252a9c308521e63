/** The command line's way to the service: the one that runs, or one started in this process for the command. */
import { userInfo } from 'node:os'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Service } from '../serve.ts'
import { serviceFile } from '../service-file.ts'
import { harmless } from './harmless.ts'

export type Client = {
  get<T>(path: string): Promise<T>
  /** As it is, to be stored or computed with rather than printed. */
  exact<T>(path: string, method?: 'GET' | 'PUT' | 'POST', body?: unknown): Promise<T>
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>
  /** An answer as it comes, to be stored. */
  bytes(path: string, method?: 'GET' | 'POST', body?: unknown): AsyncIterable<Uint8Array>
  /** Lines of a streamed answer, as they come. */
  lines(method: 'GET' | 'POST', path: string, body?: unknown): AsyncIterable<Readonly<Record<string, unknown>>>
  close(): Promise<void>
}

/** The service refused; `exitCode` says how (see `usher --help`). */
export class Failed extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode: number) {
    super(message)
    this.name = 'Failed'
    this.exitCode = exitCode
  }
}

const exitCodes: Readonly<Record<number, number>> = { 400: 2, 404: 3, 409: 4, 502: 5 }

/** `shown`: what becomes of a text of the service before it is printed. `directory`: absent, the first of the service. */
export async function connect(data: string, shown: Shown, directory?: string): Promise<Client> {
  const folder = join(data, 'usher')
  const running = await runningService(folder)
  if (running !== null) return clientAt(local(running, directory), shown, () => Promise.resolve())
  const service = await serviceHere(folder)
  const found = JSON.parse(await readFile(service.tokenFile, 'utf8')) as Found
  await trust(found)
  return clientAt(local(found, directory), shown, service.close)
}

// Loaded only when it is needed: that takes longer than most commands.
async function serviceHere(folder: string): Promise<Service> {
  const [{ serve }, { readConfig }, { Refusal }] = await Promise.all([
    import('../serve.ts'),
    import('../config.ts'),
    import('@usher/host'),
  ])
  try {
    const config = readConfig(['--data', folder, '--port', '0', '--log', 'text'], process.env)
    return await serve(config, (line) => process.stderr.write(`${line}\n`), 'asked')
  } catch (error) {
    if (error instanceof Refusal) throw new Failed(error.message, error.exitCode)
    throw error
  }
}

export type Shown = (text: string) => string
type Found = { readonly url: string; readonly token: string; readonly authorityFile?: string }

/** The service that runs on this data folder; null: none does. */
export function localService(data: string): Promise<Found | null> {
  return runningService(join(data, 'usher'))
}

export type Reached = { readonly url: string; headers(): Promise<Readonly<Record<string, string>>> }

/** As whoever can read the file of the token. */
function local({ url, token }: Found, directory?: string): Reached {
  const headers = {
    authorization: `Bearer ${token}`,
    'x-usher-actor': `cli:${userInfo().username}`,
    ...(directory !== undefined && { 'usher-directory': encodeURIComponent(directory) }),
  }
  return { url, headers: () => Promise.resolve(headers) }
}

async function runningService(folder: string): Promise<Found | null> {
  try {
    const found = JSON.parse(await readFile(serviceFile(folder), 'utf8')) as Found
    await trust(found)
    const answer = await fetch(`${found.url}/healthz`, { signal: AbortSignal.timeout(5000) })
    return answer.ok ? found : null
  } catch {
    return null
  }
}

/** Trusts the authority of a service, where it has one of its own. Loaded only where it is needed, like the service. */
export async function trust({ authorityFile }: Pick<Found, 'authorityFile'>): Promise<void> {
  if (authorityFile === undefined) return
  const { trustAuthority } = await import('@usher/host')
  trustAuthority(authorityFile)
}

export function clientAt({ url, headers }: Reached, shown: Shown, close: () => Promise<void>): Client {
  const read = <T>(text: string): T =>
    JSON.parse(text, (_, value: unknown) => (typeof value === 'string' ? shown(value) : value)) as T
  const call = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const sent = body === undefined ? undefined : JSON.stringify(body)
    const answer = await fetch(url + path, {
      method,
      headers: {
        ...(await headers()),
        ...(sent !== undefined && { 'content-type': 'application/json' }),
      },
      ...(sent !== undefined && { body: sent }),
    }).catch((error: Error) => brokenOff(error, sent))
    if (answer.ok) return answer
    if (answer.status === 413) throw tooLarge(sent)
    const problem = (await answer.json().catch(() => ({}))) as { error?: { message?: string } }
    throw new Failed(
      harmless(problem.error?.message ?? `The service answered ${answer.status}.`),
      exitCodes[answer.status] ?? 1,
    )
  }
  const whole = async (method: string, path: string, body?: unknown): Promise<string> =>
    (await call(method, path, body)).text().catch((error: Error) => brokenOff(error))
  return {
    get: async <T>(path: string) => read<T>(await whole('GET', path)),
    exact: async <T>(path: string, method = 'GET', body?: unknown) => JSON.parse(await whole(method, path, body)) as T,
    send: async <T>(method: string, path: string, body?: unknown) => read<T>(await whole(method, path, body)),
    async *bytes(path, method = 'GET', sent?: unknown) {
      const { body } = await call(method, path, sent)
      try {
        if (body !== null) yield* body
      } catch (error) {
        brokenOff(error as Error)
      }
    },
    async *lines(method, path, body) {
      for await (const text of linesOf(await call(method, path, body))) {
        const line = read<Readonly<Record<string, unknown>>>(text)
        const problem = line['error'] as { message: string; code?: string } | undefined
        if (problem !== undefined) throw new Failed(problem.message, problem.code === undefined ? 1 : 5)
        yield line
      }
    },
    close,
  }
}

/** Throws `Failed` when the service is gone before the answer is whole. */
async function* linesOf({ body }: Response): AsyncIterable<string> {
  if (body === null) return
  let rest = ''
  try {
    for await (const piece of body.pipeThrough(new TextDecoderStream())) {
      const complete = `${rest}${piece}`.split('\n')
      rest = complete.pop() ?? ''
      yield* complete
    }
  } catch (error) {
    brokenOff(error as Error)
  }
  if (rest !== '') yield rest
}

// Of what is too large the service reads nothing: it answers 413 or closes the connection, whichever is first.
function brokenOff({ cause, message }: Error, sent = ''): never {
  if (sent.length > 1024 * 1024) throw tooLarge(sent)
  throw new Failed(`The service broke off: ${cause instanceof Error ? cause.message : message}. Try again.`, 1)
}

function tooLarge(sent = ''): Failed {
  return new Failed(`The service takes less than the ${Math.round(sent.length / 1024 / 1024)} MB that this has.`, 2)
}

/** One segment of a path. */
export const seg = encodeURIComponent

/** Which of the jobs of an application is meant; undefined: the only one. */
export type JobChoice = { readonly job?: string | undefined }

/** The path of something that belongs to a job of an application. */
export function ofJob(app: string, path: string, { job }: JobChoice, more: Parameters<typeof query>[0] = {}): string {
  return `/usher/apps/${seg(app)}${path}${query({ job, ...more })}`
}

export function query(values: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined)
  return pairs.length === 0
    ? ''
    : `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString()}`
}
