/** A restart: what each of its scopes forgets (engine.md CY-20), and nothing else. */
import type { Instant } from '@usher/engine'
import { sql } from 'kysely'
import { texts } from './bulk.ts'
import { freeHeld } from './decisions.ts'
import { dropUploads } from './inbound-uploads.ts'
import { Wrong, type Db, type Store } from './directory.ts'
import { liftQuarantine } from './quarantine.ts'

type At = { readonly trx: Db; readonly tenant: string; readonly job: string }
type Scope = {
  readonly says: string
  forget(at: At): Promise<unknown>
}

/** Scopes that forget something by themselves. */
const scopes = {
  Watermark: {
    says: 'everybody is read and compared again',
    // A cycle that runs now began with an older schema_version, so that it cannot write its watermark back.
    forget: ({ trx, tenant, job }) =>
      sql`update job set watermark = null, verify = true, schema_version = schema_version + 1
        where tenant_id = ${tenant} and id = ${job}`.execute(trx),
  },
  Escrows: {
    says: 'failures are forgotten',
    async forget({ trx, tenant, job }) {
      await sql`delete from look where tenant_id = ${tenant} and job_id = ${job} and why = 'failed'`.execute(trx)
      await sql`update member_link set next = null, since = null, attempts = 0, error = null
        where tenant_id = ${tenant} and job_id = ${job} and since is not null`.execute(trx)
    },
  },
  QuarantineState: {
    says: 'quarantine is lifted',
    async forget({ trx, tenant, job }) {
      await liftQuarantine(trx, { tenant, job, at: new Date().toISOString() as Instant }, 'restart')
      await sql`update job set last_error = null where tenant_id = ${tenant} and id = ${job}`.execute(trx)
    },
  },
  ConnectorDataStore: {
    says: 'links are forgotten, so that accounts are matched again',
    // An intent stays: it remembers an account that may have been made and was never answered.
    async forget({ trx, tenant, job }) {
      await sql`delete from link where tenant_id = ${tenant} and job_id = ${job} and target_id is not null and not forgotten`.execute(
        trx,
      )
      await sql`delete from member_link where tenant_id = ${tenant} and job_id = ${job}`.execute(trx)
      // An initial cycle that was interrupted begins again: whom it had linked is linked no more.
      await sql`update job set checkpoint = null, seasoned = false,
        history = history - 'synchronizedEntryCountByType' where tenant_id = ${tenant} and id = ${job}`.execute(trx)
      await sql`delete from reference_use u where tenant_id = ${tenant} and job_id = ${job} and not exists (
        select from link l where l.tenant_id = u.tenant_id and l.job_id = u.job_id and l.object_type = u.object_type
          and l.object_id = u.object_id)`.execute(trx)
    },
  },
  ForceDeletes: {
    says: 'removals that are held are carried out',
    // Those held now, once. What a person rejected stays rejected.
    forget: ({ trx, tenant, job }) => freeHeld(trx, tenant, job, 'removalHeld'),
  },
} satisfies Record<string, Scope>

export type ResetScope = keyof typeof scopes

/** What stands for several, or for none. `Full` never includes ForceDeletes (decisions). */
const groups: Readonly<Record<string, readonly ResetScope[]>> = {
  None: [],
  Full: ['Watermark', 'Escrows', 'QuarantineState', 'ConnectorDataStore'],
}
/** The restart of the console. */
const usual: readonly ResetScope[] = ['QuarantineState', 'Watermark', 'Escrows']

const isScope = (name: string): name is ResetScope => Object.hasOwn(scopes, name)

/** Reads what Graph calls a resetScope, names separated by commas. Throws `Wrong` with those that there are. */
export function readResetScope(text: string): readonly ResetScope[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (names.length === 0) return usual
  const known = [...Object.keys(scopes), ...Object.keys(groups)]
  const found = names.flatMap((asked) => {
    const name = known.find((one) => one.toLowerCase() === asked.toLowerCase())
    if (name === undefined)
      throw new Wrong('invalid', `There is no reset scope "${asked}". Choose from ${known.join(', ')}.`)
    return isScope(name) ? [name] : (groups[name] ?? [])
  })
  // Without links nobody has an account until everybody was matched again, so the whole directory is read.
  return [...new Set(found.includes('ConnectorDataStore') ? ['Watermark' as const, ...found] : found)]
}

/** What a restart does, in words. */
export function sayScopes(chosen: readonly ResetScope[]): string {
  return chosen.length === 0 ? 'nothing is forgotten' : chosen.map((name) => scopes[name].says).join('; ')
}

/**
 * Forgets what the scopes name, in one transaction, and starts the job.
 *
 * With ConnectorDataStore the job must be held (`Runner.hold`), or a cycle that runs would write links back. `keep`: objects
 * whose link is needed until their account was taken away; it is forgotten after that.
 */
export async function restart(
  store: Store,
  job: string,
  chosen: readonly ResetScope[],
  keep: readonly string[] = [],
): Promise<void> {
  const { tenant } = store
  await store.db.transaction().execute(async (trx) => {
    if (keep.length > 0)
      await sql`update link set forgotten = true
        where tenant_id = ${tenant} and job_id = ${job} and object_id in ${texts(keep)}`.execute(trx)
    // Of an inbound job: what was sent and is not carried out yet is let go (AP-13).
    if (chosen.includes('Watermark')) await dropUploads({ db: trx, tenant }, job)
    for (const name of chosen) await scopes[name].forget({ trx, tenant, job })
    await sql`update job set state = 'Active', next_run = now() where tenant_id = ${tenant} and id = ${job}`.execute(
      trx,
    )
  })
}
