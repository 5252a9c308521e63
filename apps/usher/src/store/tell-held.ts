/** Says once that something waits for a person, with how much it is. */
import type { Counted, MassChange } from '@usher/engine'
import { sql } from 'kysely'
import { announce, type AnnouncementKind } from './announcements.ts'
import type { Store } from './directory.ts'
import { fence, type Lease } from './fence.ts'
import { auditQuarantine } from './quarantine.ts'

type Found = { readonly removals: Counted | null; readonly changes: readonly MassChange[] }
type Waiting = {
  readonly why: 'removalHeld' | 'changeHeld' | 'adoptionHeld'
  readonly count: number
  readonly since: string
}

/**
 * Announces what is held since it was last announced: once for a series, which lasts while any of it waits.
 *
 * Nothing is forgotten when a process dies in between: the next cycle asks again.
 */
export async function tellHeld(store: Store, lease: Lease, found: Found): Promise<void> {
  const { tenant } = store
  const { rows: waiting } = await sql<Waiting>`
    select why, count(*)::int as count, min(since) as since from look where tenant_id = ${tenant} and job_id = ${lease.job}
      and why in ('removalHeld', 'changeHeld', 'adoptionHeld') and decision is null group by why`.execute(store.db)
  if (waiting.length === 0) return
  await store.db.transaction().execute(async (trx) => {
    await fence(trx, tenant, lease)
    for (const one of waiting) {
      const { kind, sentence, remedy } = say(one, found)
      const { rows: told } = await sql`select from announcement where tenant_id = ${tenant} and job_id = ${lease.job}
        and kind = ${kind} and at >= ${one.since}::timestamptz limit 1`.execute(trx)
      if (told.length > 0) continue
      const app = await trx
        .selectFrom('application')
        .select('display_name')
        .where('tenant_id', '=', tenant)
        .where('id', '=', lease.application)
        .executeTakeFirst()
      if (app === undefined) return
      const name = app.display_name
      const facts = {
        sentence: `${name}: ${sentence}`,
        remedy: remedy(JSON.stringify(name)),
        application: name,
        count: one.count,
      }
      const at = lease.now()
      await announce({ ...store, db: trx }, at, { kind, application: lease.application, job: lease.job, facts })
      if (one.why === 'removalHeld')
        await auditQuarantine(trx, tenant, name, { what: kind, reason: 'TooManyDeletes', sentence })
    }
  })
}

type Says = { readonly kind: AnnouncementKind; readonly sentence: string; readonly remedy: (app: string) => string }

function say({ why, count }: Waiting, { removals, changes }: Found): Says {
  if (why === 'removalHeld') {
    const limit =
      removals === null ? '' : ` With ${removals.count} in the window the limit of ${removals.limit} is reached.`
    return {
      kind: 'removalsHeld',
      sentence: `${count === 1 ? '1 account that would be disabled or deleted is' : `${count} accounts that would be disabled or deleted are`} held.${limit} Creates and updates go on.`,
      remedy: (app) => `Look at them, then allow or reject all or some: usher removals ${app}.`,
    }
  }
  if (why === 'adoptionHeld')
    return {
      kind: 'adoptionsHeld',
      sentence: `${count === 1 ? '1 account that was there already waits' : `${count} accounts that were there already wait`} to be taken over. Everything else goes on.`,
      remedy: (app) =>
        `Look at what would be written to them, then allow or reject all or some: usher adoptions ${app}.`,
    }
  const kinds = changes.map((one) => `${sayKind(one.kind)} for ${one.count}, and the limit is ${one.limit}`)
  return {
    kind: 'changesHeld',
    sentence: `${count === 1 ? '1 unusual change is' : `${count} unusual changes are`} held${kinds.length === 0 ? '' : `: ${kinds.join('; ')}`}. Everything else goes on.`,
    remedy: (app) => `Look at them, then allow or reject all or some: usher changes ${app}.`,
  }
}

/** "title would become empty". */
export function sayKind(kind: string): string {
  if (kind === 'creation') return 'there would be a new account'
  const attribute = kind.slice(kind.indexOf(':') + 1)
  const name = attribute.startsWith('urn:') ? attribute.slice(attribute.lastIndexOf(':') + 1) : attribute
  return kind.startsWith('wipe:') ? `${name} would become empty` : `${name} would become another one`
}
