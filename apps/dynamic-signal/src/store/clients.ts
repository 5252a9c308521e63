import { randomBytes, randomUUID, randomUUIDv7, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import type { Scope } from '../tenant/scopes.ts'
import type { Db } from './tables.ts'
import { hashOf, prefixLength } from './tokens.ts'

export type Clients = ReturnType<typeof clientsOf>

/** An OAuth client as the console lists it. */
export type ListedClient = {
  readonly id: string
  readonly label: string
  readonly owner: string
  readonly ownerIsAdmin: boolean
  readonly scopes: readonly string[]
  readonly created: string
  readonly lastUsed: string | null
  readonly revoked: string | null
  readonly secrets: readonly ListedSecret[]
}
export type ListedSecret = {
  readonly id: string
  readonly prefix: string
  readonly created: string
  readonly expires: string
  readonly revoked: string | null
}

/** Who a client's credentials stand for. */
export type KnownClient = {
  readonly tenantId: string
  readonly id: string
  readonly ownerId: string
  readonly scopes: readonly Scope[]
}

/** The OAuth clients of all tenants (RFC 6749 §4.4). Two or more secrets may be valid, so that one can replace another. */
export function clientsOf(db: Db) {
  return {
    async list(tenantId: string): Promise<readonly ListedClient[]> {
      const rows = await db
        .selectFrom('client as c')
        .innerJoin('administrator as a', (join) =>
          join.onRef('a.tenant_id', '=', 'c.tenant_id').onRef('a.id', '=', 'c.owner_id'),
        )
        .select(['c.id', 'c.label', 'a.user_name as owner', 'c.scopes', 'c.created', 'c.last_used as lastUsed'])
        .select((eb) => eb.and([eb('a.is_admin', '=', true), eb('a.removed', 'is', null)]).as('ownerIsAdmin'))
        .select('c.revoked')
        .where('c.tenant_id', '=', tenantId)
        .orderBy('c.created', 'desc')
        .$castTo<Omit<ListedClient, 'secrets'>>()
        .execute()
      const secrets = await db
        .selectFrom('client_secret')
        .select(['client_id', 'id', 'prefix', 'created', 'expires', 'revoked'])
        .where('tenant_id', '=', tenantId)
        .orderBy('id', 'desc')
        .execute()
      const of = Map.groupBy(secrets, ({ client_id }) => client_id)
      return rows.map((row) => ({
        ...row,
        secrets: (of.get(row.id) ?? []).map(({ id, prefix, created, expires, revoked }) => ({
          id,
          prefix,
          created,
          expires,
          revoked,
        })),
      }))
    },

    /** Makes a client with its first secret, which is in the answer and nowhere else. */
    async create(client: {
      readonly tenantId: string
      readonly ownerId: string
      readonly label: string
      readonly scopes: readonly Scope[]
      readonly days: number
    }): Promise<{ readonly clientId: string; readonly clientSecret: string }> {
      const id = randomUUID()
      return db.transaction().execute(async (trx) => {
        const { tenantId: tenant_id, ownerId: owner_id, label } = client
        await trx
          .insertInto('client')
          .values({ tenant_id, id, label, owner_id, scopes: [...client.scopes] })
          .execute()
        return { clientId: id, clientSecret: await addSecret(trx, { tenantId: tenant_id, id }, client.days) }
      })
    },

    /** A further secret; `undefined` when there is no such client, or it is revoked. */
    async rotate(tenantId: string, id: string, days: number): Promise<string | undefined> {
      const client = await db
        .selectFrom('client')
        .select('id')
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .where('revoked', 'is', null)
        .executeTakeFirst()
      return client === undefined ? undefined : addSecret(db, { tenantId, id }, days)
    },

    async revokeSecret(tenantId: string, clientId: string, id: string): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('client_secret')
        .set({ revoked: sql<string>`coalesce(revoked, now())` })
        .where('tenant_id', '=', tenantId)
        .where('client_id', '=', clientId)
        .where('id', '=', id)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    /** Ends a client, its secrets and the tokens it got. */
    async revoke(tenantId: string, id: string): Promise<boolean> {
      return db.transaction().execute(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('client')
          .set({ revoked: sql<string>`coalesce(revoked, now())` })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', id)
          .executeTakeFirst()
        await trx.deleteFrom('token').where('tenant_id', '=', tenantId).where('client_id', '=', id).execute()
        return numUpdatedRows > 0n
      })
    },

    /** Who the credentials stand for; `undefined` when they are unknown, expired or revoked. */
    async find(clientId: string, secret: string): Promise<KnownClient | undefined> {
      const client = await db
        .selectFrom('client')
        .select(['tenant_id', 'id', 'owner_id', 'scopes'])
        .where('id', '=', clientId)
        .where('revoked', 'is', null)
        .executeTakeFirst()
      const hashes = await db
        .selectFrom('client_secret')
        .select('hash')
        .where('client_id', '=', clientId)
        .where('revoked', 'is', null)
        .where('expires', '>', sql<string>`now()`)
        .execute()
      const wanted = Buffer.from(hashOf(secret))
      const isKnown = hashes.some(({ hash }) => timingSafeEqual(Buffer.from(hash), wanted))
      if (client === undefined || !isKnown) return undefined
      const { tenant_id: tenantId, id, owner_id: ownerId } = client
      return { tenantId, id, ownerId, scopes: client.scopes as Scope[] }
    },
  }
}

async function addSecret(db: Db, client: { tenantId: string; id: string }, days: number): Promise<string> {
  const secret = `dsec_${randomBytes(32).toString('base64url')}`
  await db
    .insertInto('client_secret')
    .values({
      tenant_id: client.tenantId,
      client_id: client.id,
      id: randomUUIDv7(),
      prefix: secret.slice(0, prefixLength),
      hash: hashOf(secret),
      expires: sql<string>`now() + ${days} * interval '1 day'`,
    })
    .execute()
  return secret
}
