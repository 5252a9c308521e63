/** What was done, as the log tells it: by a cycle, by an applied plan, or by one line. */
import { facet, type Deed, type Done } from '@usher/engine'
import { sql } from 'kysely'
import type { Store } from './directory.ts'
import { quoted } from './log.ts'

/** `cycle`: the id of a cycle, which is also that of an applied plan's lines. */
export type DoneBy = { readonly cycle: string } | { readonly line: number }

const perPage = 100
type Row = {
  readonly type: string
  readonly id: string
  readonly target: string
  readonly actions: readonly Deed['actions'][number][]
  /** Of all lines, the oldest first. */
  readonly written: readonly Deed['written'][number][]
}

/** Objects with what was done to each, in pages. */
export async function* deedsOf({ db, tenant }: Store, job: string, by: DoneBy): AsyncGenerator<readonly Done[]> {
  const which = whichLines(by)
  for (let last = ''; ;) {
    const { rows } = await sql<Row>`
      select object_type as type, object_id as id, (array_agg(target_id order by id desc) filter (where target_id <> ''))[1] as target,
        jsonb_agg(action order by id) as actions, jsonb_agg(facts -> 'written' order by id) as written
      from provisioning_log
      where tenant_id = ${tenant} and job_id = ${job} and ${which} and action in ('create', 'update', 'disable', 'delete')
        and result in ('success', 'warning') and object_id > ${last} group by 1, 2 order by 2 limit ${perPage}`.execute(
      db,
    )
    if (rows.length > 0) yield rows.map(doneOf)
    const end = rows.at(-1)
    if (end === undefined) return
    last = end.id
  }
}

function doneOf({ type, id, target, actions, written }: Row): Done {
  const folded = new Map<string, Deed['written'][number]>()
  for (const [path, before, after] of (written as unknown as readonly Deed['written'][]).flat())
    folded.set(path, [path, folded.get(path)?.[1] ?? (folded.has(path) ? null : before), after])
  return { ref: { type, id }, deed: { actions, targetId: target ?? '', written: [...folded.values()] } }
}

/** The lines of a cycle are found by the words of the log, whose tables are by the day. */
function whichLines(by: DoneBy) {
  if ('line' in by) return sql`id = ${by.line}`
  return sql`terms @@ ${quoted(facet('cycle', by.cycle))}::text::tsquery and cycle_id = ${by.cycle}`
}

/** How many objects something was done to. */
export async function countDeeds({ db, tenant }: Store, job: string, by: DoneBy): Promise<number> {
  const which = whichLines(by)
  const { rows } = await sql<{ n: number }>`
    select count(distinct object_id)::int as n from provisioning_log where tenant_id = ${tenant} and job_id = ${job} and ${which}
    and action in ('create', 'update', 'disable', 'delete') and result in ('success', 'warning')`.execute(db)
  return rows[0]?.n ?? 0
}

/** The latest cycle, or applied plan, that did something to an account. */
export async function lastCycleOf({ db, tenant }: Store, job: string): Promise<string | null> {
  const { rows } = await sql<{ cycle: string }>`
    select cycle_id as cycle from provisioning_log where tenant_id = ${tenant} and job_id = ${job}
      and action in ('create', 'update', 'disable', 'delete') and result in ('success', 'warning') order by id desc limit 1`.execute(
    db,
  )
  return rows[0]?.cycle ?? null
}
