/** What the store needs from time to time: tables of the days to come, and an end for what is kept long enough. */
import { addDays, type Instant } from '@usher/engine'
import { sql } from 'kysely'
import { audit, forgetActs } from '../store/audit.ts'
import { dropDays, makeDays } from '../store/days.ts'
import { purgeExpiredApplications } from '../store/deleted-applications.ts'
import { purgeExpiredGroups } from '../store/group-life.ts'
import { forgetLeftOut } from '../store/left-out.ts'
import { sortIn } from '../store/log-index.ts'
import { forgetTallies } from '../store/tallies.ts'
import { rotateWhenDue } from '../store/signing-keys.ts'
import { tidySignIn } from '../store/sign-in-upkeep.ts'
import { readTenant } from '../store/tenant.ts'
import { forgetMemberships } from './forget-memberships.ts'
import type { House } from './open-job.ts'

const hour = 3600_000
/** Days that are forgotten at once. A clock that is a year ahead for an hour costs a week, not the log. */
const mostDays = 7
/** Days for which a deleted application can be restored. */
const restDays = 30

/** Does what is due. To be called every minute or so; the most of it is done once an hour. */
export function upkeep(house: House): () => Promise<void> {
  let last = 0
  return async () => {
    const now = house.now()
    await sortIn(house.store.db)
    if (Math.abs(Date.parse(now) - last) < hour) return
    last = Date.parse(now)
    await makeDays(house.store.db, now)
    await forget(house, now)
    await forgetMemberships(house.store)
    // People who were deleted go in the runner's own time.
    await purgeExpiredGroups(house.store, addDays(now, -restDays))
    await purgeExpiredApplications(house.store, addDays(now, -restDays))
    await tidySignIn(house.store.db)
    const kid = await rotateWhenDue(house.store, house.keys, addDays(now, -(house.signingKeyDays ?? 90)))
    if (kid !== null)
      await audit(house.store, { actor: 'usher', activity: 'Rotate signing key', object: 'Signing key', details: { kid, forget: false } }) // prettier-ignore
  }
}

/** Forgets what is older than the tenant keeps it. */
export async function forget({ store }: Pick<House, 'store'>, now: Instant): Promise<void> {
  const { logDays, auditDays } = await readTenant(store)
  const shared = await longest(store.db)
  if (shared.logDays !== null) await drop('provisioning_log', shared.logDays)
  await drop('exchange_page', shared.exchangeDays)
  if (logDays !== null) {
    await forgetLeftOut(store, addDays(now, -logDays))
    await forgetTallies(store, addDays(now, -logDays))
  }
  if (auditDays !== null) await forgetActs(store, addDays(now, -auditDays))

  function drop(table: 'provisioning_log' | 'exchange_page', days: number): Promise<unknown> {
    return dropDays(store.db, table, { before: addDays(now, -days), most: mostDays })
  }
}

/** The tables of a day are those of every tenant of this store, so the one that keeps it longest decides. */
async function longest(db: House['store']['db']): Promise<{ logDays: number | null; exchangeDays: number }> {
  const { rows } = await sql<{ logDays: number | null; exchangeDays: number }>`
    select case when bool_or(log_days is null) then null else max(log_days) end as "logDays",
      max(exchange_days) as "exchangeDays" from tenant`.execute(db)
  return rows[0] ?? { logDays: null, exchangeDays: Infinity }
}
