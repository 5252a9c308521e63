/** What this service is: its version, what it keeps everything in, and how people reach it. */
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import usher from '../../../package.json' with { type: 'json' }
import { signingKeysOf } from '../../store/signing-keys.ts'
import { licensesOf } from './licenses.ts'
import type { Context } from '../context.ts'

export function aboutRoutes(app: FastifyInstance, { house, origin, directories }: Context): void {
  const { store, exclusive, signingKeyDays = 90 } = house
  app.get('/usher/about', async (request) => {
    const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(
      store.db,
    )
    const address = origin?.() ?? `${request.protocol}://${request.host}`
    return {
      version: usher.version,
      license: 'Apache-2.0',
      node: process.versions.node,
      store: { kind: exclusive ? 'embedded' : 'PostgreSQL', version: rows[0]?.version ?? '' },
      address,
      https: address.startsWith('https:'),
      several: directories?.several() ?? false,
      signingKeys: { days: signingKeyDays, keys: await signingKeysOf(store) },
    }
  })
  app.get('/usher/about/licenses', async () => ({ packages: await licensesOf() }))
}
