/** What oidc-provider keeps between requests, by kind and id; encrypted, since ids of codes and refresh tokens are secrets. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Store } from './directory.ts'
import type { Keys } from './secrets.ts'

type Reading = Pick<Store, 'db' | 'tenant'>
type Payload = Record<string, unknown>
type Kept = { readonly payload: string; readonly consumed: number | null }

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** What ends with a grant; an interaction names one, too, and goes on. */
const grantable = new Set(['AccessToken', 'AuthorizationCode', 'DeviceCode', 'RefreshToken'])

/** How what has a code that people type in is found by it; the code itself is not kept in the open. */
export const userCodeUid = (code: string): string => `code ${hashOf(code)}`

const live = sql`(expires_at is null or expires_at > now())`

export async function findEntity(
  { db, tenant }: Reading,
  keys: Keys,
  { kind, id, uid }: { readonly kind: string; readonly id?: string; readonly uid?: string },
): Promise<Payload | undefined> {
  const { rows } = await sql<Kept>`
    select payload, extract(epoch from consumed_at)::int as consumed from oidc_entity
    where tenant_id = ${tenant} and kind = ${kind} and ${live}
      and ${id === undefined ? sql`uid = ${uid}` : sql`hash = ${hashOf(id)}`} limit 1`.execute(db)
  const [found] = rows
  if (found === undefined) return undefined
  const payload = JSON.parse(keys.decrypt(found.payload)) as Payload
  return found.consumed === null ? payload : { ...payload, consumed: found.consumed }
}

/** `seconds`: how long it is kept. */
export async function saveEntity(
  { db, tenant }: Reading,
  keys: Keys,
  {
    kind,
    id,
    payload,
    seconds,
    uid,
  }: {
    readonly kind: string
    readonly id: string
    readonly payload: Payload
    readonly seconds: number | undefined
    readonly uid?: string | undefined
  },
): Promise<void> {
  const account = payload['accountId']
  await sql`
    insert into oidc_entity (tenant_id, kind, hash, payload, uid, grant_id, account_id, expires_at)
    values (${tenant}::uuid, ${kind}, ${hashOf(id)}, ${keys.encrypt(JSON.stringify(payload))}, ${uid ?? text(payload['uid'])},
      ${grantable.has(kind) ? text(payload['grantId']) : null}, ${text(account)}::uuid, now() + ${seconds ?? null}::int * interval '1 second')
    on conflict (tenant_id, kind, hash) do update set payload = excluded.payload, uid = excluded.uid,
      grant_id = excluded.grant_id, account_id = excluded.account_id, expires_at = excluded.expires_at`.execute(db)
}

export async function consumeEntity({ db, tenant }: Reading, kind: string, id: string): Promise<void> {
  await sql`update oidc_entity set consumed_at = now()
    where tenant_id = ${tenant} and kind = ${kind} and hash = ${hashOf(id)}`.execute(db)
}

export async function dropEntity({ db, tenant }: Reading, kind: string, id: string): Promise<void> {
  await sql`delete from oidc_entity where tenant_id = ${tenant} and kind = ${kind} and hash = ${hashOf(id)}`.execute(db)
}

/** Everything that came of one consent. */
export async function dropGrant({ db, tenant }: Reading, grant: string): Promise<void> {
  await sql`delete from oidc_entity where tenant_id = ${tenant} and grant_id = ${grant}`.execute(db)
}

export async function dropEnded(db: Db): Promise<void> {
  await sql`delete from oidc_entity where expires_at < now()`.execute(db)
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
