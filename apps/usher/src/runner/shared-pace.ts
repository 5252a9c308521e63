/** One pace for each application, whichever processes speak to it: each uses its part, and a wait that one was asked for holds for all. */
import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Sharing } from '../edge/sharing.ts'
import { rows } from '../store/bulk.ts'
import type { Store } from '../store/directory.ts'

/** How often processes tell each other, in milliseconds; what one does not say for four times as long is over. */
const beat = 2000
/** What is not asked for as long is not used any more. */
const idle = 10_000
/** Until it is known who else there is: the others have not heard of this process either. */
const newcomer = 1 / 8

type Use = { readonly key: string; share: number; used: number; pausedUntil: number; pause: (until: number) => void }

function fresh(address: string): Use {
  const key = createHash('sha256').update(address).digest('base64url').slice(0, 22)
  return { key, share: newcomer, used: 0, pausedUntil: 0, pause: () => undefined }
}

export function sharedPace(store: Store, now: () => number = Date.now): Sharing & { close(): Promise<void> } {
  const me = randomUUID()
  const uses = new Map<string, Use>()
  let working: Promise<void> = Promise.resolve()
  let closed = false

  const use = (address: string): Use => {
    const found = uses.get(address) ?? fresh(address)
    const isNew = now() - found.used > idle
    if (isNew) found.share = newcomer
    found.used = now()
    uses.set(address, found)
    // Others hear of it at once, and this one of them.
    if (isNew) tell()
    return found
  }
  const exchange = async (): Promise<void> => {
    const mine = [...uses.values()].filter((one) => now() - one.used <= idle)
    if (mine.length === 0) return
    const list = mine.map(({ key, pausedUntil }) => ({
      address: key,
      paused: pausedUntil > now() ? new Date(pausedUntil).toISOString() : null,
    }))
    const { rows: found } = await sql<{ address: string; processes: number; paused: string | null }>`
      with mine as (select * from ${rows('address text, paused timestamptz', list)}),
        said as (
          insert into application_use (tenant_id, address, process, until, paused_until)
          select ${store.tenant}::uuid, address, ${me}::uuid, now() + ${4 * beat} * interval '1 ms', paused from mine
          on conflict (tenant_id, address, process) do update set until = excluded.until, paused_until = excluded.paused_until),
        gone as (delete from application_use where tenant_id = ${store.tenant} and until < now() - interval '1 minute')
      select m.address, 1 + count(u.process)::int as processes, max(u.paused_until) as paused from mine m
      left join application_use u on u.tenant_id = ${store.tenant} and u.address = m.address and u.process <> ${me}::uuid and u.until > now()
      group by m.address`.execute(store.db)
    for (const { address, processes, paused } of found) {
      const one = mine.find(({ key }) => key === address)
      if (one === undefined) continue
      one.share = 1 / processes
      if (paused !== null && Date.parse(paused) > now()) one.pause(Date.parse(paused))
    }
  }
  const tell = (): void => {
    // A store that does not answer leaves everything as it was; the cycle will say so.
    if (!closed) working = working.then(exchange).catch(() => undefined)
  }
  const timer = setInterval(tell, beat)

  return {
    share: (address) => use(address).share,
    paused(address, until) {
      use(address).pausedUntil = until
      tell()
    },
    onPause(address, pause) {
      use(address).pause = pause
    },
    async close() {
      closed = true
      clearInterval(timer)
      await working
      await sql`delete from application_use where tenant_id = ${store.tenant} and process = ${me}::uuid`
        .execute(store.db)
        .catch(() => undefined)
    },
  }
}
