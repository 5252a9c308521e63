/** Each announcement on each way: waiting, delivered, or given up. */
import type { Instant } from '@usher/engine'
import { sql } from 'kysely'
import type { Announcement, AnnouncementKind } from './announcements.ts'
import { rows } from './bulk.ts'
import type { Store } from './directory.ts'

export type Channel = 'mail' | 'webhook'
export type Told = Announcement & { readonly id: number; readonly at: Instant }
export type Way = { readonly channel: Channel; readonly recipient: string; readonly next: Instant }
export type Delivery = {
  readonly id: number
  readonly channel: Channel
  readonly recipient: string
  readonly state: 'waiting' | 'delivered' | 'givenUp'
  readonly attempts: number
  readonly madeAt: Instant
  readonly announcement: Told
}
/** How one attempt ended. `next` null: there is no other. */
export type Settled = {
  readonly state: Delivery['state']
  readonly at: Instant
  readonly next: Instant | null
  readonly status: number | null
  readonly error: string | null
}

const pageSize = 50

/** Whether there is anything to do now; asked often. */
export async function isAnythingDue({ db, tenant }: Store, now: Instant): Promise<boolean> {
  const { rows: found } = await sql<{ due: boolean }>`
    select exists (select from announcement where tenant_id = ${tenant} and not told)
      or exists (select from delivery where tenant_id = ${tenant} and state = 'waiting' and next <= ${now}::timestamptz) as due`.execute(
    db,
  )
  return found[0]?.due === true
}

/**
 * Makes deliveries of the announcements that have none yet, each in one transaction, whoever else does so too; how many
 * announcements that were. `ways`: on which ways one goes.
 */
export async function fanOut(store: Store, ways: (one: Told) => readonly Way[], now: Instant): Promise<number> {
  const { tenant } = store
  return store.db.transaction().execute(async (trx) => {
    // By a mark of their own, since a transaction that began earlier may end later.
    const { rows: untold } = await sql<Told>`
      select id, at, kind, application_id as application, job_id as job, facts from announcement
      where tenant_id = ${tenant} and not told order by id limit ${pageSize} for update skip locked`.execute(trx)
    if (untold.length === 0) return 0
    const made = untold.flatMap((one) => ways(one).map((way) => ({ ...way, announcement: one.id })))
    await sql`
      insert into delivery (tenant_id, announcement_id, channel, recipient, next, made_at)
      select ${tenant}::uuid, r.announcement, r.channel, r.recipient, r.next, ${now}::timestamptz
      from ${rows('announcement bigint, channel text, recipient text, next timestamptz', made)}
      on conflict do nothing`.execute(trx)
    await sql`update announcement set told = true where tenant_id = ${tenant}
      and id in (select r.id from ${rows(
        'id bigint',
        untold.map(({ id }) => ({ id })),
      )})`.execute(trx)
    return untold.length
  })
}

const columns = sql`d.id, d.channel, d.recipient, d.state, d.attempts, d.made_at as "madeAt", json_build_object('id', a.id, 'at', a.at,
  'kind', a.kind, 'application', a.application_id, 'job', a.job_id, 'facts', a.facts) as announcement`

/**
 * Takes deliveries whose time has come, those that failed least first. Another process gets them only after `until`,
 * when this one is gone or was too slow.
 */
export async function claimDeliveries(
  store: Store,
  { now, until, most }: { readonly now: Instant; readonly until: Instant; readonly most: number },
): Promise<readonly Delivery[]> {
  const { rows: claimed } = await sql<Delivery>`
    with taken as (
      update delivery set attempts = attempts + 1, next = ${until}::timestamptz where tenant_id = ${store.tenant} and id in (
        select id from delivery where tenant_id = ${store.tenant} and state = 'waiting' and next <= ${now}::timestamptz
        order by attempts, next, id limit ${most} for update skip locked)
      returning *)
    select ${columns} from taken d join announcement a on a.tenant_id = d.tenant_id and a.id = d.announcement_id
    order by d.id`.execute(store.db)
  return claimed.map(instants)
}

/** Writes down how an attempt ended, unless somebody else took the delivery over meanwhile. */
export async function settleDelivery(store: Store, { id, attempts }: Delivery, end: Settled): Promise<void> {
  await sql`
    update delivery set state = ${end.state}, last_at = ${end.at}::timestamptz, next = coalesce(${end.next}::timestamptz, next),
      status = ${end.status}, error = ${end.error}
    where tenant_id = ${store.tenant} and id = ${id} and attempts = ${attempts} and state = 'waiting'`.execute(store.db)
}

/** As an administrator sees it. `recipient`: the address, or the name of the webhook. */
export type ShownDelivery = {
  readonly id: number
  readonly at: Instant
  readonly kind: AnnouncementKind
  readonly application: string | null
  readonly sentence: string
  readonly channel: Channel
  readonly recipient: string
  readonly state: Delivery['state']
  readonly attempts: number
  readonly lastAt: Instant | null
  readonly next: Instant | null
  readonly status: number | null
  readonly error: string | null
}

/** The newest first. */
export async function listDeliveries(
  store: Store,
  { state, limit }: { readonly state?: Delivery['state'] | undefined; readonly limit: number },
): Promise<readonly ShownDelivery[]> {
  const { rows: found } = await sql<ShownDelivery>`
    select d.id, a.at, a.kind, app.display_name as application, a.facts ->> 'sentence' as sentence, d.channel,
      coalesce(w.name, d.recipient) as recipient, d.state, d.attempts, d.last_at as "lastAt",
      case when d.state = 'waiting' then d.next end as next, d.status, d.error
    from delivery d join announcement a on a.tenant_id = d.tenant_id and a.id = d.announcement_id
    left join application app on app.tenant_id = a.tenant_id and app.id = a.application_id
    left join webhook w on w.tenant_id = d.tenant_id and d.channel = 'webhook' and w.id::text = d.recipient
    where d.tenant_id = ${store.tenant} and (${state ?? null}::text is null or d.state = ${state ?? null})
    order by d.id desc limit ${limit}`.execute(store.db)
  return found
}

/** How many are sent again; how many that failed are under way or due at once anyhow; how many wait for their time and have not failed. */
export type Again = { readonly count: number; readonly soon: number; readonly waiting: number }

/** As long as one that was taken may be under way (`claimDeliveries`), and longer than the first rung of the ladder. */
const soon = '3 minutes'

/** Has deliveries sent again now: these, however they ended, or all that were given up or failed and wait. */
export async function sendAgain(
  store: Store,
  ids: readonly number[] | 'failed' | 'givenUp',
  now: Instant,
): Promise<Again> {
  const isSoon = sql`next <= ${now}::timestamptz + interval '${sql.raw(soon)}'`
  const which =
    ids === 'givenUp'
      ? sql`state = 'givenUp'`
      : ids === 'failed'
        ? sql`(state = 'givenUp' or (state = 'waiting' and error is not null and not ${isSoon}))`
        : sql`id in (select r.id from ${rows(
            'id bigint',
            ids.map((id) => ({ id })),
          )})`
  const { rows: others } = await sql<Omit<Again, 'count'>>`
    select count(*) filter (where error is not null and ${isSoon})::int as soon, count(*) filter (where error is null)::int as waiting
    from delivery where tenant_id = ${store.tenant} and state = 'waiting'`.execute(store.db)
  const { numAffectedRows = 0n } = await sql`
    update delivery set state = 'waiting', attempts = 0, next = ${now}::timestamptz
    where tenant_id = ${store.tenant} and ${which}`.execute(store.db)
  return { soon: 0, waiting: 0, ...others[0], count: Number(numAffectedRows) }
}

/** Another way may work now: what waits on it, or was given up since then, is tried at once. */
export async function hurry(
  store: Store,
  { channel, recipient, since, now }: { channel: Channel; recipient?: string; since: Instant; now: Instant },
): Promise<void> {
  await sql`
    update delivery set state = 'waiting', attempts = 0, next = ${now}::timestamptz where tenant_id = ${store.tenant}
      and channel = ${channel} and (${recipient ?? null}::text is null or recipient = ${recipient ?? null})
      and (state = 'waiting' or (state = 'givenUp' and made_at >= ${since}::timestamptz))
      and not exists (select from mail_unsubscribed u where u.tenant_id = delivery.tenant_id and u.address = lower(recipient))`.execute(
    store.db,
  )
}

/** Forgets what ended before then. */
export async function purgeDeliveries({ db, tenant }: Store, before: Instant): Promise<void> {
  await sql`delete from delivery where tenant_id = ${tenant} and state <> 'waiting' and made_at < ${before}::timestamptz`.execute(
    db,
  )
  await sql`delete from announcement a where tenant_id = ${tenant} and told and at < ${before}::timestamptz
    and not exists (select from delivery d where d.tenant_id = a.tenant_id and d.announcement_id = a.id)`.execute(db)
}

/** `json_build_object` writes times in a form of its own. */
function instants(one: Delivery): Delivery {
  return { ...one, announcement: { ...one.announcement, at: new Date(one.announcement.at).toISOString() as Instant } }
}
