/** Requests and answers about a person, taken out of the compressed pages in which they lie among those of others. */
import type { Exchange } from '@usher/engine'
import { sql } from 'kysely'
import { packed, unpacked } from './exchanges.ts'
import type { Store } from './directory.ts'

type Page = { readonly id: number; readonly at: string; readonly data: Uint8Array; readonly places: readonly number[] }

/** How many of their lines have something, or had. Bodies that others share with them, as Bulk has it, go too when they name them. */
export async function forgetExchanges(
  { db, tenant }: Store,
  id: string,
  names: readonly string[],
  what: 'count' | 'erase',
): Promise<number> {
  const { rows } = await sql<Page>`
    select p.id, p.at, p.data, l.places from (
      select exchange_page as id, at, json_agg(exchange_at) as places from provisioning_log
      where tenant_id = ${tenant} and object_id = ${id} and exchange_page is not null group by exchange_page, at) l
    join exchange_page p on p.tenant_id = ${tenant} and p.at = l.at and p.id = l.id`.execute(db)
  let count = 0
  for (const { id: page, at, data, places } of rows) {
    const lists = await unpacked(data)
    const mine = new Set(places)
    const concerns = (list: readonly Exchange[] | null, place: number): boolean =>
      list !== null && (mine.has(place) || names.some((name) => JSON.stringify(list).toLowerCase().includes(name)))
    count += lists.filter(concerns).length
    if (what === 'count') continue
    const left = await packed(lists.map((list, place) => (concerns(list, place) ? null : list)))
    if (left === null)
      await sql`delete from exchange_page where tenant_id = ${tenant} and at = ${at}::timestamptz and id = ${page}`.execute(
        db,
      )
    else
      await sql`update exchange_page set data = ${left} where tenant_id = ${tenant} and at = ${at}::timestamptz and id = ${page}`.execute(
        db,
      )
  }
  return count
}
