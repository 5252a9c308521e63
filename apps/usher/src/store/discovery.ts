/** What account discovery found, page by page, and the index it finds people by. */
import type { Account, MatchIndex } from '@usher/engine'
import { sql } from 'kysely'
import { rows, texts } from './bulk.ts'
import type { Store } from './directory.ts'
import { grown } from './statistics.ts'

export type Kind = Account['kind']
export type Counts = Readonly<Record<Kind, number>> & { readonly ambiguous: number }
export type Discovery = { readonly began: string; readonly ended: string; readonly counts: Counts }
export type FoundAccount = Omit<Account, 'of'> & {
  /** Whose it is, with their names. */
  readonly of: readonly { readonly id: string; readonly displayName: string; readonly userPrincipalName: string }[]
}
export type AccountQuery = {
  readonly kind?: Kind | undefined
  readonly active?: boolean | undefined
  readonly search?: string | undefined
  /** The target id of the last account of the page before. */
  readonly after?: string | undefined
  readonly limit: number
}

/** People by digests of their matching values, so that the table tells nobody's. */
export function matchIndex({ db, tenant }: Store, run: string, digest: (text: string) => string): MatchIndex {
  return {
    async put(keys) {
      if (keys.length === 0) return
      const list = keys.map(({ key, id }) => ({ key: digest(key), id }))
      await sql`insert into discovery_key (tenant_id, run, key, object_id)
        select ${tenant}::uuid, ${run}::uuid, r.key, r.id from ${rows('key text, id text', list)}`.execute(db)
      await grown(db, 'discovery_key', list.length)
    },
    async find(keys) {
      const asked = new Map(keys.map((key) => [digest(key), key]))
      const { rows: found } = await sql<{ key: string; id: string }>`
        select key, object_id as id from discovery_key where tenant_id = ${tenant} and run = ${run}::uuid
          and key in ${texts([...asked.keys()])}`.execute(db)
      return new Map(
        [...Map.groupBy(found, ({ key }) => asked.get(key) ?? '')].map(([key, list]) => [
          key,
          list.map(({ id }) => id),
        ]),
      )
    },
  }
}

export async function saveAccounts(
  store: Store,
  job: string,
  run: string,
  accounts: readonly Account[],
): Promise<void> {
  const list = accounts.map(({ targetId, userName, displayName, active, kind, of, by, because }) => ({
    target: targetId,
    user_name: userName,
    name: displayName,
    active,
    kind,
    objects: of.map(({ id }) => id),
    by,
    because: because ?? null,
  }))
  // A list that is read while accounts come and go may name one twice.
  await sql`
    insert into discovered_account (tenant_id, job_id, run, target_id, user_name, display_name, active, kind, objects, by, because)
    select ${store.tenant}::uuid, ${job}, ${run}::uuid, r.target, r.user_name, r.name, r.active, r.kind, r.objects, r.by, r.because
    from ${rows('target text, user_name text, name text, active boolean, kind text, objects jsonb, by text, because text', list)}
    on conflict do nothing`.execute(store.db)
}

/** A discovery that ended takes the place of the one before. */
export async function endDiscovery(store: Store, job: string, run: string, began: string): Promise<Discovery> {
  const { db, tenant } = store
  const { rows: counted } = await sql<Counts>`
    select count(*) filter (where kind = 'local')::int as local, count(*) filter (where kind = 'unassigned')::int as unassigned,
      count(*) filter (where kind = 'assigned')::int as assigned,
      count(*) filter (where jsonb_array_length(objects) > 1)::int as ambiguous
    from discovered_account where tenant_id = ${tenant} and job_id = ${job} and run = ${run}::uuid`.execute(db)
  const counts = counted[0] ?? { local: 0, unassigned: 0, assigned: 0, ambiguous: 0 }
  const ended = new Date().toISOString()
  await db.transaction().execute(async (trx) => {
    await sql`
      insert into discovery (tenant_id, job_id, run, began, ended, counts)
      values (${tenant}::uuid, ${job}, ${run}::uuid, ${began}::timestamptz, ${ended}::timestamptz, ${JSON.stringify(counts)}::text::jsonb)
      on conflict (tenant_id, job_id) do update set run = excluded.run, began = excluded.began, ended = excluded.ended, counts = excluded.counts`.execute(
      trx,
    )
    await sql`delete from discovered_account where tenant_id = ${tenant} and job_id = ${job} and run <> ${run}::uuid`.execute(
      trx,
    )
  })
  return { began, ended, counts }
}

/** What a run left behind that did not end, or needs no more. */
export async function dropIndex({ db, tenant }: Store, run: string): Promise<void> {
  await sql`delete from discovery_key where tenant_id = ${tenant} and run = ${run}::uuid`.execute(db)
  await sql`delete from discovered_account a where tenant_id = ${tenant} and run = ${run}::uuid
    and not exists (select from discovery d where d.tenant_id = a.tenant_id and d.run = a.run)`.execute(db)
}

export async function lastDiscovery({ db, tenant }: Store, job: string): Promise<Discovery | null> {
  const { rows: found } = await sql<Discovery>`
    select began, ended, counts from discovery where tenant_id = ${tenant} and job_id = ${job}`.execute(db)
  return found[0] ?? null
}

/** Accounts of the last discovery in the order of their target ids. */
export async function listAccounts(
  { db, tenant }: Store,
  job: string,
  { kind, active, search, after, limit }: AccountQuery,
): Promise<readonly FoundAccount[]> {
  const like = `%${(search ?? '').toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const { rows: found } = await sql<FoundAccount>`
    select a.target_id as "targetId", a.user_name as "userName", a.display_name as "displayName", a.active, a.kind, a.by, a.because,
      coalesce((select jsonb_agg(jsonb_build_object('id', u.id, 'displayName', coalesce(u.attributes ->> 'displayName', ''),
          'userPrincipalName', u.user_principal_name) order by u.user_principal_name)
        from jsonb_array_elements_text(a.objects) o join directory_user u on u.tenant_id = a.tenant_id and u.id = o::uuid), '[]') as of
    from discovered_account a join discovery d on d.tenant_id = a.tenant_id and d.job_id = a.job_id and d.run = a.run
    where a.tenant_id = ${tenant} and a.job_id = ${job} and a.target_id > ${after ?? ''}
      and (${kind ?? null}::text is null or a.kind = ${kind ?? null})
      and (${active ?? null}::boolean is null or a.active = ${active ?? null})
      and (${search ?? null}::text is null or lower(a.user_name) like ${like} or lower(a.display_name) like ${like} or a.target_id = ${search ?? ''})
    order by a.target_id limit ${limit}`.execute(db)
  return found
}
