/** Jobs in quarantine: what is kept of it, how it is lifted by hand, and what its end and beginning leave behind. */
import type { Instant, ProvisioningError, QuarantineState } from '@usher/engine'
import type { Json } from '@usher/scim'
import { sql } from 'kysely'
import { announce, type AnnouncementKind } from './announcements.ts'
import { audit } from './audit.ts'
import type { Db } from './directory.ts'

/** What a quarantine rests on (BT-5): a request with the application's own words, or the failure that most objects have. */
export type Evidence = {
  readonly at: Instant
  /** `GET /scim/Users?filter=…`. */
  readonly request: string | null
  readonly status: number | null
  readonly said: string | null
  readonly object: { readonly type: string; readonly id: string; readonly displayName: string } | null
  /** Objects that fail now, and those in scope that do not. */
  readonly failures: number
  readonly successes: number
  /** References among them that are not counted above. */
  readonly references: number
  /** The exact step that lifts it. */
  readonly remedy: string
}
export type Quarantine = QuarantineState & {
  readonly error: Pick<ProvisioningError, 'code' | 'message'>
  readonly evidence: Evidence
}

/** Says in the audit log that a quarantine began, changed or ended (QU-19); in the transaction in which it does. */
export async function auditQuarantine(
  trx: Db,
  tenant: string,
  object: string,
  details: Readonly<Record<string, Json>>,
): Promise<void> {
  const store = { db: trx, tenant, changed: () => undefined }
  await audit(store, { actor: 'usher', activity: 'Quarantine', object, details })
}

export type Told = { readonly kind: AnnouncementKind; readonly sentence: string; readonly remedy: string | null }

/** Tells people and the audit log of one change of a quarantine; in the transaction of the row. */
export async function tellOfQuarantine(
  trx: Db,
  { tenant, job, at }: { readonly tenant: string; readonly job: string; readonly at: Instant },
  { kind, sentence, remedy }: Told,
  quarantine: Quarantine | null,
): Promise<void> {
  const { rows: found } = await sql<{ application: string; name: string; job: string }>`
    select a.id as application, a.display_name as name, j.name as job from job j join application a
      on a.tenant_id = j.tenant_id and a.id = j.application_id
    where j.tenant_id = ${tenant} and j.id = ${job}`.execute(trx)
  const [app] = found
  if (app === undefined) return
  const facts = { sentence, remedy, application: app.name, jobName: app.job, ...(quarantine && { quarantine }) }
  await announce({ db: trx, tenant, changed: () => undefined }, at, { kind, application: app.application, job, facts })
  await auditQuarantine(trx, tenant, app.name, {
    job: app.job,
    what: kind,
    sentence,
    reason: quarantine?.reason ?? null,
  })
}

/**
 * Lifts a quarantine because a person did something that may end its cause (QU-12, QU-13); nothing when there is none.
 *
 * A job that was switched off stays so until it is started (`start`).
 */
export async function liftQuarantine(
  trx: Db,
  { tenant, job, at }: { readonly tenant: string; readonly job: string; readonly at: Instant },
  how: 'credentials' | 'mappings' | 'restart' | 'start',
): Promise<void> {
  const { rows: found } = await sql<{ state: string; quarantined: boolean }>`
    update job set lifts = lifts + 1 where tenant_id = ${tenant} and id = ${job}
    returning state, quarantine is not null as quarantined`.execute(trx)
  const [row] = found
  if (row === undefined || !row.quarantined || (row.state === 'Disabled' && how !== 'start' && how !== 'restart'))
    return
  // New credentials are asked about first; see `saveCredentials`.
  await sql`update job set quarantine = null, last_error = case when ${how === 'credentials'} then last_error end
    where tenant_id = ${tenant} and id = ${job}`.execute(trx)
  await tellOfQuarantine(
    trx,
    { tenant, job, at },
    { kind: 'quarantineEnded', sentence: lifted[how], remedy: null },
    null,
  )
}

const lifted = {
  credentials: 'The quarantine was lifted by new credentials; the next cycle shows whether they work.',
  mappings: 'The quarantine was lifted by new mappings; the next cycle shows whether they work.',
  restart: 'The quarantine was lifted by a restart; the next cycle shows whether its cause is gone.',
  start: 'Provisioning was started again.',
} as const
