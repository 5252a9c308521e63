/** As whom the commands of one data folder act: a person who has signed in, at a service that may be elsewhere. */
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
}

const fileOf = (data: string): string => join(data, 'signed-in.json')
/** Milliseconds before its end at which a token is renewed; how old the lock of somebody who was killed is. */
const early = 60_000
const stale = 30_000

/** Null: nobody has signed in. */
export async function signedIn(data: string): Promise<SignedIn | null> {
  const text = await readFile(fileOf(data), 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as SignedIn)
}

export async function rememberSignIn(data: string, value: SignedIn): Promise<void> {
  await mkdir(data, { recursive: true })
  const draft = `${fileOf(data)}.${process.pid}`
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  await rename(draft, fileOf(data))
}

export async function forgetSignIn(data: string): Promise<void> {
  await rm(fileOf(data), { force: true })
}

/** A client that acts as them. */
export async function clientOf({ url, caFile }: SignedIn, data: string, shown: Shown): Promise<Client> {
  if (caFile !== undefined) await trust({ authorityFile: caFile })
  const headers = async () => ({ authorization: `Bearer ${await accessToken(data)}` })
  return clientAt({ url, headers }, shown, () => Promise.resolve())
}

/** A token that counts for a while. A refresh token works once, so of several commands one renews it. Throws `Failed`. */
async function accessToken(data: string): Promise<string> {
  const now = await signedIn(data)
  if (now !== null && now.expires - Date.now() > early) return now.accessToken
  await using lock = await locked(`${fileOf(data)}.lock`)
  void lock
  const held = await signedIn(data)
  if (held === null) throw new Failed('You are signed out. Sign in again: usher sign-in', 1)
  if (held.expires - Date.now() > early) return held.accessToken
  const { renewed } = await import('./sign-in-flow.ts')
  const next = await renewed(held)
  await rememberSignIn(data, next)
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
