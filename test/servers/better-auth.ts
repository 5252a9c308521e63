/** Better Auth with its SCIM plugin, on SQLite in memory. It does what it documents and refuses the rest. */
import { scim } from '@better-auth/scim'
import { betterAuth, type BetterAuthPlugin } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import { DatabaseSync } from 'node:sqlite'
import { serving, token, type ForeignServer } from './serving.ts'

export async function betterAuthServer(): Promise<ForeignServer> {
  const options = {
    database: new DatabaseSync(':memory:'),
    secret: 'only-for-tests-and-long-enough-for-it',
    // Where it says that its resources are; nobody follows that here.
    baseURL: 'http://127.0.0.1',
    telemetry: { enabled: false },
    logger: { disabled: true },
    plugins: [
      scim({
        connections: [{ id: 'usher', credentials: [{ id: 'usher', type: 'bearer', token }] }],
        compatibility: { microsoftEntra: { acceptLegacyGroupSchema: true } },
        // Its types and those of the library differ under exactOptionalPropertyTypes.
      }) as unknown as BetterAuthPlugin,
    ],
  }
  const { runMigrations } = await getMigrations(options)
  await runMigrations()
  const handler = toNodeHandler(betterAuth(options))
  return serving((request, response) => void handler(request, response), '/api/auth/scim/v2')
}
