/** Everything that is stored encrypted, encrypted with the newest key. */
import { sql } from 'kysely'
import type { Db } from './directory.ts'
import type { Keys } from './secrets.ts'

/** One row for each column that holds what `Keys.encrypt` made, with what tells a row from others. */
export const sealedColumns = [
  { table: 'job', column: 'secrets', by: ['tenant_id', 'id'] },
  { table: 'job', column: 'next_secrets', by: ['tenant_id', 'id'] },
  { table: 'application', column: 'secrets', by: ['tenant_id', 'id'] },
  { table: 'mail_setting', column: 'secret', by: ['tenant_id'] },
  { table: 'webhook', column: 'secrets', by: ['tenant_id', 'id'] },
  { table: 'signing_key', column: 'sealed', by: ['tenant_id', 'kid'] },
  { table: 'sign_in_provider', column: 'secret', by: ['tenant_id'] },
  { table: 'local_account', column: 'totp', by: ['tenant_id', 'user_id'] },
  { table: 'oidc_entity', column: 'payload', by: ['tenant_id', 'kind', 'hash'] },
] as const satisfies readonly { table: string; column: string; by: readonly string[] }[]

/** How many were encrypted with an older key. All or none; who changes a secret meanwhile waits for the end. */
export async function encryptAgain(db: Db, keys: Keys): Promise<number> {
  return db.transaction().execute(async (trx) => {
    let count = 0
    for (const { table, column, by } of sealedColumns) {
      const of = by.map((name) => sql.ref(name))
      const { rows } = await sql<Readonly<Record<string, string>> & { readonly sealed: string }>`
        select ${sql.join(of)}, ${sql.ref(column)} as sealed from ${sql.table(table)}
        where ${sql.ref(column)} is not null for update`.execute(trx)
      for (const row of rows.filter(({ sealed }) => !keys.isNewest(sealed))) {
        const is = by.map((name) => sql`${sql.ref(name)}::text = ${row[name]}`)
        await sql`
          update ${sql.table(table)} set ${sql.ref(column)} = ${keys.encrypt(keys.decrypt(row.sealed))}
          where ${sql.join(is, sql` and `)}`.execute(trx)
        count += 1
      }
    }
    return count
  })
}
