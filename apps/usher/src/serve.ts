/** The service: store, runner and API on one data folder. `main.ts` runs it, and the command line when none runs. */
import { closeServer, holdFolder, listen, makeFolder, openDatabase, Refusal } from '@usher/host'
import { existsSync } from 'node:fs'
import { chmod, rm, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import type { Server } from 'node:https'
import { dirname, join } from 'node:path'
import { createFront } from './api/front.ts'
import { firstInvitation } from './api/sign-in/first-invitation.ts'
import type { Config } from './config.ts'
import { isThisMachine } from './edge/addresses.ts'
import { connections } from './edge/connections.ts'
import { egressGuard } from './edge/egress.ts'
import { readAuthorities } from './edge/certificates.ts'
import { openDirectories } from './directories.ts'
import { secure } from './edge/https/secure.ts'
import { sharedPace } from './runner/shared-pace.ts'
import { sharedQueue, type Why } from './runner/queue.ts'
import type { Pace } from './runner/runner.ts'
import { observe } from './observing.ts'
import { serviceFile } from './service-file.ts'
import { dropStaged } from './store/import-rows.ts'
import { ensureGraph } from './store/ensure-graph.ts'
import { openKeys } from './store/secrets.ts'
import type { Tables } from './store/tables.ts'
import { releaseAll } from './store/leases.ts'
import { listDirectories } from './store/directories.ts'
import { checkKey, ensureTenant, nameService } from './store/tenant.ts'

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
/** Stands for the service itself where a row is of a directory. */
const ofService = '00000000-0000-0000-0000-000000000000'

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
  const exclusive = database.kind === 'pglite'
  const shared = exclusive ? null : sharedPace({ db: database.db, tenant: ofService, changed: () => undefined })
  opened.defer(() => shared?.close())
  const edge = connections({ guard, authorities, ...(shared !== null && { sharing: shared }) })
  opened.defer(() => edge.close())
  for (const { id } of await listDirectories(database.db)) {
    const store = { db: database.db, tenant: id, changed: () => undefined }
    await dropStaged(store)
    if (exclusive) await releaseAll(store)
  }
  const ending = new AbortController()
  const its = pace === 'always' && config.role === 'serve' ? 'elsewhere' : pace
  let look = (_tenant: string, _job: string, _why: Why): void => undefined
  const queue =
    config.databaseUrl === undefined || pace === 'asked'
      ? null
      : await sharedQueue(config.databaseUrl, {
          work: its === 'always' ? (tenant, job, why) => look(tenant, job, why) : null,
          fault(error) {
            if (!outage.isTold(error)) log.warn(`The queue: ${error.message}`)
          },
        })
  opened.defer(() => queue?.close())
  let at: string | null = null
  const asked = its === 'asked' ? null : await openForQuestions(config)
  opened.defer(async () => asked?.close())
  const token = randomBytes(32).toString('base64url')
  let running = true
  const { publicUrl } = config
  const directories = await openDirectories({
    config,
    db: database.db,
    asked: asked?.db ?? null,
    exclusive,
    keys,
    connections: edge,
    authorities,
    observing,
    pace: its,
    queue,
    ending: ending.signal,
    token,
    secure: tls !== null,
    running: () => running,
    origin: () => publicUrl ?? at,
  })
  // Before anybody asks: what is wrong with its routes is a fault of the start.
  await directories.first().api()
  look = (tenant, job, why) => directories.byId(tenant)?.look(job, why)
  const front = createFront(directories, { token, ...(tls !== null && { tls: tls.options }) })
  opened.defer(async () => {
    running = false
    // An object in flight may be finished; one that waits for a slow application may not keep us.
    const late = setTimeout(() => ending.abort(), grace)
    await Promise.all([closeServer(front), directories.close()])
    clearTimeout(late)
  })
  if (tls !== null) opened.use(tls.keep(front.server as Server))
  const url = await listen(front, { host: config.host, port: config.port })
  at = url
  await ensureGraph(database.db, its === 'asked' ? undefined : (publicUrl ?? url))
  const first = { db: database.db, tenant, changed: () => undefined }
  const otherName = exclusive || its === 'asked' ? null : await nameService(first, publicUrl ?? url)
  if (otherName !== null) log.warn(otherName)
  const link = made && its !== 'asked' ? await firstInvitation(first, publicUrl ?? url) : null
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
