/** What Usher remembers about memberships, in SQL. Every write is fenced by the job's lease. */
import { isLogged, memberKey, type Instant, type MemberJournal, type MemberLink, type Membership } from '@usher/engine'
import type { Ref } from '@usher/scim'
import { sql, type Selectable } from 'kysely'
import { rows } from './bulk.ts'
import type { Db, Store } from './directory.ts'
import { fence, type Lease } from './fence.ts'
import { insertLines, linesOf } from './log.ts'
import { grown } from './statistics.ts'
import type { Tables } from './tables.ts'

const pageSize = 1000
type Row = Selectable<Tables['member_link']>

export function memberJournal(store: Store, lease: Lease): MemberJournal {
  const { db, tenant } = store
  const { job } = lease
  const write = <T>(work: (trx: Db) => Promise<T>): Promise<T> =>
    db.transaction().execute(async (trx) => {
      await fence(trx, tenant, lease)
      return work(trx)
    })
  return {
    async links(memberships) {
      if (memberships.length === 0) return new Map()
      const { rows: found } = await sql<Row>`
        select m.* from ${keys(memberships)} join member_link m on m.tenant_id = ${tenant} and m.job_id = ${job}
          and m.group_id = r.group_id and m.member_type = r.member_type and m.member_id = r.member_id`.execute(db)
      return new Map(found.map(toLink).map((link) => [memberKey(link), link]))
    },
    async *of(group) {
      let last = { type: '', id: '' }
      for (;;) {
        const { rows: found } = await sql<Row>`
          select * from member_link where tenant_id = ${tenant} and job_id = ${job} and group_id = ${group.id}
            and (member_type, member_id) > (${last.type}, ${last.id})
          order by member_type, member_id limit ${pageSize}`.execute(db)
        if (found.length > 0) yield found.map(toLink)
        const end = found.at(-1)
        if (end === undefined || found.length < pageSize) return
        last = { type: end.member_type, id: end.member_id }
      }
    },
    async *looks(due) {
      // Keyset paging: what is recorded meanwhile has a later `next`, or none.
      let last = { group: '', type: '', id: '' }
      for (;;) {
        const { rows: found } = await sql<Row>`
          select * from member_link where tenant_id = ${tenant} and job_id = ${job} and next <= ${due}::timestamptz
            and (group_id, member_type, member_id) > (${last.group}, ${last.type}, ${last.id})
          order by group_id, member_type, member_id limit ${pageSize}`.execute(db)
        if (found.length > 0) yield found.map(toLink)
        const end = found.at(-1)
        if (end === undefined || found.length < pageSize) return
        last = { group: end.group_id, type: end.member_type, id: end.member_id }
      }
    },
    intend: (links) => write((trx) => save(trx, { tenant, job }, links, lease.now())),
    async record(known, forgotten, lines) {
      const told = lines.map(({ outcome }) => outcome).filter((outcome) => isLogged(outcome))
      const logged = await linesOf(store, lease, told)
      await write(async (trx) => {
        await save(trx, { tenant, job }, known)
        await forget(trx, { tenant, job }, forgotten)
        const { application, cycle } = lease
        await insertLines({ trx, tenant, now: lease.now(), job, application, cycle }, logged)
      })
      await grown(db, 'member_link', known.length)
    },
    wasRead: (group) =>
      write(async (trx) => {
        await sql`delete from look where tenant_id = ${tenant} and job_id = ${job} and object_type = ${group.type}
          and object_id = ${group.id} and why = 'membersUnread'`.execute(trx)
      }),
    distrust: (group) => write((trx) => distrust(trx, { tenant, job, now: lease.now() }, group)),
  }
}

type Of = { readonly tenant: string; readonly job: string }

/** `look`: they are looked at again from then on, whatever they wait for. */
async function save(
  trx: Db,
  { tenant, job }: Of,
  links: readonly MemberLink[],
  look: Instant | null = null,
): Promise<void> {
  if (links.length === 0) return
  const list = links.map(({ group, member, written, sure, reported, failed }) => ({
    group_id: group.id,
    member_type: member.type,
    member_id: member.id,
    group_target: written?.group ?? null,
    member_target: written?.member ?? null,
    sure,
    reported,
    next: look ?? failed?.next ?? null,
    since: failed?.since ?? null,
    attempts: failed?.attempts ?? 0,
    error: failed?.error ?? null,
  }))
  const columns =
    'group_id text, member_type text, member_id text, group_target text, member_target text, sure boolean, reported boolean, next timestamptz, since timestamptz, attempts int, error jsonb'
  await sql`
    insert into member_link (tenant_id, job_id, group_id, member_type, member_id, group_target, member_target, sure, reported, next, since, attempts, error)
    select ${tenant}::uuid, ${job}, r.* from ${rows(columns, list)}
    on conflict (tenant_id, job_id, group_id, member_type, member_id) do update set group_target = excluded.group_target,
      member_target = excluded.member_target, sure = excluded.sure, reported = excluded.reported, next = excluded.next,
      since = excluded.since, attempts = excluded.attempts, error = excluded.error`.execute(trx)
}

async function forget(trx: Db, { tenant, job }: Of, memberships: readonly Membership[]): Promise<void> {
  if (memberships.length === 0) return
  await sql`
    delete from member_link m using ${keys(memberships)}
    where m.tenant_id = ${tenant} and m.job_id = ${job} and m.group_id = r.group_id and m.member_type = r.member_type
      and m.member_id = r.member_id`.execute(trx)
}

/** The group is read again by the next look at what failed. */
async function distrust(trx: Db, { tenant, job, now }: Of & { readonly now: Instant }, group: Ref): Promise<void> {
  await sql`update link set sent = null where tenant_id = ${tenant} and job_id = ${job} and object_type = ${group.type}
    and object_id = ${group.id}`.execute(trx)
  await sql`
    insert into look (tenant_id, job_id, object_type, object_id, why, since, next, attempts)
    values (${tenant}::uuid, ${job}, ${group.type}, ${group.id}, 'failed', ${now}::timestamptz, ${now}::timestamptz, 1)
    on conflict (tenant_id, job_id, object_type, object_id, why) do update set next = excluded.next`.execute(trx)
}

/**
 * Looks again at every membership of whoever of these is not surely in the group under the id that their link has now.
 *
 * Part of the transaction that records the links.
 */
export async function lookAtMemberships(
  trx: Db,
  { tenant, job, now }: Of & { readonly now: Instant },
  members: readonly Ref[],
): Promise<void> {
  if (members.length === 0) return
  const list = members.map(({ type, id }) => ({ type, id }))
  await sql`
    update member_link m set next = ${now}::timestamptz
    from ${rows('type text, id text', list)}
    left join link l on l.tenant_id = ${tenant} and l.job_id = ${job} and l.object_type = r.type and l.object_id = r.id
    where m.tenant_id = ${tenant} and m.job_id = ${job} and m.member_type = r.type and m.member_id = r.id
      and (not m.sure or m.member_target is distinct from l.target_id)`.execute(trx)
}

/** The memberships of these groups are to be read whole. */
export async function lookAtGroups(
  trx: Db,
  { tenant, job, now }: Of & { readonly now: Instant },
  groups: readonly Ref[],
): Promise<void> {
  if (groups.length === 0) return
  await sql`
    insert into look (tenant_id, job_id, object_type, object_id, why, since, next)
    select ${tenant}::uuid, ${job}, r.type, r.id, 'membersUnread', ${now}::timestamptz, ${now}::timestamptz
    from ${rows(
      'type text, id text',
      groups.map(({ type, id }) => ({ type, id })),
    )} on conflict do nothing`.execute(trx)
}

function keys(memberships: readonly Membership[]) {
  return rows(
    'group_id text, member_type text, member_id text',
    memberships.map(({ group, member }) => ({ group_id: group.id, member_type: member.type, member_id: member.id })),
  )
}

function toLink(row: Row): MemberLink {
  const { group_target: group, member_target: member, since, next, error } = row
  const failed =
    since === null || next === null || error === null
      ? {}
      : { failed: { since: since as Instant, next: next as Instant, attempts: row.attempts, error } }
  return {
    group: { type: 'Group', id: row.group_id },
    member: { type: row.member_type, id: row.member_id },
    written: group === null || member === null ? null : { group, member },
    sure: row.sure,
    reported: row.reported,
    ...failed,
  }
}
