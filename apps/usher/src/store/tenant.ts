import { sql, type Selectable } from 'kysely'
import { beginAnew } from './begin-anew.ts'
import { freeNames, listDirectories, oneAtATime, type Named } from './directories.ts'
import { Refusal } from '@usher/host'
import type { Db, Store } from './directory.ts'
import type { Keys } from './secrets.ts'
import type { Tables } from './tables.ts'

export type Tenant = {
  readonly displayName: string
  /** What DefaultDomain() gives. */
  readonly defaultDomain: string
  /** In which days begin and end: an IANA name, like Europe/Berlin. */
  readonly timeZone: string
  /** Days for which lines of the provisioning log are kept; null: for ever. */
  readonly logDays: number | null
  /** Days for which requests and answers are kept whole. */
  readonly exchangeDays: number
  /** Days for which the audit log is kept; null: for ever. */
  readonly auditDays: number | null
}

export async function readTenant({ db, tenant }: Store): Promise<Tenant> {
  return toTenant(await db.selectFrom('tenant').selectAll().where('tenant_id', '=', tenant).executeTakeFirstOrThrow())
}

/** Changes what is given. Another domain or time zone may concern everybody, so every job begins again then. */
export async function saveTenant({ db, tenant }: Store, change: Partial<Tenant>): Promise<Tenant> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('tenant')
      .selectAll()
      .where('tenant_id', '=', tenant)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const before = toTenant(row)
    const after = { ...before, ...change }
    await freeNames(trx, newNames(before, after), tenant)
    await trx
      .updateTable('tenant')
      .set({
        display_name: after.displayName,
        default_domain: after.defaultDomain,
        time_zone: after.timeZone,
        log_days: after.logDays,
        exchange_days: after.exchangeDays,
        audit_days: after.auditDays,
      })
      .where('tenant_id', '=', tenant)
      .execute()
    if (after.defaultDomain === before.defaultDomain && after.timeZone === before.timeZone) return after
    await beginAnew(trx, tenant)
    return after
  })
}

function newNames(before: Tenant, { displayName, defaultDomain }: Tenant): Partial<Named> {
  return {
    ...(displayName !== before.displayName && { displayName }),
    ...(defaultDomain !== before.defaultDomain && { defaultDomain }),
  }
}

function toTenant(row: Selectable<Tables['tenant']>): Tenant {
  const { display_name: displayName, default_domain: defaultDomain, time_zone: timeZone } = row
  const { log_days: logDays, exchange_days: exchangeDays, audit_days: auditDays } = row
  return { displayName, defaultDomain, timeZone, logDays, exchangeDays, auditDays }
}

/** The first directory of this store; made at the first start, by one of those that start at the same time. */
export async function ensureTenant(db: Db): Promise<{ readonly tenant: string; readonly made: boolean }> {
  return db.transaction().execute(async (trx) => {
    await oneAtATime(trx)
    const [found] = await listDirectories(trx)
    if (found !== undefined) return { tenant: found.id, made: false }
    const row = await trx
      .insertInto('tenant')
      .values({ display_name: 'Usher', default_domain: 'contoso.example' })
      .returning('tenant_id')
      .executeTakeFirstOrThrow()
    return { tenant: row.tenant_id, made: true }
  })
}

/** What the key of a store is known by; tells nothing about it. */
export const keyMark = (keys: Keys): string => keys.digest('the key of this store')

/** Throws a `Refusal` when the secrets of this store were encrypted with another key; the first service decides which it is. */
export async function checkKey({ db, tenant }: Pick<Store, 'db' | 'tenant'>, keys: Keys, file: string): Promise<void> {
  const mine = keyMark(keys)
  // A store of an earlier version does not say; what it has encrypted does.
  const sealed = await db.selectFrom('job').select('secrets').where('secrets', 'is not', null).executeTakeFirst()
  if (sealed?.secrets !== undefined && sealed.secrets !== null) keys.decrypt(sealed.secrets)
  const { key_check: known } = await db
    .updateTable('tenant')
    .set((q) => ({ key_check: q.fn.coalesce('key_check', q.val(mine)) }))
    .where('tenant_id', '=', tenant)
    .returning('key_check')
    .executeTakeFirstOrThrow()
  if (known === mine) return
  throw new Refusal(
    `The stored secrets were not encrypted with the key in ${file}. Put the right key file back; on another machine, copy that of the first service there.`,
  )
}

/**
 * Writes down by which address a service on this store names itself in tokens and links; a sentence when another one, or the last time
 * this one, did it otherwise.
 */
export async function nameService({ db, tenant }: Pick<Store, 'db' | 'tenant'>, url: string): Promise<string | null> {
  const { rows } = await sql<{ before: string | null }>`
    update tenant t set public_url = ${url} from (select public_url from tenant where tenant_id = ${tenant} for update) was
    where t.tenant_id = ${tenant} returning was.public_url as before`.execute(db)
  const before = rows[0]?.before ?? null
  if (before === null || before === url) return null
  return `This service is ${url}, and a service on this store was ${before}. If that one runs still, tokens of one are refused by the other: give every service the same --public-url.`
}
