/** The connection of one job: its stored credentials, its dialect, and the way out that is shared with others. */
import { withSecond } from '../edge/second-secret.ts'
import { otherCredentials, tellHelped } from '../store/next-secret.ts'
import { TargetUnusable } from '@usher/engine'
import type { ScimConnection } from '../connectors/scim/call.ts'
import { dialects, readTenantUrl } from '../connectors/scim/dialects/dialects.ts'
import type { ScimDialect } from '../connectors/scim/dialects/dialect.ts'
import type { Authorization, Connections, Way } from '../edge/connections.ts'
import type { Bound, Pace } from '../edge/pace.ts'
import { isElsewhere } from '../edge/origin.ts'
import { findTemplate } from '../gallery/gallery.ts'
import { rateInWords } from '../gallery/said.ts'
import type { Dialect, Template } from '../gallery/template.ts'
import type { Application } from '../store/applications.ts'
import type { Store } from '../store/directory.ts'
import { credentials, type Credentials, type Job } from '../store/jobs.ts'
import type { Keys } from '../store/secrets.ts'
import type { JobRowSettings } from '../store/job-row-settings.ts'

export type Connected = {
  readonly connection: Omit<ScimConnection, 'send'>
  readonly way: Way
  readonly dialect: Dialect
}
export type From = { readonly store: Store; readonly keys: Keys; readonly connections: Connections }

/** The connection to the application; throws `TargetUnusable` when none was stored. */
export async function connectionOf(
  from: From,
  app: Application,
  job: Job,
  which: 'inUse' | 'other' = 'inUse',
): Promise<Connected> {
  const { store, keys } = from
  const other = (await otherCredentials(store, keys, job.id))?.credentials ?? null
  const stored = which === 'other' ? other : await credentials(store, keys, job.id)
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
  const pace = paceOf(template.limits, dialect)
  const bound = job.settings.pace ?? unbound
  const own = wayOf(from, { job: which === 'other' ? `${job.id}/other` : job.id, stored, pace, bound })
  // It was given for that host, and helps out at no other.
  const second =
    which === 'other' || other === null || isElsewhere(other.tenantUrl, stored.tenantUrl)
      ? null
      : wayOf(from, { job: `${job.id}/other`, stored: other, pace, bound })
  const way = second === null ? own : { ...own, send: withSecond(own.send, second.send, helped(from, app, job, own)) }
  const { userAgent = true } = job.settings
  const advised = { credential: authorization.kind, called: JSON.stringify(app.displayName), second: which === 'other' }
  const connection = { tenantUrl: url, dialect, ...advised, ...(!userAgent && { userAgent: null }) }
  return { connection, way, dialect: name }
}

/** A connection with credentials that need not be stored, unpaced, which whoever has it closes. */
export function trialOf(
  { connections }: Pick<From, 'connections'>,
  {
    app,
    settings,
    stored,
  }: { readonly app: Application; readonly settings: JobRowSettings; readonly stored: Credentials },
) {
  const { client, authorities, tenantUrl } = stored
  const authorization = authorizationOf(stored)
  const { url } = readTenantUrl(tenantUrl)
  const name = dialectOf(settings, tenantUrl, findTemplate(app.templateId))
  const tls = { ...client, ...(authorities !== undefined && { authorities: [authorities] }) }
  const trial = connections.trial({ authorization, tls })
  const advised = { credential: authorization.kind, called: JSON.stringify(app.displayName) }
  const connection = { ...advised, tenantUrl: url, dialect: dialects[name], send: trial.send }
  return { connection, tls: trial.tls, guard: connections.guard, close: trial.close }
}

function wayOf({ connections }: From, of: { job: string; stored: Credentials; pace: Pace; bound: Bound }): Way {
  const { client, authorities, tenantUrl } = of.stored
  const { url } = readTenantUrl(tenantUrl)
  return connections.open({
    job: of.job,
    address: url.origin + url.pathname.replace(/\/$/, ''),
    pace: of.pace,
    bound: of.bound,
    authorization: authorizationOf(of.stored),
    tls: { ...client, ...(authorities !== undefined && { authorities: [authorities] }) },
  })
}

/** Written down with the first request that the other secret helped out with, as long as this connection lives. */
function helped({ store }: From, app: Application, job: Job, way: Way): () => Promise<void> {
  const state = way.keep('helped', () => ({ said: false }))
  return async () => {
    if (state.said) return
    state.said = true
    await tellHelped(store, app, job)
  }
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

/** Nothing but what the application bears and publishes. */
export const unbound: Bound = { perSecond: null, atOnce: null }

/** `at most 8 at once, and 20 in 1 s`: what holds, whatever the application bears. */
export function paceInForce(limits: Template['limits'], dialect: Dialect, { perSecond, atOnce }: Bound): string {
  const { requestsInFlight, rates = [] } = paceOf(limits, dialects[dialect])
  const { most } = requestsInFlight
  const said = [...rates.map(rateInWords), ...(perSecond === null ? [] : [`all: ${perSecond} in 1 s`])]
  return `at most ${Math.min(most, atOnce ?? most)} at once${said.length === 0 ? ', as many as the application bears' : `; ${said.join('; ')}`}`
}

function authorizationOf({ oauth, secretToken }: Credentials): Authorization {
  if (oauth !== undefined) return { kind: 'oauth', client: oauth }
  return secretToken === undefined ? { kind: 'certificate' } : { kind: 'token', token: secretToken }
}
