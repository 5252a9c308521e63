/** What is held until a person decides, by pages: one kind may be 100,000 removals. */
import { sql, type RawBuilder } from 'kysely'
import { uuidIn } from './bulk.ts'
import type { HeldLook } from './decisions.ts'
import type { Store } from './directory.ts'

export type HeldRemoval = {
  readonly id: string
  readonly displayName: string
  readonly since: string
  readonly decision: string | null
  readonly type: string
  /** When a rejected one is asked anew. */
  readonly until: string | null
  /** Of an unusual change: its kinds. */
  readonly what: readonly string[] | null
}
/** An existing account that somebody would take over. `owner`: who the account says it is of. */
export type HeldAdoption = HeldRemoval & {
  readonly targetId: string | null
  readonly owner: string | null
  readonly by: string | null
}
export type HeldCounts = { readonly undecided: number; readonly allowed: number; readonly rejected: number }

/** `after`: the id that the page before ended with; `search`: a part of a name; `decision`: `none` for what is open. */
export type HeldQuestion = {
  readonly limit?: number | undefined
  readonly after?: string | undefined
  readonly search?: string | undefined
  readonly decision?: 'none' | 'allowed' | 'rejected' | undefined
}
export type HeldPage<Row> = { readonly rows: readonly Row[]; readonly next: string | null }

const most = 10_000

/**
 * A page of what is held of one kind. Pages follow each other by id, which an index knows; within a page those that were held first
 * are first, then by name.
 */
export async function heldPage<Row extends HeldRemoval = HeldRemoval>(
  store: Store,
  job: string,
  why: HeldLook,
  asked: HeldQuestion = {},
): Promise<HeldPage<Row>> {
  const limit = asked.limit ?? most
  // Which id is the last one is said by whoever put them in order.
  const { rows: found } = await sql<Row & { readonly last: string }>`
    with page as (${pageOf(store, job, why, { ...asked, limit })})
    select l.object_id as id, l.object_type as type, l.since, l.decision, l.what,
      case when l.decision = 'rejected' and l.why <> 'adoptionHeld' then l.next end as until, ${name} as "displayName",
      max(l.object_id) over () as last
      ${why === 'adoptionHeld' ? account : sql``}
    from page l ${directory} ${why === 'adoptionHeld' ? line : sql``}
    order by l.since, "displayName", l.object_id`.execute(store.db)
  const rows = found.map((one): Row => {
    const { last: _, ...row } = one
    return row as unknown as Row
  })
  return { rows, next: rows.length < limit ? null : (found[0]?.last ?? null) }
}

/** What is held of one kind; as many as somebody can look at. */
export async function heldLooks(
  store: Store,
  job: string,
  why: Exclude<HeldLook, 'adoptionHeld'>,
): Promise<readonly HeldRemoval[]> {
  return (await heldPage(store, job, why)).rows
}

/** How many of one kind wait for somebody, and what was said of the others. */
export async function countHeld(store: Store, job: string, why: HeldLook): Promise<HeldCounts> {
  const { rows } = await sql<HeldCounts>`
    select count(*) filter (where decision is null)::int as undecided, count(*) filter (where decision = 'allowed')::int as allowed,
      count(*) filter (where decision = 'rejected')::int as rejected
    from look where tenant_id = ${store.tenant} and job_id = ${job} and why = ${why}`.execute(store.db)
  return rows[0] ?? { undecided: 0, allowed: 0, rejected: 0 }
}

const directory = sql`
  left join directory_group g on g.tenant_id = l.tenant_id and g.id = ${uuidIn('l.object_id')}
  left join directory_user u on u.tenant_id = l.tenant_id and u.id = ${uuidIn('l.object_id')}`
const name = sql`coalesce(u.attributes ->> 'displayName', u.user_principal_name, g.display_name, l.object_id)`
const account = sql`, p.target_id as "targetId", p.facts #>> '{reason,details,owner}' as owner, p.facts #>> '{reason,details,by}' as by`
/** The line of the log that says which account was found. */
const line = sql`
  left join lateral (select target_id, facts from provisioning_log p where p.tenant_id = l.tenant_id and p.object_id = l.object_id
    and p.job_id = l.job_id and p.result = 'held' order by p.id desc limit 1) p on true`

function pageOf(
  store: Store,
  job: string,
  why: HeldLook,
  { limit, after, search, decision }: HeldQuestion & { readonly limit: number },
): RawBuilder<unknown> {
  const like = search === undefined ? null : `%${search.replaceAll(/[\\%_]/g, (one) => `\\${one}`)}%`
  return sql`
    select l.* from look l ${like === null ? sql`` : directory}
    where l.tenant_id = ${store.tenant} and l.job_id = ${job} and l.why = ${why}
      ${after === undefined ? sql`` : sql`and l.object_id > ${after}`}
      ${decision === undefined ? sql`` : decision === 'none' ? sql`and l.decision is null` : sql`and l.decision = ${decision}`}
      ${like === null ? sql`` : sql`and (${name} ilike ${like} or u.user_principal_name ilike ${like})`}
    order by l.object_id limit ${limit}`
}
