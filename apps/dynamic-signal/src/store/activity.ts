import { type RawBuilder, sql } from 'kysely'
import { type Activity, type Chunk, pack, unpack } from './activity-chunk.ts'
import type { Db } from './tables.ts'

/** A SCIM request as the console shows it. `by`: the token or client that sent it, when one could be told. */
export type ListedActivity = Omit<Activity, 'tenantId' | 'token'> & {
  readonly id: number
  readonly by: Sender | null
}
type Sender = {
  readonly kind: 'token' | 'client'
  readonly id: string
  readonly label: string
  readonly prefix: string
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

const most = 500
const wait = 50 // ms
const mostWaiting = 20_000
// A search that finds nothing reads this many chunks before it asks whether to go on.
const mostRead = 2000
const readAtOnce = 50
const perChunk = 1000

/**
 * Every SCIM request that was answered.
 *
 * They are written 500 at a time or every 50 ms, packed, beside the requests and not in their way, so a killed process
 * loses at most those of its last moments; one that is stopped loses none.
 */
export function activityOf(db: Db) {
  let kept: Activity[] = []
  let dropped = 0
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  function write(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    // A write that failed is tried again by the next one; its requests are still there.
    writing = writing
      .catch(() => undefined)
      .then(async () => {
        while (kept.length > 0) {
          const batch = kept.slice(0, most)
          const tenants = Map.groupBy(batch, ({ tenantId }) => tenantId)
          await db
            .insertInto('activity')
            .values([...tenants].map(([tenantId, requests]) => pack(tenantId, requests)))
            .execute()
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
      if (kept.length >= mostWaiting) dropped += kept.splice(0, most).length
      kept.push(activity)
      if (kept.length === most) writeLater()
      else timer ??= setTimeout(writeLater, wait)
    },

    async flush(): Promise<void> {
      await write()
    },

    /** Drops what is older than a tenant wants to keep. */
    async purge(tenantId: string, days: number): Promise<void> {
      await sql`delete from activity where tenant_id = ${tenantId} and time < now() - ${days} * interval '1 day'`.execute(
        db,
      )
    },

    /**
     * Newest first, with everything that was answered before the question. `more`: whether there may be older ones;
     * `next`: where to go on.
     */
    async list(tenantId: string, ask: ActivityAsk): Promise<Found> {
      await write()
      const found = await collect(db, tenantId, ask)
      const senders = await sendersOf(db, tenantId)
      return { ...found, activity: found.activity.map((entry) => named(entry, senders)) }
    },
  }
}

export type Found = {
  readonly activity: readonly ListedActivity[]
  readonly more: boolean
  readonly next: number | null
}
type Entry = Omit<Activity, 'tenantId'> & { readonly id: number }
type Stored = Pick<Chunk, 'encoding' | 'data'> & { readonly sequence: number }

async function collect(
  db: Db,
  tenantId: string,
  ask: ActivityAsk,
): Promise<{ activity: readonly Entry[]; more: boolean; next: number | null }> {
  const activity: Entry[] = []
  let before = ask.before ?? Number.MAX_SAFE_INTEGER
  for (let read = 0; read < mostRead; read += readAtOnce) {
    const chunks = await chunksBefore(db, tenantId, ask, before)
    const found = chunks.flatMap(entriesOf).filter((entry) => entry.id < before && satisfies(entry, ask))
    activity.push(...found.slice(0, ask.limit + 1 - activity.length))
    if (activity.length > ask.limit) {
      const shown = activity.slice(0, ask.limit)
      return { activity: shown, more: true, next: shown.at(-1)?.id ?? null }
    }
    const last = chunks.at(-1)
    if (last === undefined || chunks.length < readAtOnce) return { activity, more: false, next: null }
    before = last.sequence * perChunk
  }
  return { activity, more: true, next: before }
}

/** Some chunks that may have what is asked for, newest first. */
async function chunksBefore(db: Db, tenantId: string, ask: ActivityAsk, before: number): Promise<readonly Stored[]> {
  const where: RawBuilder<unknown>[] = [
    sql`a.tenant_id = ${tenantId}`,
    sql`a.sequence <= ${Math.min(Math.floor(before / perChunk), 9e15)}`,
  ]
  if (ask.method !== undefined) where.push(sql`a.methods @> array[${ask.method}]::text[]`)
  if (ask.by !== undefined) where.push(sql`a.senders @> array[${ask.by}]::text[]`)
  if (ask.status !== undefined) {
    const [from, to] = range(ask.status)
    where.push(sql`exists (select 1 from unnest(a.statuses) s where s between ${from} and ${to})`)
  }
  const { rows } = await sql<Stored>`
    select a.sequence, a.encoding, a.data from activity a where ${sql.join(where, sql` and `)}
    order by a.sequence desc limit ${readAtOnce}`.execute(db)
  return rows
}

/** The requests of a chunk, newest first; an id says in which chunk a request is, and where. */
function entriesOf(chunk: Stored): readonly Entry[] {
  return unpack(chunk)
    .map((entry, index) => ({ ...entry, id: chunk.sequence * perChunk + index }))
    .toReversed()
}

function satisfies(entry: Entry, ask: ActivityAsk): boolean {
  const [from, to] = range(ask.status ?? '')
  if (ask.status !== undefined && (entry.status < from || entry.status > to)) return false
  if (ask.method !== undefined && entry.method !== ask.method) return false
  if (ask.by !== undefined && ask.by !== (entry.token?.clientId ?? entry.token?.id)) return false
  return ask.search === undefined || ask.search === '' || mentions(entry, ask.search.toLowerCase())
}

function mentions({ path, body, detail, requestId }: Entry, wanted: string): boolean {
  const encoded = encodeURIComponent(wanted).toLowerCase()
  // Clients write a space in a URL as "+" or as "%20", and an apostrophe as itself or as "%27".
  const texts = [wanted, encoded, encoded.replaceAll('%20', '+'), encoded.replaceAll("'", '%27')]
  const lower = path.toLowerCase()
  if (texts.some((text) => lower.includes(text)) || requestId === wanted) return true
  return [body, detail].some((text) => text?.toLowerCase().includes(wanted) ?? false)
}

/** What tokens and clients are called. */
async function sendersOf(db: Db, tenantId: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; label: string }>`
    select id, label from token where tenant_id = ${tenantId} and client_id is null
    union all select id, label from client where tenant_id = ${tenantId}`.execute(db)
  return new Map(rows.map(({ id, label }) => [id, label]))
}

function named({ token, ...entry }: Entry, senders: ReadonlyMap<string, string>): ListedActivity {
  if (token === null) return { ...entry, by: null }
  const id = token.clientId ?? token.id
  const kind = token.clientId === null ? 'token' : 'client'
  return { ...entry, by: { kind, id, label: senders.get(id) ?? '(removed)', prefix: token.prefix } }
}

function range(status: string): readonly [number, number] {
  const hundred = Number(status.slice(0, 1)) * 100
  return status.endsWith('xx') ? [hundred, hundred + 99] : [Number(status), Number(status)]
}
