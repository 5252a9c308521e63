/** One directory of the service at work: its runner, what tells its people, and its API once somebody asks for it. */
import type { FastifyInstance } from 'fastify'
import type { Instant } from '@usher/engine'
import { createApi } from './api/server.ts'
import type { Context } from './api/context.ts'
import type { Config } from './config.ts'
import type { Observing } from './observing.ts'
import { company } from './runner/company.ts'
import type { House } from './runner/open-job.ts'
import type { SharedQueue, Why } from './runner/queue.ts'
import { createRunner, type Pace, type Runner } from './runner/runner.ts'
import type { Common } from './sign-in/sign-in.ts'
import type { Db, Store } from './store/directory.ts'
import { isActive } from './store/leases.ts'
import type { Keys } from './store/secrets.ts'
import { createTeller } from './telling.ts'
import type { Directories } from './directories.ts'

/** What the directories of a service share: one store, one way out, one log. */
export type Ground = {
  readonly config: Config
  readonly db: Db
  /** For questions over the API, which end when they take too long; null: the store itself. */
  readonly asked: Db | null
  readonly exclusive: boolean
  readonly keys: Keys
  readonly connections: House['connections']
  readonly authorities: readonly string[]
  readonly observing: Observing
  readonly pace: Pace
  readonly queue: SharedQueue | null
  readonly ending: AbortSignal
  /** The token of this machine. */
  readonly token: string
  readonly secure: boolean
  running(): boolean
  /** Where people reach the service; null until it listens. */
  origin(): string | null
}
/** What they have in common at run time. */
export type Together = { readonly ground: Ground; readonly common: Common; readonly directories: Directories }
export type AtWork = {
  readonly tenant: string
  readonly context: Context
  /** A wake-up that came through the queue. */
  look(job: string, why: Why): void
  /** Made when it is first asked for: it takes 4 MB. */
  api(): Promise<FastifyInstance>
  close(): Promise<void>
}

export function openDirectory(together: Together, tenant: string): AtWork {
  const { ground, directories } = together
  const { config, db, exclusive, observing, pace, queue } = ground
  const { uploadCalls: calls, uploadCallsADay: day } = config
  let wake = (): void => undefined
  const store: Store = { db, tenant, changed: () => wake() }
  const label = () => {
    const directory = directories.labelOf(tenant)
    return directory === undefined ? {} : { directory }
  }
  const others = exclusive || pace !== 'always' ? undefined : company(store, config.shareFrom ?? 2000)
  const house: House = {
    store,
    keys: ground.keys,
    connections: ground.connections,
    ending: ground.ending,
    exclusive,
    now: () => new Date().toISOString() as Instant,
    watch: observing.watchOf(() => directories.labelOf(tenant)),
    outage: observing.outage,
    ...(config.signingKeyDays !== undefined && { signingKeyDays: config.signingKeyDays }),
    ...(others !== undefined && { company: others }),
  }
  const ways = { pace, ...(queue !== null && { queue: queue.of(tenant) }) }
  const runner: Runner = createRunner(house, observing.log.warn, ways)
  wake = () => runner.wake()
  const teller = createTeller(house, {
    connections: ground.connections,
    authorities: ground.authorities,
    delivers: pace === 'always',
    publicUrl: ground.origin,
    attempted: (channel, state) => observing.metrics.count('usher_deliveries_total', { ...label(), channel, state }),
    report: observing.fault('Deliveries ended with a fault; they go on.'),
  })
  const context: Context = {
    house,
    runner,
    teller,
    running: ground.running,
    origin: ground.origin,
    directories,
    ...(calls !== undefined && day !== undefined && { uploads: { calls, day } }),
    ...(ground.asked !== null && { reading: { ...store, db: ground.asked } }),
  }
  let api: Promise<FastifyInstance> | null = null
  // A wake-up may be older than a stop.
  const lookIfActive = async (job: string, why: Why): Promise<void> => {
    if (await isActive(store, job)) runner.look(job, why)
  }
  return {
    tenant,
    context,
    look: (job, why) =>
      void lookIfActive(job, why).catch(
        observing.fault('A wake-up was lost; the clock does what it should have done.'),
      ),
    api: () => (api ??= apiOf(together, context)),
    async close() {
      // Together: an answer that follows a cycle ends with it.
      await Promise.all([api?.then((made) => made.close()), runner.close(), teller.close()])
      await others?.close()
    },
  }
}

async function apiOf({ ground, common }: Together, context: Context): Promise<FastifyInstance> {
  const { config, token, observing, secure } = ground
  const { publicUrl, trustedProxy } = config
  const app = createApi(context, {
    token,
    observing,
    common,
    secure,
    trustedProxy,
    ...(publicUrl !== undefined && { publicUrl }),
  })
  await app.ready()
  return app
}
