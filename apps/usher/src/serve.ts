/** The service: store, runner and API on one data folder. `main.ts` runs it, and the command line when none runs. */
import { closeServer, holdFolder, listen, makeFolder, openDatabase, Refusal } from '@usher/host'
import { existsSync } from 'node:fs'
import { chmod, rm, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import type { Server } from 'node:https'
import { dirname, join } from 'node:path'
import { createApi } from './api/server.ts'
import { firstInvitation } from './api/sign-in/first-invitation.ts'
import type { Config } from './config.ts'
import { isThisMachine } from './edge/addresses.ts'
import { connections } from './edge/connections.ts'
import { egressGuard } from './edge/egress.ts'
import { readAuthorities } from './edge/certificates.ts'
import { company } from './runner/company.ts'
import { secure } from './edge/https/secure.ts'
import type { House } from './runner/open-job.ts'
import { sharedPace } from './runner/shared-pace.ts'
import { sharedQueue, type Why } from './runner/queue.ts'
import { createRunner, type Pace, type Runner } from './runner/runner.ts'
import { observe } from './observing.ts'
import { serviceFile } from './service-file.ts'
import { createTeller } from './telling.ts'
import { dropStaged } from './store/import-rows.ts'
import { ensureGraph } from './store/ensure-graph.ts'
import { openKeys } from './store/secrets.ts'
import type { Tables } from './store/tables.ts'
import { isActive, releaseAll } from './store/leases.ts'
import { checkKey, ensureTenant, nameService } from './store/tenant.ts'
import type { Instant } from '@usher/engine'

export type Service = {
  readonly url: string
  readonly tokenFile: string
  readonly firstStart: boolean
  /** What clients are to trust, when the certificate is of an authority of its own. */
  readonly authorityFile?: string
  /** At the first start: the link by which somebody becomes its administrator, once, within a day. */
  readonly invitation?: string
  close(): Promise<void>
}

const grace = 1000

/**
 * Starts the service. Throws a `Refusal` when the folder is held, the port taken, or the store cannot be opened.
 *
 * `pace` `asked` is for a single command: it touches no application but the one that it is about, and makes no store.
 */
export async function serve(config: Config, say: (line: string) => void, pace: Pace = 'always'): Promise<Service> {
  // Whatever was opened is closed again in the opposite order: at the end, or when the start fails half-way.
  await using opened = new AsyncDisposableStack()
  const known = pace === 'asked'
  if (known) refuseNone(config)
  const hold = await holdFolder(config.data, 'Usher')
  opened.defer(() => hold.release())
  const folder = config.databaseUrl === undefined ? join(config.data, 'store') : undefined
  const tls = await secure(config)
  const authority = tls?.authorityFile === undefined ? {} : { authorityFile: tls.authorityFile }
  const keys = await openKeys(
    `${config.data}.key`,
    folder !== undefined && existsSync(folder) ? 'known' : 'new',
    config.key,
  )
  if (folder !== undefined) await makeFolder(folder)
  const observing = await observe(config, say)
  opened.defer(() => observing.close())
  const { log, metrics, outage } = observing
  const database = await openDatabase<Tables>({
    url: config.databaseUrl,
    folder,
    known,
    migrations: new URL('./store/migrations/', import.meta.url),
    onStatement(seconds, ended) {
      metrics.took('usher_store_statement_duration_seconds', {}, seconds)
      if (ended === 'result') outage.answered()
    },
  })
  opened.defer(() => database.close())
  const { tenant, made } = await ensureTenant(database.db)
  await checkKey({ db: database.db, tenant }, keys, `${config.data}.key`)
  const authorities = config.caFile === undefined ? [] : [await readAuthorities(config.caFile)]
  const guard = egressGuard({ loopback: isThisMachine(config.host), allow: config.egressAllow ?? [] })
  let wake = (): void => undefined
  const store = { db: database.db, tenant, changed: () => wake() }
  const exclusive = database.kind === 'pglite'
  const shared = exclusive ? null : sharedPace(store)
  opened.defer(() => shared?.close())
  const edge = connections({ guard, authorities, ...(shared !== null && { sharing: shared }) })
  opened.defer(() => edge.close())
  await dropStaged(store)
  if (exclusive) await releaseAll(store)
  const ending = new AbortController()
  const now = (): Instant => new Date().toISOString() as Instant
  const { watch } = observing
  const role = config.role ?? 'all'
  const its = pace === 'always' && role === 'serve' ? 'elsewhere' : pace
  const others = exclusive || its !== 'always' ? undefined : company(store, config.shareFrom ?? 2000)
  opened.defer(() => others?.close())
  const house: House = {
    store,
    keys,
    connections: edge,
    ending: ending.signal,
    exclusive,
    now,
    watch,
    outage,
    ...(config.signingKeyDays !== undefined && { signingKeyDays: config.signingKeyDays }),
    ...(others !== undefined && { company: others }),
  }
  let look = (_job: string, _why: Why): void => undefined
  const queue =
    config.databaseUrl === undefined || pace === 'asked'
      ? null
      : await sharedQueue(config.databaseUrl, {
          work: its === 'always' ? (job, why) => look(job, why) : null,
          fault(error) {
            if (!outage.isTold(error)) log.warn(`The queue: ${error.message}`)
          },
        })
  opened.defer(() => queue?.close())
  const runner = createRunner(house, log.warn, { pace: its, ...(queue !== null && { queue }) })
  // A wake-up may be older than a stop.
  const lookIfActive = async (job: string, why: Why): Promise<void> => {
    if (await isActive(store, job)) runner.look(job, why)
  }
  look = (job, why) =>
    void lookIfActive(job, why).catch(observing.fault('A wake-up was lost; the clock does what it should have done.'))
  wake = () => runner.wake()
  let at: string | null = null
  const teller = createTeller(house, {
    connections: edge,
    authorities,
    delivers: its === 'always',
    publicUrl: () => config.publicUrl ?? at,
    attempted: (channel, state) => metrics.count('usher_deliveries_total', { channel, state }),
    report: observing.fault('Deliveries ended with a fault; they go on.'),
  })

  const asked = its === 'asked' ? null : await openForQuestions(config)
  opened.defer(async () => asked?.close())
  const reading = asked === null ? {} : { reading: { ...store, db: asked.db } }
  const token = randomBytes(32).toString('base64url')
  let running = true
  const { publicUrl, uploadCalls: calls, uploadCallsADay: day } = config
  const uploads = calls === undefined || day === undefined ? {} : { uploads: { calls, day } }
  const api = createApi(
    { house, runner, teller, running: () => running, origin: () => config.publicUrl ?? at, ...reading, ...uploads },
    {
      token,
      observing,
      perSecond: config.rateLimit,
      trustedProxy: config.trustedProxy,
      ...(publicUrl !== undefined && { publicUrl }),
      ...(tls !== null && { tls: tls.options }),
    },
  )
  opened.defer(async () => {
    running = false
    // Together: an answer that follows a cycle ends with it.
    await Promise.all([closeServer(api), finish(runner, ending), teller.close()])
  })
  if (tls !== null) opened.use(tls.keep(api.server as Server))
  const url = await listen(api, { host: config.host, port: config.port })
  at = url
  await ensureGraph(database.db, its === 'asked' ? undefined : (publicUrl ?? url))
  const otherName = exclusive || its === 'asked' ? null : await nameService(store, publicUrl ?? url)
  if (otherName !== null) log.warn(otherName)
  const link = made && its !== 'asked' ? await firstInvitation(store, publicUrl ?? url) : null
  const invitation = link === null ? {} : { invitation: link }
  const tokenFile = serviceFile(config.data)
  await writeFile(tokenFile, JSON.stringify({ url, token, pid: process.pid, ...authority }), { mode: 0o600 })
  opened.defer(() => rm(tokenFile, { force: true }))
  await chmod(tokenFile, 0o600)
  log.info(`Usher serves at ${url}`, { url, pid: process.pid })
  const closing = opened.move()
  return { url, tokenFile, firstStart: made, ...authority, ...invitation, close: () => closing.disposeAsync() }
}

/** Connections whose statements end in time, so that no question over the API holds up PostgreSQL. */
async function openForQuestions({ databaseUrl: url, statementTimeout = 30 }: Config) {
  if (url === undefined) return null
  const migrations = new URL('./store/migrations/', import.meta.url)
  return openDatabase<Tables>({ url, migrations, known: true, statementTimeout: statementTimeout * 1000 })
}

/** A store that a command made in a folder that is mistyped would be empty, and look like a loss. */
function refuseNone({ data, databaseUrl }: Config): void {
  if (existsSync(databaseUrl === undefined ? join(data, 'store') : `${data}.key`)) return
  const folder = dirname(data)
  throw new Refusal(
    `There is nothing of Usher in ${folder}. Name the folder of npm start with --data (or USHER_HOME); npm start -- --data ${folder} begins there.`,
    3,
  )
}

/** An object in flight may be finished; one that waits for a slow application may not keep us. */
async function finish(runner: Runner, ending: AbortController): Promise<void> {
  const late = setTimeout(() => ending.abort(), grace)
  await runner.close()
  clearTimeout(late)
}
