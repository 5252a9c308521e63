import { openDatabase } from '@usher/host'
import { sql } from 'kysely'
import { hashPassword } from '../../apps/dynamic-signal/src/admin/passwords.ts'
import { buildService } from '../../apps/dynamic-signal/src/service.ts'
import { type Tables, migrations } from '../../apps/dynamic-signal/src/store/tables.ts'
import { openTenant } from '../../apps/dynamic-signal/src/store/tenants.ts'

/** Three customers of one service: lenient with groups, strict with groups, and users only. */
export const tenants = ['lenient', 'strict', 'users-only'] as const
export type TenantName = (typeof tenants)[number]

export type Residents = Readonly<Record<TenantName, Inhabitants>>
type Inhabitants = {
  readonly users: readonly { readonly id: string; readonly userName: string }[]
  readonly groups: readonly { readonly id: string }[]
}

export type FuzzedService = {
  readonly port: number
  /** Where each tenant's SCIM endpoints are, and a token for them. */
  readonly at: Readonly<Record<TenantName, { readonly base: string; readonly token: string }>>
  /** Tells whether anything that clients wrote is different: resources, members, counts, recorded changes. */
  digest(): Promise<string>
  /** Who is there, by tenant. */
  residents(): Promise<Residents>
  /** How many requests were kept in the activity; those of the last moments may be missing. */
  kept(): Promise<number>
  /** Removes what is archived, which would only make digests slow. */
  prune(): Promise<void>
  close(): Promise<void>
}

const password = 'fuzz-password-on-loopback'
const noLimits = { requestsPerSecond: null, listsPerSecond: null }
const settings = {
  lenient: { ...noLimits, groups: true },
  strict: { ...noLimits, groups: true, mode: 'strict' },
  'users-only': { ...noLimits },
} as const

/** Dynamic Signal with a port of its own, on PostgreSQL at `url` or on PGlite in memory. */
export async function openFuzzedService(url: string | undefined): Promise<FuzzedService> {
  const database = await openDatabase<Tables>({ url, migrations })
  const passwordHash = await hashPassword(password)
  const tenant = await openTenant(database.db, { userName: 'admin', passwordHash: () => Promise.resolve(passwordHash) })
  let origin = ''
  const service = await buildService({
    db: database.db,
    tenantId: tenant.id,
    address: () => ({ baseUrl: origin, origins: [origin] }),
    isSecure: false,

    now: Date.now,
  })
  origin = await service.app.listen({ port: 0, host: '127.0.0.1' })

  const signIn = async (who: Readonly<Record<string, string>>) => {
    const call = async (method: string, path: string, body: unknown, cookie = ''): Promise<Response> => {
      const headers = { 'content-type': 'application/json', origin, cookie }
      const answer = await fetch(`${origin}/admin/api${path}`, { method, headers, body: JSON.stringify(body) })
      if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
      return answer
    }
    const cookie = (await call('POST', '/sign-in', { ...who, password })).headers.getSetCookie()[0]?.split(';')[0]
    return (method: string, path: string, body: unknown) => call(method, path, body, cookie)
  }
  const first = await signIn({ userName: 'admin' })
  const open = async (name: TenantName) => {
    const isFirst = name === 'lenient'
    if (!isFirst) await first('POST', '/tenants', { name, adminUser: 'admin', adminPassword: password })
    const call = isFirst ? first : await signIn({ tenant: name, userName: 'admin' })
    await call('PATCH', '/settings', settings[name])
    const { token } = (await (await call('POST', '/tokens', { label: 'fuzz', expiresInDays: 1 })).json()) as {
      token: string
    }
    return { base: isFirst ? '/scim/v2' : `/t/${name}/scim/v2`, token }
  }
  const at = { lenient: await open('lenient'), strict: await open('strict'), 'users-only': await open('users-only') }

  return {
    port: Number(new URL(origin).port),
    at,
    async digest() {
      const { rows } = await sql<{ digest: string }>`select concat_ws(' ',
        (select md5(string_agg(r::text, ' ' order by tenant_id, id)) from resource r),
        (select md5(string_agg(m::text, ' ' order by tenant_id, group_id, member_id)) from member m),
        (select md5(string_agg(u::text, ' ' order by tenant_id, type, key)) from unique_value u),
        (select string_agg(t::text, ' ' order by tenant_id, type, part) from tally t),
        (select max(sequence) from event)) as digest`.execute(database.db)
      return rows[0]?.digest ?? ''
    },
    async residents() {
      const { rows } = await sql<{ tenant: string; type: string; id: string; name: string }>`
        select t.name as tenant, r.type, r.id, r.name from resource r join tenant t on t.tenant_id = r.tenant_id
        where r.archived is null order by r.id`.execute(database.db)
      const of = (name: string): Inhabitants => {
        const here = rows.filter(({ tenant: its }) => its === name)
        return {
          users: here.filter(({ type }) => type === 'User').map((row) => ({ id: row.id, userName: row.name })),
          groups: here.filter(({ type }) => type === 'Group'),
        }
      }
      return { lenient: of('default'), strict: of('strict'), 'users-only': of('users-only') }
    },
    async kept() {
      const { rows } = await sql<{ count: number }>`select coalesce(sum(count), 0)::int as count from activity`.execute(
        database.db,
      )
      return rows[0]?.count ?? 0
    },
    async prune() {
      await sql`delete from resource where archived is not null`.execute(database.db)
      await sql`delete from event where sequence < (select max(sequence) from event)`.execute(database.db)
    },
    async close() {
      await service.stop()
      await database.close()
    },
  }
}
