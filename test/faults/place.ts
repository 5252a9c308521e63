/** Usher and Dynamic Signal as processes, with a proxy in between and a client for both. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { dynamicSignal, generateToken, usher } from '../../bench/programs.ts'
import { startProxy, type Proxy } from './proxy.ts'

type Asked = Record<string, unknown>
export type Account = {
  readonly id: string
  readonly userName: string
  readonly active: boolean
  readonly displayName: string
  readonly title?: string
  readonly members?: readonly { readonly value: string }[]
}
export type Place = {
  readonly proxy: Proxy
  /** Kills the service (-9), if it runs, and starts it again. */
  restart(): Promise<void>
  kill(): Promise<void>
  /** The last line of an answer of Usher. Throws its sentence when it refuses. */
  ask(method: string, path: string, body?: unknown): Promise<Asked>
  /** The next attempt of everything that failed is due now: the hours until then have passed. */
  hoursPass(): Promise<void>
  /** Every account or group of the application, not through the proxy. */
  list(endpoint: 'Users' | 'Groups'): Promise<readonly Account[]>
  close(): Promise<void>
}

/** `own`: a PostgreSQL server for Usher alone. */
export async function openPlace(
  postgresUrl: string,
  faults: { share: number; seed: number; bulk?: boolean },
  own: string = postgresUrl,
): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'usher-faults-'))
  const target = await dynamicSignal(join(folder, 'dynamic-signal'), await newDatabase(postgresUrl))
  const token = await generateToken(target.ready.url, { requestsPerSecond: null, groups: true })
  const scim = new URL(target.ready.scimApiUrl)
  const proxy = await startProxy(scim.origin, faults)
  const databaseUrl = await newDatabase(own)
  const data = join(folder, 'usher')
  const start = () => usher(data, databaseUrl)
  let service = await start()
  const ask: Place['ask'] = async (method, path, body) => {
    const { token: own } = JSON.parse(await readFile(service.ready.tokenFile, 'utf8')) as { token: string }
    const answer = await fetch(new URL(path, service.ready.url), {
      method,
      headers: { authorization: `Bearer ${own}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = (await answer.text()).trim().split('\n').at(-1) ?? ''
    if (!answer.ok) throw new Error(`${method} ${path}: ${text}`)
    return JSON.parse(text === '' ? '{}' : text) as Asked
  }
  const kill = async (): Promise<void> => {
    if (service.child.exitCode !== null || service.child.signalCode !== null) return
    const ended = new Promise((resolve) => service.child.once('exit', resolve))
    service.child.kill('SIGKILL')
    await ended
  }
  await ask('POST', '/usher/apps', { template: 'generic', name: 'App' })
  await ask('PATCH', '/usher/apps/App/settings', {
    tenantUrl: `${proxy.url}${scim.pathname}`,
    secretToken: token,
    scope: 'all',
    bulk: faults.bulk ?? false,
    preventAccidentalDeletions: { enabled: false },
    preventMassChanges: { enabled: false },
  })
  return {
    proxy,
    ask,
    kill,
    async restart() {
      await kill()
      service = await start()
    },
    hoursPass: () =>
      queried(
        databaseUrl,
        `update look set next = now() where why = 'failed' and next < now() + interval '1 year';
         update member_link set next = now() where since is not null and next < now() + interval '1 year'`,
      ),
    async list(endpoint) {
      const all: Account[] = []
      for (;;) {
        const page = (await (
          await fetch(`${scim.href}/${endpoint}?startIndex=${all.length + 1}&count=100`, {
            headers: { authorization: `Bearer ${token}`, connection: 'close' },
          })
        ).json()) as { Resources?: readonly Account[]; totalResults: number }
        all.push(...(page.Resources ?? []))
        if (all.length >= page.totalResults || (page.Resources ?? []).length === 0) return all
      }
    },
    async close() {
      await service.stop().catch(() => undefined)
      await proxy.close()
      await target.stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function newDatabase(postgresUrl: string): Promise<string> {
  const name = `faults_${randomUUID().replaceAll('-', '')}`
  await queried(postgresUrl, `create database ${name}`)
  return Object.assign(new URL(postgresUrl), { pathname: `/${name}` }).href
}

async function queried(connectionString: string, text: string): Promise<void> {
  const client = new Client({ connectionString })
  await client.connect()
  await client.query(text)
  await client.end()
}
