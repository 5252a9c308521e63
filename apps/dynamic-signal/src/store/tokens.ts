import { createHash, randomBytes, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from './tables.ts'

/** Whom a bearer token stands for. `ownerIsAdmin` is false when its owner lost the Admin permission. */
export type TokenHolder = {
  readonly tenantId: string
  readonly tokenId: string
  readonly prefix: string
  readonly ownerIsAdmin: boolean
}

/** A token as the console lists it; its secret is not there any more. */
export type ListedToken = {
  readonly id: string
  readonly label: string
  readonly prefix: string
  readonly owner: string
  readonly created: string
  readonly expires: string | null
  readonly lastUsed: string | null
  readonly revoked: string | null
}

export type Tokens = ReturnType<typeof tokensOf>

const rememberedFor = 1000 // ms; how long another process's revocation may go unseen
const mostRemembered = 10_000
const prefixLength = 11

/** The bearer tokens of all tenants. `now` in milliseconds, for the memory of those just seen. */
export function tokensOf(db: Db, now: () => number) {
  const remembered = new Map<string, { holder: Promise<TokenHolder | undefined>; until: number }>()
  const used = new Map<string, { tenantId: string; at: number }>()

  return {
    /**
     * Whom a token stands for, `undefined` when it is unknown, expired or revoked.
     *
     * A token of 256 random bits cannot be guessed, so it is looked up by its hash, and remembered for a second.
     */
    async holder(secret: string): Promise<TokenHolder | undefined> {
      const hash = hashOf(secret)
      const known = remembered.get(hash)
      const fresh = known !== undefined && known.until > now() ? known.holder : look(hash)
      const holder = await fresh
      if (holder !== undefined) used.set(holder.tokenId, { tenantId: holder.tenantId, at: now() })
      return holder
    },

    /** Makes a token. The secret is in the answer and nowhere else. `days: null` is a token that never expires. */
    async create(token: {
      readonly tenantId: string
      readonly ownerId: string
      readonly label: string
      readonly days: number | null
    }): Promise<{ readonly id: string; readonly secret: string }> {
      const secret = `dsig_${randomBytes(32).toString('base64url')}`
      const id = randomUUIDv7()
      await db
        .insertInto('token')
        .values({
          tenant_id: token.tenantId,
          id,
          label: token.label,
          prefix: secret.slice(0, prefixLength),
          hash: hashOf(secret),
          owner_id: token.ownerId,
          expires: token.days === null ? null : sql<string>`now() + ${token.days} * interval '1 day'`,
        })
        .execute()
      // Whoever tried the token before it existed must not stay refused.
      remembered.delete(hashOf(secret))
      return { id, secret }
    },

    async list(tenantId: string): Promise<readonly ListedToken[]> {
      await this.flush()
      return db
        .selectFrom('token as t')
        .innerJoin('administrator as a', (join) =>
          join.onRef('a.tenant_id', '=', 't.tenant_id').onRef('a.id', '=', 't.owner_id'),
        )
        .select(['t.id', 't.label', 't.prefix', 'a.user_name as owner', 't.created', 't.expires'])
        .select(['t.last_used as lastUsed', 't.revoked'])
        .where('t.tenant_id', '=', tenantId)
        .orderBy('t.id', 'desc')
        .execute()
    },

    /** Ends a token at once in this process. `false` when there is no such token. */
    async revoke(tenantId: string, id: string): Promise<boolean> {
      const row = await db
        .updateTable('token')
        .set({ revoked: sql<string>`coalesce(revoked, now())` })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .returning('hash')
        .executeTakeFirst()
      if (row !== undefined) remembered.delete(row.hash)
      return row !== undefined
    },

    /** Writes down when tokens were last used; called now and then, not per request. */
    async flush(): Promise<void> {
      const entries = [...used]
      used.clear()
      for (const [id, { tenantId, at }] of entries) {
        await db
          .updateTable('token')
          .set({ last_used: new Date(at).toISOString() })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', id)
          .execute()
      }
    },
  }

  function look(hash: string): Promise<TokenHolder | undefined> {
    const holder = find(db, hash)
    if (remembered.size >= mostRemembered) remembered.clear()
    const entry = { holder, until: now() + rememberedFor }
    remembered.set(hash, entry)
    holder.catch(() => remembered.delete(hash))
    return holder
  }
}

async function find(db: Db, hash: string): Promise<TokenHolder | undefined> {
  const row = await db
    .selectFrom('token as t')
    .innerJoin('administrator as a', (join) =>
      join.onRef('a.tenant_id', '=', 't.tenant_id').onRef('a.id', '=', 't.owner_id'),
    )
    .select(['t.tenant_id', 't.id', 't.prefix', 'a.is_admin'])
    .where('t.hash', '=', hash)
    .where('t.revoked', 'is', null)
    .where((eb) => eb.or([eb('t.expires', 'is', null), eb('t.expires', '>', sql<string>`now()`)]))
    .executeTakeFirst()
  if (row === undefined) return undefined
  return { tenantId: row.tenant_id, tokenId: row.id, prefix: row.prefix, ownerIsAdmin: row.is_admin }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
