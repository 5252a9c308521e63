/** What tells people: mail and webhooks, delivered while the service runs. */
import type { Connections } from './edge/connections.ts'
import { httpSend } from './edge/http.ts'
import { until } from './edge/until.ts'
import type { House } from './runner/open-job.ts'
import type { Telling } from './tell/send.ts'
import { createDeliverer } from './tell/deliverer.ts'

export type Teller = {
  readonly telling: Telling
  /** Something is to be told now. */
  wake(): void
  close(): Promise<void>
}

/** Milliseconds and bytes that a receiver of webhooks is given: it takes a message, and works on it afterwards. */
const limits = { connect: 10_000, answer: 15_000, whole: 20_000, bytes: 64 * 1024 }

/** Milliseconds that a message under way is given at the end; it is sent again at the next start. */
const grace = 1000

/** `delivers`: a single command tells nobody; what it finds is told when a service runs. */
export function createTeller(
  { store, keys, now }: House,
  of: {
    readonly connections: Connections
    readonly authorities: readonly string[]
    readonly delivers: boolean
    publicUrl(): string | null
    attempted: NonNullable<Telling['attempted']>
    report(error: unknown): void
  },
): Teller {
  const { authorities, publicUrl, attempted } = of
  const { guard } = of.connections
  const ending = new AbortController()
  const { send, close } = httpSend({ guard, tls: { authorities }, limits })
  const telling: Telling = {
    store,
    keys,
    outlet: { guard, authorities, ending: ending.signal },
    send: until(send, ending.signal),
    publicUrl,
    now,
    attempted,
  }
  const deliverer = of.delivers ? createDeliverer(telling, of.report) : null
  return {
    telling,
    wake: () => deliverer?.wake(),
    async close() {
      const late = setTimeout(() => ending.abort(), grace)
      await deliverer?.close()
      clearTimeout(late)
      await close()
    },
  }
}
