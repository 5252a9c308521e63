import { randomBytes } from 'node:crypto'
import { openDatabase } from '@usher/host'
import type { Attributes, Json } from '@usher/scim'
import { Client } from 'pg'
import { inject } from 'vitest'
import { hashPassword } from './admin/passwords.ts'
import { type Service, buildService } from './service.ts'
import { type Db, type Tables, migrations } from './store/tables.ts'
import { openTenant } from './store/tenants.ts'

/** Every test of the store runs on both. */
export const stores = ['pglite', 'postgres'] as const

export const origin = 'http://127.0.0.1:8082'
export const password = 'correct horse'

type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>
  readonly text: string
  readonly body: Attributes
}

type Request = {
  readonly body?: Json | string
  readonly headers?: Record<string, string>
  /** `null`: without a token. */
  readonly token?: string | null
}

export type Fixture = {
  readonly db: Db
  readonly service: Service
  readonly token: string
  /** `at`: where it stands still, in milliseconds since 1970. */
  readonly clock: { ahead: number; at: number | null }
  /** `path` is below the SCIM base of the first tenant; one that begins with `//` is a path of the whole service. */
  scim(method: string, path: string, request?: Request): Promise<Answer>
  /** As the signed-in administrator of the first tenant. */
  admin(method: string, path: string, body?: Json, headers?: Record<string, string>): Promise<Answer>
  /** Changes settings of the first tenant for as long as `work` runs. */
  withSettings(settings: Attributes, work: () => Promise<void>): Promise<void>
  /** Creates a user; gives it as it was answered. */
  user(attributes: Attributes): Promise<Attributes & { readonly id: string }>
  /** Another tenant, with an administrator and a token. */
  tenant(name: string): Promise<{ readonly token: string; readonly cookie: string }>
  send(method: string, url: string, headers: Record<string, string>, payload?: string): Promise<Answer>
  close(): Promise<void>
}

let hash: Promise<string> | undefined

/** A service of its own on an empty store, with a token and a signed-in administrator. */
export async function openFixture(kind: (typeof stores)[number]): Promise<Fixture> {
  const url = kind === 'postgres' ? await newDatabase() : undefined
  const database = await openDatabase<Tables>({ url, migrations })
  hash ??= hashPassword(password)
  const passwordHash = hash
  const tenant = await openTenant(database.db, { userName: 'admin', passwordHash: () => passwordHash })
  const clock: Fixture['clock'] = { ahead: 0, at: null }
  const service = await buildService({
    db: database.db,
    tenantId: tenant.id,
    address: () => ({ baseUrl: origin, origins: [origin] }),
    isSecure: false,
    now: () => (clock.at ?? Date.now()) + clock.ahead,
  })

  async function send(method: string, url: string, headers: Record<string, string>, payload?: string): Promise<Answer> {
    const response = await service.app.inject({
      method: method as 'GET',
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
    })
    const isJson = /json/.test(String(response.headers['content-type'])) && response.body !== ''
    const body = isJson ? (JSON.parse(response.body) as Attributes) : {}
    return { status: response.statusCode, headers: response.headers, text: response.body, body }
  }

  let cookie = ''
  async function admin(
    method: string,
    path: string,
    body?: Json,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const payload = body === undefined ? undefined : JSON.stringify(body)
    const type = { origin, 'content-type': 'application/json', cookie: `usher=another-product; ${cookie}` }
    const answer = await send(method, `/admin/api${path}`, { ...type, ...headers }, payload)
    const [set] = [answer.headers['set-cookie'] ?? []].flat()
    if (typeof set === 'string') cookie = set.split(';')[0] ?? ''
    return answer
  }

  await admin('POST', '/sign-in', { userName: 'admin', password })
  const made = await admin('POST', '/tokens', { label: 'test', expiresInDays: 30 })
  const token = made.body['token'] as string

  const scim: Fixture['scim'] = (method, path, { body, headers = {}, token: other = token } = {}) => {
    const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
    const authorization: Record<string, string> = other === null ? {} : { authorization: `Bearer ${other}` }
    const type: Record<string, string> = payload === undefined ? {} : { 'content-type': 'application/scim+json' }
    if (headers['content-type'] === '') delete type['content-type']
    const url = path.startsWith('//') ? path.slice(1) : `/scim/v2${path}`
    const { 'content-type': contentType, ...rest } = headers
    return send(method, url, { ...authorization, ...type, ...(contentType ? headers : rest) }, payload)
  }

  return {
    db: database.db,
    service,
    token,
    clock,
    admin,
    scim,
    send,

    async withSettings(settings, work) {
      const before = await admin('GET', '/settings')
      const changed = await admin('PATCH', '/settings', settings)
      if (changed.status !== 200) throw new Error(changed.text)
      try {
        await work()
      } finally {
        const asBefore = (name: string): Json =>
          name === 'switches'
            ? Object.fromEntries(Object.keys(settings['switches'] ?? {}).map((one) => [one, null]))
            : (before.body[name] ?? null)
        const undo = Object.keys(settings).map((name) => [name, asBefore(name)])
        await admin('PATCH', '/settings', Object.fromEntries(undo) as Attributes)
      }
    },

    async user(attributes) {
      const answer = await scim('POST', '/Users', { body: attributes })
      if (answer.status !== 201) throw new Error(answer.text)
      return answer.body as Attributes & { readonly id: string }
    },

    async tenant(name) {
      const made = await admin('POST', '/tenants', { name, adminUser: 'admin', adminPassword: password })
      if (made.status !== 201) throw new Error(made.text)
      const json = { origin, 'content-type': 'application/json' }
      const signIn = JSON.stringify({ tenant: name, userName: 'admin', password })
      const { headers } = await send('POST', '/admin/api/sign-in', json, signIn)
      const cookie = String([headers['set-cookie'] ?? ''].flat()[0]).split(';')[0] ?? ''
      const label = JSON.stringify({ label: name, expiresInDays: 1 })
      const { body } = await send('POST', '/admin/api/tokens', { ...json, cookie }, label)
      return { token: body['token'] as string, cookie }
    },

    async close() {
      await service.stop()
      await database.close()
    },
  }
}

export async function newDatabase(): Promise<string> {
  const url = new URL(inject('postgresUrl'))
  const name = `ds_${randomBytes(6).toString('hex')}`
  const client = new Client({ connectionString: url.href })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  url.pathname = `/${name}`
  return url.href
}
