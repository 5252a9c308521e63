import { createHash, randomBytes, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { userNameKey } from '@usher/scim'
import type { Db } from './tables.ts'

/** An account of the console. Without Admin it may look at users, and nothing else. */
export type Administrator = {
  readonly id: string
  readonly tenantId: string
  readonly userName: string
  readonly isAdmin: boolean
}
export type ListedAdministrator = Omit<Administrator, 'tenantId'> & {
  readonly created: string
  readonly lastSignIn: string | null
}
export type Administrators = ReturnType<typeof administratorsOf>

const hours = 12

/** Who may use the admin console, and their sessions. All tenants'. */
export function administratorsOf(db: Db) {
  const listed = (tenantId: string) =>
    db
      .selectFrom('administrator')
      .select(['id', 'user_name as userName', 'is_admin as isAdmin', 'created', 'last_sign_in as lastSignIn'])
      .where('tenant_id', '=', tenantId)
      .where('removed', 'is', null)
      .orderBy('created')
      .orderBy('id')

  return {
    async find(tenantId: string, userName: string): Promise<(Administrator & { passwordHash: string }) | undefined> {
      const row = await db
        .selectFrom('administrator')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('user_name_key', '=', userNameKey(userName))
        .where('removed', 'is', null)
        .executeTakeFirst()
      if (row === undefined) return undefined
      const { id, user_name, is_admin, password_hash } = row
      return { id, tenantId, userName: user_name, isAdmin: is_admin, passwordHash: password_hash }
    },

    list: (tenantId: string): Promise<readonly ListedAdministrator[]> => listed(tenantId).execute(),

    /** The id of the new account; `null` when the user name is taken. */
    async add(
      tenantId: string,
      account: { readonly userName: string; readonly passwordHash: string; readonly isAdmin: boolean },
    ): Promise<string | null> {
      const row = await db
        .insertInto('administrator')
        .values({
          tenant_id: tenantId,
          id: randomUUIDv7(),
          user_name: account.userName,
          user_name_key: userNameKey(account.userName),
          password_hash: account.passwordHash,
          is_admin: account.isAdmin,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst()
      return row?.id ?? null
    },

    /**
     * Changes or removes an account; its sessions end when it is removed or gets another password.
     *
     * `'last'` when no Admin would remain, `'unknown'` when there is no such account.
     */
    async change(
      tenantId: string,
      id: string,
      change: { readonly isAdmin?: boolean; readonly passwordHash?: string; readonly removed?: true },
    ): Promise<'changed' | 'last' | 'unknown'> {
      return db.transaction().execute(async (trx) => {
        const accounts = await listedIn(trx, tenantId)
        if (!accounts.some((account) => account.id === id)) return 'unknown'
        const losesAdmin = change.isAdmin === false || change.removed === true
        if (losesAdmin && !accounts.some((other) => other.is_admin && other.id !== id)) return 'last'
        await trx
          .updateTable('administrator')
          .set({
            ...(change.isAdmin === undefined ? {} : { is_admin: change.isAdmin }),
            ...(change.passwordHash === undefined ? {} : { password_hash: change.passwordHash }),
            ...(change.removed === undefined ? {} : { removed: sql<string>`now()` }),
          })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', id)
          .execute()
        if (change.removed === true || change.passwordHash !== undefined)
          await trx.deleteFrom('session').where('tenant_id', '=', tenantId).where('administrator_id', '=', id).execute()
        return 'changed'
      })
    },

    /** Opens a session and answers with its secret, which is stored as a hash only. */
    async openSession({ tenantId, id }: Administrator): Promise<string> {
      const secret = randomBytes(32).toString('base64url')
      await db
        .deleteFrom('session')
        .where('tenant_id', '=', tenantId)
        .where('expires', '<', sql<string>`now()`)
        .execute()
      await db
        .updateTable('administrator')
        .set({ last_sign_in: sql<string>`now()` })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .execute()
      await db
        .insertInto('session')
        .values({
          tenant_id: tenantId,
          hash: hashOf(secret),
          administrator_id: id,
          expires: sql<string>`now() + ${hours} * interval '1 hour'`,
        })
        .execute()
      return secret
    },

    async whose(secret: string): Promise<Administrator | undefined> {
      return db
        .selectFrom('session as s')
        .innerJoin('administrator as a', (join) =>
          join.onRef('a.tenant_id', '=', 's.tenant_id').onRef('a.id', '=', 's.administrator_id'),
        )
        .select(['a.id', 'a.tenant_id as tenantId', 'a.user_name as userName', 'a.is_admin as isAdmin'])
        .where('s.hash', '=', hashOf(secret))
        .where('s.expires', '>', sql<string>`now()`)
        .where('a.removed', 'is', null)
        .executeTakeFirst()
    },

    async closeSession(secret: string): Promise<void> {
      await db.deleteFrom('session').where('hash', '=', hashOf(secret)).execute()
    },
  }
}

/** The accounts of a tenant, locked so that two cannot take Admin from each other at the same time. */
function listedIn(trx: Db, tenantId: string) {
  return trx
    .selectFrom('administrator')
    .select(['id', 'is_admin'])
    .where('tenant_id', '=', tenantId)
    .where('removed', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
