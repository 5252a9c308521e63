/** Whether other processes carry out cycles on this store, who could take a part in a large one. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Store } from '../store/directory.ts'

/** How often processes say that they are there, in milliseconds; who has not said so for four times as long is gone. */
const beat = 2000
/** How long an answer is good for. */
const fresh = 1000

export type Company = {
  /** So many objects must be left for a cycle to be shared. */
  readonly least: number
  others(): Promise<boolean>
}

export function company(store: Store, least: number): Company & { close(): Promise<void> } {
  const me = randomUUID()
  let working: Promise<unknown> = Promise.resolve()
  let known = { at: -Infinity, others: false }
  const say = async (): Promise<void> => {
    await sql`insert into process (tenant_id, process, until)
      values (${store.tenant}, ${me}, now() + ${4 * beat} * interval '1 ms')
      on conflict (tenant_id, process) do update set until = excluded.until`.execute(store.db)
    await sql`delete from process where tenant_id = ${store.tenant} and until < now() - interval '1 minute'`.execute(
      store.db,
    )
  }
  const sayAgain = (): void => {
    // A store that does not answer is told again.
    working = working.then(say).catch(() => undefined)
  }
  sayAgain()
  const timer = setInterval(sayAgain, beat)
  return {
    least,
    async others() {
      if (performance.now() - known.at < fresh) return known.others
      const { rows } = await sql`select from process where tenant_id = ${store.tenant} and process <> ${me}
        and until > now() limit 1`.execute(store.db)
      known = { at: performance.now(), others: rows.length > 0 }
      return known.others
    },
    async close() {
      clearInterval(timer)
      await working
      await sql`delete from process where tenant_id = ${store.tenant} and process = ${me}`
        .execute(store.db)
        .catch(() => undefined)
    },
  }
}
