/** Keys that tokens are signed with: RSA, encrypted at rest, with an overlap when they are changed. */
import type { Instant } from '@usher/engine'
import type { JWK } from 'jose'
import { sql } from 'kysely'
import type { Db, Store } from './directory.ts'
import type { Keys } from './secrets.ts'

export type SigningKey = JWK & { readonly kid: string }
type Reading = Pick<Store, 'db' | 'tenant'>

/** So long a key that signs no more is still published; no token lives that long. */
const overlapHours = 24

/** The one that signs first, then those that only verify. Makes the first one. */
export async function signingKeys({ db, tenant }: Reading, keys: Keys): Promise<readonly SigningKey[]> {
  const found = await read(db, tenant, keys)
  if (found.length > 0) return found
  await db.transaction().execute(async (trx) => {
    await onlyOne(trx, tenant)
    if ((await read(trx, tenant, keys)).length === 0) await make(trx, tenant, keys)
  })
  return read(db, tenant, keys)
}

/** Signs with a new key from now on. `forget`: what was signed before counts no more. Returns the id of the new one. */
export async function rotateSigningKey(
  { db, tenant }: Reading,
  keys: Keys,
  { forget }: { readonly forget: boolean },
): Promise<string> {
  return db.transaction().execute(async (trx) => {
    await onlyOne(trx, tenant)
    if (forget) await trx.deleteFrom('signing_key').where('tenant_id', '=', tenant).execute()
    else
      await sql`update signing_key set retired_at = now() where tenant_id = ${tenant} and retired_at is null`.execute(
        trx,
      )
    return make(trx, tenant, keys)
  })
}

/** Signs with a new key when the one that does is older than `before`. Returns its id; null when it is not. One of several processes does it. */
export async function rotateWhenDue({ db, tenant }: Reading, keys: Keys, before: Instant): Promise<string | null> {
  const isDue = async (trx: Db): Promise<boolean> => {
    const { rows } = await sql`select from signing_key where tenant_id = ${tenant} and retired_at is null
      having max(created_at) < ${before}::timestamptz`.execute(trx)
    return rows.length > 0
  }
  // Looked at without the lock first: most of the time nothing is due.
  if (!(await isDue(db))) return null
  return db.transaction().execute(async (trx) => {
    await onlyOne(trx, tenant)
    if (!(await isDue(trx))) return null
    await sql`update signing_key set retired_at = now() where tenant_id = ${tenant} and retired_at is null`.execute(trx)
    return make(trx, tenant, keys)
  })
}

/** Takes away keys that nothing is verified with any more. */
export async function dropOldKeys(db: Db): Promise<void> {
  await sql`delete from signing_key where retired_at < now() - ${overlapHours} * interval '1 hour'`.execute(db)
}

async function onlyOne(trx: Db, tenant: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`${tenant} signing keys`}))`.execute(trx)
}

async function make(trx: Db, tenant: string, keys: Keys): Promise<string> {
  const { calculateJwkThumbprint, exportJWK, generateKeyPair } = await import('jose')
  const { privateKey } = await generateKeyPair('RS256', { extractable: true, modulusLength: 2048 })
  const jwk = await exportJWK(privateKey)
  const kid = await calculateJwkThumbprint(jwk)
  const sealed = keys.encrypt(JSON.stringify({ ...jwk, kid, use: 'sig', alg: 'RS256' }))
  await trx.insertInto('signing_key').values({ tenant_id: tenant, kid, sealed }).execute()
  return kid
}

async function read(db: Db, tenant: string, keys: Keys): Promise<readonly SigningKey[]> {
  const { rows } = await sql<{ sealed: string }>`
    select sealed from signing_key where tenant_id = ${tenant}
      and (retired_at is null or retired_at > now() - ${overlapHours} * interval '1 hour')
    order by retired_at is not null, created_at desc`.execute(db)
  return rows.map(({ sealed }) => JSON.parse(keys.decrypt(sealed)) as SigningKey)
}

/** Which keys there are, the newest first; `retiredAt`: it signs no more, and what it signed still counts. */
export async function signingKeysOf({
  db,
  tenant,
}: Reading): Promise<
  readonly { readonly id: string; readonly createdAt: string; readonly retiredAt: string | null }[]
> {
  const found = await db
    .selectFrom('signing_key')
    .select(['kid', 'created_at', 'retired_at'])
    .where('tenant_id', '=', tenant)
    .orderBy('created_at', 'desc')
    .execute()
  return found.map(({ kid, created_at: createdAt, retired_at: retiredAt }) => ({
    id: kid,
    createdAt: new Date(createdAt).toISOString(),
    retiredAt: retiredAt === null ? null : new Date(retiredAt).toISOString(),
  }))
}
