/** As whom the commands of one data folder act: a person who has signed in, at a service that may be elsewhere; to each directory once. */
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { clientAt, Failed, trust, type Client, type Shown } from './client.ts'

export type SignedIn = {
  readonly url: string
  readonly issuer: string
  /** Authorities to trust for it, in PEM. */
  readonly caFile?: string
  readonly accessToken: string
  /** Milliseconds. */
  readonly expires: number
  readonly refreshToken: string
  /** What its directory is called: by id, name and domain; absent of earlier versions. */
  readonly directory?: readonly string[]
}

const fileOf = (data: string): string => join(data, 'signed-in.json')
/** Milliseconds before its end at which a token is renewed; how old the lock of somebody who was killed is. */
const early = 60_000
const stale = 30_000

/** The one that counts first. An earlier version kept one alone. */
export async function everySignIn(data: string): Promise<readonly SignedIn[]> {
  const text = await readFile(fileOf(data), 'utf8').catch(() => null)
  if (text === null) return []
  const kept = JSON.parse(text) as SignedIn | readonly SignedIn[]
  return Array.isArray(kept) ? kept : [kept as SignedIn]
}

/** Null: nobody has signed in. `directory`: to this one; throws `Failed` when they have to others only. */
export async function signedIn(data: string, directory?: string): Promise<SignedIn | null> {
  const all = await everySignIn(data)
  if (directory === undefined || all.length === 0) return all[0] ?? null
  const name = directory.toLowerCase()
  const found = all.find((one) => one.directory?.some((called) => called.toLowerCase() === name) === true)
  if (found !== undefined) return found
  throw new Failed(`You are not signed in to ${directory}: usher sign-in --directory ${JSON.stringify(directory)}`, 3)
}

/** `how`: `first` counts from now on; `asItWas` takes the place of what was there. */
export async function rememberSignIn(data: string, value: SignedIn, how: 'first' | 'asItWas' = 'first'): Promise<void> {
  const all = await everySignIn(data)
  const isThis = ({ url, issuer }: SignedIn): boolean => url === value.url && issuer === value.issuer
  const stays = how === 'asItWas' && all.some(isThis)
  await keep(data, stays ? all.map((one) => (isThis(one) ? value : one)) : [value, ...all.filter((one) => !isThis(one))]) // prettier-ignore
}

async function keep(data: string, all: readonly SignedIn[]): Promise<void> {
  await mkdir(data, { recursive: true })
  const draft = `${fileOf(data)}.${process.pid}`
  await writeFile(draft, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 })
  await rename(draft, fileOf(data))
}

export async function forgetSignIn(data: string): Promise<void> {
  await rm(fileOf(data), { force: true })
}

/** A client that acts as them. */
export async function clientOf({ url, caFile, issuer }: SignedIn, data: string, shown: Shown): Promise<Client> {
  if (caFile !== undefined) await trust({ authorityFile: caFile })
  const headers = async () => ({ authorization: `Bearer ${await accessToken(data, { url, issuer })}` })
  return clientAt({ url, headers }, shown, () => Promise.resolve())
}

/** A token that counts for a while. A refresh token works once, so of several commands one renews it. Throws `Failed`. */
async function accessToken(data: string, of: Pick<SignedIn, 'url' | 'issuer'>): Promise<string> {
  const read = async (): Promise<SignedIn | undefined> =>
    (await everySignIn(data)).find(({ url, issuer }) => url === of.url && issuer === of.issuer)
  const now = await read()
  if (now !== undefined && now.expires - Date.now() > early) return now.accessToken
  await using lock = await locked(`${fileOf(data)}.lock`)
  void lock
  const held = await read()
  if (held === undefined) throw new Failed('You are signed out. Sign in again: usher sign-in', 1)
  if (held.expires - Date.now() > early) return held.accessToken
  const { renewed } = await import('./sign-in-flow.ts')
  const next = await renewed(held)
  await rememberSignIn(data, next, 'asItWas')
  return next.accessToken
}

async function locked(file: string): Promise<AsyncDisposable> {
  for (;;) {
    const handle = await open(file, 'wx', 0o600).catch(() => null)
    if (handle !== null) {
      await handle.close()
      return { [Symbol.asyncDispose]: () => rm(file, { force: true }) }
    }
    const age = await stat(file).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    )
    if (age > stale) await rm(file, { force: true })
    else await sleep(100)
  }
}
