import { createHash, randomBytes, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Scope } from '../tenant/scopes.ts'
import type { Db } from './tables.ts'

/** Whom a bearer token stands for. `ownerIsAdmin` is false when its owner lost the Admin permission. */
export type TokenHolder = {
  readonly tenantId: string
  readonly tokenId: string
  readonly prefix: string
  /** False when it is expired or revoked: then it only tells whose it was. */
  readonly isValid: boolean
  /** The OAuth client that got the token; `null` for one that was generated in the console. */
  readonly clientId: string | null
  readonly scopes: readonly Scope[]
  readonly ownerIsAdmin: boolean
}

/** A token as the console lists it; its secret is not there any more. */
export type ListedToken = {
  readonly id: string
  readonly label: string
  readonly prefix: string
  readonly owner: string
  readonly ownerIsAdmin: boolean
  readonly scopes: readonly string[]
  readonly created: string
  readonly expires: string | null
  readonly lastUsed: string | null
  readonly revoked: string | null
}

export type Tokens = ReturnType<typeof tokensOf>

const rememberedFor = 1000 // ms; how long another process's revocation may go unseen
const mostRemembered = 10_000
export const prefixLength = 11

/** The bearer tokens of all tenants. `now` in milliseconds, for the memory of those just seen. */
export function tokensOf(db: Db, now: () => number) {
  const remembered = new Map<string, { holder: Promise<TokenHolder | undefined>; until: number }>()
  const used = new Map<string, { tenantId: string; clientId: string | null; at: number }>()

  return {
    /**
     * Whom a token stands for, or stood for; `undefined` when it is unknown.
     *
     * A token of 256 random bits cannot be guessed, so it is looked up by its hash, and remembered for a second.
     */
    async holder(secret: string): Promise<TokenHolder | undefined> {
      const known = remembered.get(secret)
      const fresh = known !== undefined && known.until > now() ? known.holder : look(secret)
      const holder = await fresh
      if (holder?.isValid === true)
        used.set(holder.tokenId, { tenantId: holder.tenantId, clientId: holder.clientId, at: now() })
      return holder
    },

    /** Makes a token. The secret is in the answer and nowhere else. `seconds: null` is a token that never expires. */
    async create(token: {
      readonly tenantId: string
      readonly ownerId: string
      readonly label: string
      readonly seconds: number | null
      readonly scopes: readonly Scope[]
      readonly clientId?: string
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
          scopes: [...token.scopes],
          client_id: token.clientId ?? null,
          expires: token.seconds === null ? null : sql<string>`now() + ${token.seconds} * interval '1 second'`,
        })
        .execute()
      return { id, secret }
    },

    /** The tokens that were generated in the console, newest first. */
    async list(tenantId: string): Promise<readonly ListedToken[]> {
      await this.flush()
      return db
        .selectFrom('token as t')
        .innerJoin('administrator as a', (join) =>
          join.onRef('a.tenant_id', '=', 't.tenant_id').onRef('a.id', '=', 't.owner_id'),
        )
        .select(['t.id', 't.label', 't.prefix', 'a.user_name as owner', 't.scopes', 't.created', 't.expires'])
        .select(['t.last_used as lastUsed', 't.revoked'])
        .select((eb) => eb.and([eb('a.is_admin', '=', true), eb('a.removed', 'is', null)]).as('ownerIsAdmin'))
        .where('t.tenant_id', '=', tenantId)
        .where('t.client_id', 'is', null)
        .orderBy('t.id', 'desc')
        .$castTo<ListedToken>()
        .execute()
    },

    /** Ends a token at once in this process. `false` when there is no such token. */
    async revoke(tenantId: string, id: string): Promise<boolean> {
      const row = await db
        .updateTable('token')
        .set({ revoked: sql<string>`coalesce(revoked, now())` })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .where('client_id', 'is', null)
        .returning('id')
        .executeTakeFirst()
      this.forget()
      return row !== undefined
    },

    /** Whoever's rights changed is looked up again by the next request. */
    forget(): void {
      remembered.clear()
    },

    /** Writes down when tokens were last used, and drops those of clients that expired; called now and then. */
    async flush(): Promise<void> {
      const entries = [...used]
      used.clear()
      for (const [id, { tenantId, clientId, at }] of entries) {
        const last_used = new Date(at).toISOString()
        await db
          .updateTable('token')
          .set({ last_used })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', id)
          .execute()
        if (clientId !== null)
          await db
            .updateTable('client')
            .set({ last_used })
            .where('tenant_id', '=', tenantId)
            .where('id', '=', clientId)
            .execute()
      }
      if (entries.length > 0)
        await db
          .deleteFrom('token')
          .where('client_id', 'is not', null)
          .where('expires', '<', sql<string>`now() - interval '1 day'`)
          .execute()
    },
  }

  function look(secret: string): Promise<TokenHolder | undefined> {
    const holder = find(db, hashOf(secret))
    if (remembered.size >= mostRemembered) remembered.clear()
    const entry = { holder, until: now() + rememberedFor }
    remembered.set(secret, entry)
    // Whoever tries a token before it exists must not stay refused.
    holder.then(
      (found) => found === undefined && remembered.delete(secret),
      () => remembered.delete(secret),
    )
    return holder
  }
}

async function find(db: Db, hash: string): Promise<TokenHolder | undefined> {
  const row = await db
    .selectFrom('token as t')
    .innerJoin('administrator as a', (join) =>
      join.onRef('a.tenant_id', '=', 't.tenant_id').onRef('a.id', '=', 't.owner_id'),
    )
    .select(['t.tenant_id', 't.id', 't.prefix', 't.client_id', 't.scopes', 'a.is_admin', 'a.removed'])
    .select(sql<boolean>`t.revoked is null and (t.expires is null or t.expires > now())`.as('isValid'))
    .where('t.hash', '=', hash)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    tenantId: row.tenant_id,
    tokenId: row.id,
    prefix: row.prefix,
    clientId: row.client_id,
    scopes: row.scopes as Scope[],
    isValid: row.isValid,
    ownerIsAdmin: row.is_admin && row.removed === null,
  }
}

export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
