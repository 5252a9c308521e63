/** The connection of one job: its stored credentials, its dialect, and the way out that is shared with others. */
import { TargetUnusable } from '@usher/engine'
import type { ScimConnection } from '../connectors/scim/call.ts'
import { dialects, readTenantUrl } from '../connectors/scim/dialects/dialects.ts'
import type { ScimDialect } from '../connectors/scim/dialects/dialect.ts'
import type { Authorization, Connections, Way } from '../edge/connections.ts'
import type { Pace } from '../edge/pace.ts'
import { findTemplate } from '../gallery/gallery.ts'
import type { Dialect, Template } from '../gallery/template.ts'
import type { Application } from '../store/applications.ts'
import type { Store } from '../store/directory.ts'
import { credentials, type Credentials, type Job } from '../store/jobs.ts'
import type { Keys } from '../store/secrets.ts'
import type { JobRowSettings } from '../store/tables.ts'

export type Connected = {
  readonly connection: Omit<ScimConnection, 'send'>
  readonly way: Way
  readonly dialect: Dialect
}
export type From = { readonly store: Store; readonly keys: Keys; readonly connections: Connections }

/** The connection to the application; throws `TargetUnusable` when none was stored. */
export async function connectionOf({ store, keys, connections }: From, app: Application, job: Job): Promise<Connected> {
  const stored = await credentials(store, keys, job.id)
  if (stored === null) {
    throw new TargetUnusable({
      code: 'Unauthorized',
      message: `${app.displayName} has no Tenant URL and Secret Token yet: usher settings ${JSON.stringify(app.displayName)} --tenant-url URL --secret-token -`,
      retry: 'later',
    })
  }
  const template = findTemplate(app.templateId)
  const { url } = readTenantUrl(stored.tenantUrl)
  const name = dialectOf(job.settings, stored.tenantUrl, template)
  const dialect = dialects[name]
  const authorization = authorizationOf(stored)
  const { client, authorities } = stored
  const way = connections.open({
    job: job.id,
    address: url.origin + url.pathname.replace(/\/$/, ''),
    pace: paceOf(template.limits, dialect),
    authorization,
    tls: { ...client, ...(authorities !== undefined && { authorities: [authorities] }) },
  })
  const { userAgent = true } = job.settings
  const connection = { tenantUrl: url, dialect, credential: authorization.kind, ...(!userAgent && { userAgent: null }) }
  return { connection, way, dialect: name }
}

/** What the administrator chose, else a flag on the Tenant URL, else what the gallery knows of the application. */
export function dialectOf(
  { dialect }: JobRowSettings,
  tenantUrl: string | null,
  template: Pick<Template, 'dialect'>,
): Dialect {
  return dialect ?? (tenantUrl === null ? null : readTenantUrl(tenantUrl).flag) ?? template.dialect
}

/** Entra writes no more about an account that was removed in the application, and tells of it (CY-46, decisions). */
export function usualVanished(dialect: Dialect): 'recreate' | 'report' {
  return dialect === 'rfc' ? 'recreate' : 'report'
}

/** What the application publishes is a ceiling; where it publishes nothing, what the dialect brings along (decisions). */
export function paceOf({ rates, requestsInFlight }: Template['limits'], { pace }: ScimDialect): Pace {
  if (pace === undefined || rates !== undefined) return { requestsInFlight, ...(rates && { rates }) }
  const most = Math.min(requestsInFlight.most, pace.requestsInFlight.most)
  return { requestsInFlight: { start: Math.min(requestsInFlight.start, most), most }, rates: pace.rates }
}

function authorizationOf({ oauth, secretToken }: Credentials): Authorization {
  if (oauth !== undefined) return { kind: 'oauth', client: oauth }
  return secretToken === undefined ? { kind: 'certificate' } : { kind: 'token', token: secretToken }
}
