/** How mail leaves, and who gets it besides the addresses of the jobs. */
import type { Instant } from '@usher/engine'
import { sql } from 'kysely'
import { storable } from './bulk.ts'
import type { Store } from './directory.ts'
import type { Keys } from './secrets.ts'

export type MailSettings = {
  readonly host: string
  readonly port: number
  /** TLS before or after the greeting; `none` for a server that has no TLS. */
  readonly security: 'starttls' | 'tls' | 'none'
  readonly user: string | null
  readonly from: string
  /** Who hears of every job. */
  readonly recipients: readonly string[]
  readonly digest: 'immediate' | 'hourly' | 'daily'
  /** `failures`: only what calls for somebody to act. */
  readonly tell: 'failures' | 'everything'
}
export type Mail = { readonly settings: MailSettings; readonly password: string | null }

/** Null while none were stored. */
export async function readMail({ db, tenant }: Store, keys: Keys): Promise<Mail | null> {
  const row = await db.selectFrom('mail_setting').selectAll().where('tenant_id', '=', tenant).executeTakeFirst()
  if (row === undefined) return null
  return { settings: row.settings, password: row.secret === null ? null : keys.decrypt(row.secret) }
}

export async function saveMail({ db, tenant }: Store, keys: Keys, { settings, password }: Mail): Promise<void> {
  const values = { settings: storable(settings), secret: password === null ? null : keys.encrypt(password) }
  await db
    .insertInto('mail_setting')
    .values({ tenant_id: tenant, ...values })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(values))
    .execute()
}

export async function removeMail({ db, tenant }: Store): Promise<void> {
  await db.deleteFrom('mail_setting').where('tenant_id', '=', tenant).execute()
}

/** Addresses that want no mail (QU-14), in small letters. */
export async function unsubscribed({ db, tenant }: Store): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('mail_unsubscribed').select('address').where('tenant_id', '=', tenant).execute()
  return new Set(rows.map(({ address }) => address))
}

/** Sends no more mail to an address; what waits for it is given up. */
export async function unsubscribe({ db, tenant }: Store, address: string, at: Instant): Promise<void> {
  const lower = address.toLowerCase()
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('mail_unsubscribed')
      .values({ tenant_id: tenant, address: lower, at })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await sql`update delivery set state = 'givenUp', error = 'Whoever reads this address unsubscribed.'
      where tenant_id = ${tenant} and channel = 'mail' and lower(recipient) = ${lower} and state = 'waiting'`.execute(
      trx,
    )
  })
}

/** False when the address was not unsubscribed. */
export async function resubscribe({ db, tenant }: Store, address: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('mail_unsubscribed')
    .where('tenant_id', '=', tenant)
    .where('address', '=', address.toLowerCase())
    .executeTakeFirst()
  return numDeletedRows > 0n
}
