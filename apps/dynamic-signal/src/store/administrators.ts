import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { userNameKey } from '@usher/scim'
import type { Db } from './tables.ts'

export type Administrator = { readonly id: string; readonly userName: string; readonly isAdmin: boolean }
export type Administrators = ReturnType<typeof administratorsOf>

const hours = 12

/** Who may use the admin console, and their sessions. */
export function administratorsOf(db: Db, tenantId: string) {
  return {
    async find(userName: string): Promise<(Administrator & { readonly passwordHash: string }) | undefined> {
      const row = await db
        .selectFrom('administrator')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('user_name_key', '=', userNameKey(userName))
        .executeTakeFirst()
      if (row === undefined) return undefined
      return { id: row.id, userName: row.user_name, isAdmin: row.is_admin, passwordHash: row.password_hash }
    },

    /** Opens a session and answers with its secret, which is stored as a hash only. */
    async openSession(administratorId: string): Promise<string> {
      const secret = randomBytes(32).toString('base64url')
      await db
        .deleteFrom('session')
        .where('tenant_id', '=', tenantId)
        .where('expires', '<', sql<string>`now()`)
        .execute()
      await db
        .insertInto('session')
        .values({
          tenant_id: tenantId,
          hash: hashOf(secret),
          administrator_id: administratorId,
          expires: sql<string>`now() + ${hours} * interval '1 hour'`,
        })
        .execute()
      return secret
    },

    async whose(secret: string): Promise<Administrator | undefined> {
      const row = await db
        .selectFrom('session as s')
        .innerJoin('administrator as a', (join) =>
          join.onRef('a.tenant_id', '=', 's.tenant_id').onRef('a.id', '=', 's.administrator_id'),
        )
        .select(['a.id', 'a.user_name', 'a.is_admin'])
        .where('s.tenant_id', '=', tenantId)
        .where('s.hash', '=', hashOf(secret))
        .where('s.expires', '>', sql<string>`now()`)
        .executeTakeFirst()
      return row === undefined ? undefined : { id: row.id, userName: row.user_name, isAdmin: row.is_admin }
    },

    async closeSession(secret: string): Promise<void> {
      await db.deleteFrom('session').where('tenant_id', '=', tenantId).where('hash', '=', hashOf(secret)).execute()
    },
  }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
