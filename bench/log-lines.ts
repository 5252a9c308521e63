/** Lines of a provisioning log as a company of 100,000 people leaves them, made by the database itself. */
import type { Instant } from '@usher/engine'
import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { makeDays } from '../apps/usher/src/store/days.ts'
import type { Store } from '../apps/usher/src/store/directory.ts'

const syllables = ['an', 'be', 'co', 'da', 'el', 'fi', 'go', 'ha', 'in', 'jo', 'ka', 'li', 'mo', 'na', 'ol', 'pe', 'ra', 'si', 'to', 'ur', 'va', 'wi', 'ya', 'zo'] // prettier-ignore
const name = (n: number, parts: number): string =>
  Array.from({ length: parts }, (_, at) => syllables[Math.floor(n / 24 ** at) % 24]).join('')
export const firstNames = Array.from({ length: 500 }, (_, n) => name(n * 29, 2) + name(n, 1))
export const surnames = Array.from({ length: 4000 }, (_, n) => name(n * 31, 4))
export const messageOf = (n: number): string => `licence${n % 20_000}`

const cyclesPerDay = 36

export type Filled = {
  readonly now: Instant
  readonly jobs: readonly string[]
  readonly ids: readonly string[]
  readonly targets: readonly string[]
  readonly cycles: readonly string[]
  readonly bytesPerLine: number
  readonly indexBytesPerLine: number
}

/** A tenth of all lines comes on the first day, from initial cycles; the others are spread. */
export async function fillLog(
  { db, tenant }: Store,
  {
    lines,
    jobs,
    days,
    people,
  }: { readonly lines: number; readonly jobs: readonly string[]; readonly days: number; readonly people: number },
): Promise<Filled> {
  const now = new Date().toISOString() as Instant
  const cycles: string[] = []
  await sql`drop index provisioning_log_terms`.execute(db)
  for (let day = days - 1; day >= 0; day -= 1) {
    const at = new Date(Date.parse(now) - day * 86_400_000).toISOString() as Instant
    await makeDays(db, at)
    const count = day === days - 1 ? Math.floor(lines / 10) : Math.floor((lines * 0.9) / (days - 1))
    const ofDay = Array.from({ length: cyclesPerDay }, () => randomUUID())
    cycles.push(...ofDay)
    const span = day === 0 ? Math.max(1000, Date.parse(now) - Date.parse(`${now.slice(0, 10)}T00:00:00Z`)) : 86_399_000
    await sql`
      insert into provisioning_log (tenant_id, at, job_id, cycle_id, action, result, reason, object_type, object_id, display_name, target_id, facts, exchanges, terms)
      select ${tenant}::uuid, ${`${at.slice(0, 10)}T00:00:00Z`}::timestamptz + floor(n * ${span / count}::float8) * interval '1 ms', job, cycle::uuid,
        action, result, reason, 'User', id, name, target,
        jsonb_strip_nulls(jsonb_build_object('reason', jsonb_build_object('code', reason, 'details', jsonb_build_object('attributes', attribute)),
          'match', 'linked', 'upn', upn, 'written', written,
          'error', case when code is null then null else jsonb_build_object('code', code, 'retry', 'later',
            'message', 'the application answered 409 uniqueness: the value is taken, see ' || problem) end)),
        jsonb_build_array(jsonb_build_object('method', 'PATCH', 'url', '/scim/v2/Users/' || target, 'status', 200, 'ms', 12)),
        array_to_tsvector(array_remove(array['=job:' || job, '=cycle:' || cycle, '=result:' || result, '=action:' || lower(action), '=reason:' || lower(reason),
          '=code:' || lower(code), '=attribute:' || lower(attribute), id, target, split_part(name, ' ', 1), split_part(name, ' ', 2), 'p' || p, 'contoso', 'example',
          'differs', 'in', attribute, lower(value), lower(old), lower(department), case when code is not null then problem end], null)
          || case when code is null then '{}'::text[] else array['the', 'application', 'answered', '409', 'uniqueness', 'value', 'is', 'taken', 'see'] end
          || case when action <> 'create' then '{}'::text[] else
            array[lower(department), 'true', 'lisbon', 'pt', 'en', 'us', 'europe', 'street' || p % 5000, 'no' || p, 'building' || p % 50] end)
      from (
        select r.*, md5('id' || p)::uuid::text as id, md5('target' || p || job)::uuid::text as target, 'p' || p || '@contoso.example' as upn,
          (${firstNames}::text[])[1 + p % 500] || ' ' || (${surnames}::text[])[1 + p % 4000] as name,
          'licence' || m % 20000 as problem, case when result = 'success' then null when m % 500 = 0 then 'InvalidAnchor' when m % 2 = 0 then 'EntryConflict' else 'UnprocessableEntity' end as code,
          (array['title', 'department', 'city', 'manager', 'phoneNumbers'])[1 + m % 5] as attribute,
          (array['Director', 'Engineer', 'Clerk', 'Manager', 'Analyst', 'Buyer'])[1 + m % 6] as value, (array['Trainee', 'Assistant'])[1 + m % 2] as old,
          (array['Sales', 'Research', 'Finance', 'Support', 'Legal'])[1 + p % 5] as department,
          jsonb_build_array(jsonb_build_array('title', 'Trainee', 'Engineer'), jsonb_build_array('department', 'Research', 'Sales')) as written
        from (
          select n, floor(random() * ${people})::int as p, floor(random() * 1000000)::int as m,
            (${jobs}::text[])[1 + n * ${jobs.length} / ${count} % ${jobs.length}] as job, (${ofDay}::text[])[1 + n * ${cyclesPerDay} / ${count + 1}] as cycle,
            case when x < 0.06 or ${day === days - 1} then 'create' when x < 0.12 then 'disable' when x < 0.92 then 'update' else 'other' end as action,
            case when y < 0.07 then 'failure' else 'success' end as result, case when x < 0.06 then 'absentAtTarget' else 'differs' end as reason
          from (select n::bigint, random() as x, random() as y from generate_series(0, ${count - 1}) n) s) r) lines`.execute(
      db,
    )
    await sql`
      insert into log_day (tenant_id, job_id, day, action, result, code, lines, last)
      select tenant_id, job_id, (at at time zone 'UTC')::date, action, result, coalesce(facts #>> '{error,code}', ''), count(*), max(at)
      from provisioning_log where at >= ${`${at.slice(0, 10)}T00:00:00Z`}::timestamptz and at < ${`${at.slice(0, 10)}T00:00:00Z`}::timestamptz + interval '1 day'
      group by 1, 2, 3, 4, 5, 6`.execute(db)
  }
  // Sorted in at once, which is how the index is after a night.
  await db.transaction().execute(async (trx) => {
    await sql`set local maintenance_work_mem = '512MB'`.execute(trx)
    await sql`create index provisioning_log_terms on provisioning_log using gin (terms) with (fastupdate = on, gin_pending_list_limit = 32768)`.execute(trx) // prettier-ignore
  })
  await sql`analyze provisioning_log`.execute(db)
  const { rows: some } = await sql<{ id: string; target: string }>`
    select object_id as id, target_id as target from provisioning_log where random() < ${Math.min(1, 5000 / lines)} limit 1000`.execute(db) // prettier-ignore
  const { rows: size } = await sql<{ all: number; index: number }>`
    select sum(pg_total_relation_size(inhrelid))::bigint as all, (select sum(pg_total_relation_size(x.inhrelid))::bigint from pg_inherits x where x.inhparent = 'provisioning_log_terms'::regclass) as index
    from pg_inherits where inhparent = 'provisioning_log'::regclass`.execute(db)
  return {
    now,
    jobs,
    ids: some.map(({ id }) => id),
    targets: some.map(({ target }) => target),
    cycles,
    bytesPerLine: Math.round((size[0]?.all ?? 0) / lines),
    indexBytesPerLine: Math.round((size[0]?.index ?? 0) / lines),
  }
}
