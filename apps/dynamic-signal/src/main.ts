import { join } from 'node:path'
import { endWithParent, holdFolder, listen, makeFolder, onSignals, openDatabase, run } from '@usher/host'
import { generatePassword, hashPassword } from './admin/passwords.ts'
import { help, readConfig } from './config.ts'
import { type Address, buildService } from './service.ts'
import { type Tables, migrations } from './store/tables.ts'
import { openTenant } from './store/tenants.ts'

run(async () => {
  const config = readConfig(process.argv.slice(2), process.env)
  if (config === 'help') return void process.stdout.write(help())

  // A parent can die while the store is still being opened, so this comes first; until then there is nothing to stop.
  let stop = async (): Promise<void> => undefined
  endWithParent(() => stop())

  // The store: a folder that nobody else may have open, or a PostgreSQL server.
  const isEmbedded = config.databaseUrl === undefined
  const hold = isEmbedded ? await holdFolder(config.data, 'Dynamic Signal') : null
  const folder = isEmbedded ? join(config.data, 'store') : undefined
  if (folder !== undefined) await makeFolder(folder)
  const database = await openDatabase<Tables>({
    url: config.databaseUrl,
    ...(folder === undefined ? {} : { folder }),
    migrations,
    statementTimeout: 30_000,
  })

  // On an empty store: a tenant and its first administrator.
  const password = config.adminPassword ?? generatePassword()
  const tenant = await openTenant(database.db, {
    userName: config.adminUser,
    passwordHash: () => hashPassword(password),
  })
  // Said at once: should something fail further down, the next start does not know it any more.
  if (tenant.isNew && config.adminPassword === undefined)
    process.stdout.write(`Sign in as ${config.adminUser} with the password ${password} (shown this once)\n`)

  let address: Address = { baseUrl: '', origins: [] } // known once it listens
  const service = await buildService({
    db: database.db,
    tenantId: tenant.id,
    address: () => address,
    isSecure: config.baseUrl?.startsWith('https:') ?? false,
    now: Date.now,
  })
  stop = async () => {
    await service.stop()
    await database.close()
    await hold?.release()
  }
  onSignals(stop)

  const url = await listen(service.app, { host: config.host, port: config.port })
  address = { baseUrl: config.baseUrl ?? url, origins: originsOf(config.baseUrl ?? url, url) }
  const ready = {
    url: address.baseUrl,
    scimApiUrl: service.scimUrl(),
    adminUser: config.adminUser,
    firstStart: tenant.isNew,
  }
  if (process.send !== undefined) return void process.send({ ready: true, ...ready })
  process.stdout.write(`Dynamic Signal: ${ready.url}\nSCIM API URL:   ${ready.scimApiUrl}\n`)
})

/** The console is reached by its public address, and on this machine by each of the machine's own names. */
function originsOf(baseUrl: string, url: string): readonly string[] {
  const { port } = new URL(url)
  const local = ['127.0.0.1', 'localhost', '[::1]'].map((host) => `http://${host}:${port}`)
  return [...new Set([new URL(baseUrl).origin, new URL(url).origin, ...local])]
}
