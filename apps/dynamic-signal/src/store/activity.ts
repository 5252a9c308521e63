import { type RawBuilder, sql } from 'kysely'
import type { Activity, Db } from './tables.ts'

/** A SCIM request as the console shows it. `by`: the token or client that sent it, when one could be told. */
export type ListedActivity = {
  readonly id: number
  readonly time: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly durationMs: number
  readonly userAgent: string | null
  readonly by: {
    readonly kind: 'token' | 'client'
    readonly id: string
    readonly label: string
    readonly prefix: string
  } | null
  readonly body: string | null
  readonly scimType: string | null
  readonly detail: string | null
  readonly requestId: string
}

export type ActivityAsk = {
  readonly limit: number
  readonly before?: number | undefined
  readonly method?: string | undefined
  /** `404`, or a class such as `4xx`. */
  readonly status?: string | undefined
  /** Text in the path, the body or the error. */
  readonly search?: string | undefined
  /** The id of a token or a client. */
  readonly by?: string | undefined
}

export type ActivityLog = ReturnType<typeof activityOf>

const rows = 500
const wait = 50 // ms
const mostWaiting = 20_000

/**
 * Every SCIM request that was answered.
 *
 * They are written 500 at a time or every 50 ms, beside the requests and not in their way, so a killed process loses
 * at most those of its last moments; one that is stopped loses none.
 */
export function activityOf(db: Db) {
  let kept: Activity[] = []
  let dropped = 0
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  function write(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    // A write that failed is tried again by the next one; its rows are still there.
    writing = writing
      .catch(() => undefined)
      .then(async () => {
        while (kept.length > 0) {
          const batch = kept.slice(0, rows)
          await insertAll(db, batch.map(storable))
          kept = kept.slice(batch.length)
          if (dropped > 0) process.stderr.write(`${dropped} requests are missing in the activity.\n`)
          dropped = 0
        }
      })
    return writing
  }

  function writeLater(): void {
    write().catch((error: unknown) => process.stderr.write(`The activity cannot be stored: ${String(error)}\n`))
  }

  return {
    keep(activity: Activity): void {
      // While the database is away the oldest are given up, so that memory is not.
      if (kept.length >= mostWaiting) dropped += kept.splice(0, rows).length
      kept.push(activity)
      if (kept.length === rows) writeLater()
      else timer ??= setTimeout(writeLater, wait)
    },

    async flush(): Promise<void> {
      await write()
    },

    /** Drops what is older than a tenant wants to keep. */
    async purge(tenantId: string, days: number): Promise<void> {
      for (;;) {
        // In pieces, so that no statement takes long.
        const { numAffectedRows = 0n } = await sql`delete from activity where tenant_id = ${tenantId} and sequence in (
          select sequence from activity
          where tenant_id = ${tenantId} and time < now() - ${days} * interval '1 day' limit 10000)`.execute(db)
        if (numAffectedRows < 10_000n) return
      }
    },

    /** Newest first, with everything that was answered before the question. `more`: whether there are older ones. */
    async list(
      tenantId: string,
      ask: ActivityAsk,
    ): Promise<{ readonly activity: readonly ListedActivity[]; readonly more: boolean }> {
      await write()
      const { rows: found } = await sql<Row>`
        select a.sequence as id, a.time, a.method, a.path, a.status, a.duration_ms as "durationMs",
          a.user_agent as "userAgent", a.body, a.scim_type as "scimType", a.detail, a.request_id as "requestId",
          a.token_id, a.token_prefix, a.client_id, coalesce(c.label, t.label) as label
        from activity a
        left join token t on t.tenant_id = a.tenant_id and t.id = a.token_id
        left join client c on c.tenant_id = a.tenant_id and c.id = a.client_id
        where ${sql.join(conditions(tenantId, ask), sql` and `)}
        order by a.sequence desc limit ${ask.limit + 1}
      `.execute(db)
      return { activity: found.slice(0, ask.limit).map(shown), more: found.length > ask.limit }
    },
  }
}

type Row = Omit<ListedActivity, 'by'> & {
  readonly token_id: string | null
  readonly token_prefix: string | null
  readonly client_id: string | null
  readonly label: string | null
}

function shown({ token_id, token_prefix, client_id, label, ...entry }: Row): ListedActivity {
  const id = client_id ?? token_id
  if (id === null) return { ...entry, by: null }
  const kind = client_id === null ? 'token' : 'client'
  return { ...entry, by: { kind, id, label: label ?? '(removed)', prefix: token_prefix ?? '' } }
}

function conditions(tenantId: string, ask: ActivityAsk): RawBuilder<unknown>[] {
  const found = [sql`a.tenant_id = ${tenantId}`]
  if (ask.before !== undefined) found.push(sql`a.sequence < ${ask.before}`)
  if (ask.method !== undefined) found.push(sql`a.method = ${ask.method}`)
  if (ask.status !== undefined) {
    const [from, to] = range(ask.status)
    found.push(sql`a.status between ${from} and ${to}`)
  }
  if (ask.by !== undefined) found.push(sql`(a.token_id = ${ask.by} or a.client_id = ${ask.by})`)
  if (ask.search !== undefined && ask.search !== '') {
    const wanted = ask.search.toLowerCase()
    const encoded = encodeURIComponent(wanted).toLowerCase()
    // Clients write a space in a URL as "+" or as "%20", and an apostrophe as itself or as "%27".
    const texts = [...new Set([wanted, encoded, encoded.replaceAll('%20', '+'), encoded.replaceAll("'", '%27')])]
    const inPath = texts.map((text) => sql`strpos(lower(a.path), ${text}) > 0`)
    found.push(
      sql`(${sql.join(inPath, sql` or `)} or strpos(lower(a.body), ${wanted}) > 0 or strpos(lower(a.detail), ${wanted}) > 0
        or a.request_id = ${wanted})`,
    )
  }
  return found
}

function range(status: string): readonly [number, number] {
  const hundred = Number(status.slice(0, 1)) * 100
  return status.endsWith('xx') ? [hundred, hundred + 99] : [Number(status), Number(status)]
}

/** A request may hold what no text of the database can: half of a surrogate pair, NUL. */
function storable(activity: Activity): Activity {
  const entries = Object.entries(activity).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\uFFFD') : value,
  ])
  return Object.fromEntries(entries) as Activity
}

async function insertAll(db: Db, batch: readonly Activity[]): Promise<void> {
  await sql`
    /* prepared */ insert into activity (tenant_id, time, method, path, status, duration_ms, user_agent, token_id, token_prefix,
      client_id, body, scim_type, detail, request_id)
    select * from json_to_recordset(cast(${JSON.stringify(batch)} as json)) as a(
      tenant_id text, time timestamptz, method text, path text, status integer, duration_ms double precision,
      user_agent text, token_id text, token_prefix text, client_id text, body text, scim_type text, detail text,
      request_id text)
  `.execute(db)
}
