/**
 * Requests and answers, whole: those of the lines that are written together are one compressed page, so that a hundred
 * similar bodies take little more room than one. They are kept for some days; their outline stays with the line.
 */
import type { Exchange } from '@usher/engine'
import { sql } from 'kysely'
import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import { storable } from './bulk.ts'
import type { Db, Store } from './directory.ts'

type Kept = readonly (readonly Exchange[] | null)[]
/** `at`: when the line was written, and its page with it. */
type Place = {
  readonly at: string
  readonly exchange_page: number | null
  readonly exchange_at: number | null
}

/** A body that is longer is cut: nobody reads more of it, and a group may have a hundred thousand members. */
const longest = 64 * 1024
const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** One page; null when nothing was exchanged. */
export async function packed(lists: Kept): Promise<Buffer | null> {
  if (lists.every((list) => list === null)) return null
  return compress(storable(lists.map((list) => list?.map(cut) ?? null)), fast)
}

/** The exchanges of each line of a page; null where nothing was exchanged. */
export async function unpacked(data: Uint8Array): Promise<Kept> {
  return JSON.parse((await decompress(data)).toString()) as Kept
}

export async function savePage(
  of: { trx: Db; tenant: string; now: string; job: string },
  page: Buffer,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into exchange_page (tenant_id, job_id, at, data)
    values (${of.tenant}::uuid, ${of.job}, ${of.now}::timestamptz, ${page}) returning id`.execute(of.trx)
  return rows[0]?.id ?? 0
}

/** What was exchanged for each of these lines; undefined where it is kept no longer. */
export async function readPages(
  { db, tenant }: Store,
  places: readonly Place[],
): Promise<(place: Place) => readonly Exchange[] | undefined> {
  const wanted = new Map(places.flatMap(({ at, exchange_page: page }) => (page === null ? [] : [[page, at] as const])))
  const pages = new Map<number, Kept>()
  for (const [id, at] of wanted) {
    const { rows } = await sql<{ data: Uint8Array }>`
      select data from exchange_page where tenant_id = ${tenant} and at = ${at}::timestamptz and id = ${id}`.execute(db)
    const [page] = rows
    if (page !== undefined) pages.set(id, await unpacked(page.data))
  }
  return ({ exchange_page: page, exchange_at: at }) =>
    page === null || at === null ? undefined : (pages.get(page)?.[at] ?? undefined)
}

function cut(exchange: Exchange): Exchange {
  const { responseBody } = exchange
  if (responseBody === undefined) return exchange
  const text = JSON.stringify(responseBody)
  return text.length <= longest ? exchange : { ...exchange, responseBody: `${text.slice(0, longest)}…` }
}
