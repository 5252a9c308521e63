import type { SchemaFinding } from '@usher/engine'
import { z } from 'zod'
import { reportOn } from '../../schema/check.ts'
import type { Application } from '../../store/applications.ts'
import { Wrong } from '../../store/directory.ts'
import { credentials, type Credentials, type Job } from '../../store/jobs.ts'
import type { JobRowSettings } from '../../store/tables.ts'
import type { Context } from '../context.ts'

export const settingsBody = z.strictObject({
  tenantUrl: z.string().min(1).optional(),
  secretToken: z.string().min(1).max(8192).optional(),
  notificationEmail: z.union([z.email(), z.null()]).optional(),
  preventAccidentalDeletions: z
    .strictObject({
      enabled: z.boolean().optional(),
      threshold: z.number().int().min(1).optional(),
      percent: z.number().min(1).max(100).optional(),
    })
    .optional(),
  onVanished: z.enum(['recreate', 'report']).optional(),
  skipOutOfScopeDeletions: z.boolean().optional(),
  scope: z.enum(['assigned', 'all']).optional(),
  nestedGroups: z.boolean().optional(),
  interval: z.number().int().min(1).max(1440).optional(),
})
type Body = z.infer<typeof settingsBody>

/** The settings with what is new. Throws `Wrong` when the mappings cannot be used with them. */
export function settingsOf({ settings: before, schema }: Job, body: Body): JobRowSettings {
  const syncAll = body.scope === undefined ? before.syncAll : body.scope === 'all'
  const refused = syncAll === before.syncAll ? [] : reportOn(schema, { syncAll }).findings.filter(isError)
  if (refused.length > 0) throw new Wrong('invalid', refused.map(({ message }) => message).join(' '))
  const guard = body.preventAccidentalDeletions ?? {}
  const known = before.preventAccidentalDeletions
  return {
    ...before,
    notificationEmail: body.notificationEmail === undefined ? before.notificationEmail : body.notificationEmail,
    preventAccidentalDeletions: {
      enabled: guard.enabled ?? known.enabled,
      threshold: guard.threshold ?? known.threshold,
      percent: guard.percent ?? known.percent,
    },
    onVanished: body.onVanished ?? before.onVanished,
    skipOutOfScopeDeletions: body.skipOutOfScopeDeletions ?? before.skipOutOfScopeDeletions,
    syncAll,
    nestedGroups: body.nestedGroups ?? before.nestedGroups ?? false,
    interval: body.interval ?? before.interval,
  }
}

function isError({ severity }: SchemaFinding): boolean {
  return severity === 'error'
}

/** The pair to store: what is new, and what was stored for the other half. */
export async function tenantUrlOf({ house }: Context, job: Job, body: Body): Promise<Credentials> {
  const before = await credentials(house.store, house.keys, job.id)
  const tenantUrl = body.tenantUrl === undefined ? before?.tenantUrl : checked(body.tenantUrl)
  const secretToken = body.secretToken?.trim() ?? before?.secretToken
  if (tenantUrl === undefined) throw new Wrong('invalid', 'Give the Tenant URL too: --tenant-url URL.')
  if (secretToken === undefined)
    throw new Wrong('invalid', 'Give the Secret Token too: --secret-token - reads it from standard input.')
  if (/[^\x21-\x7e]/.test(secretToken))
    throw new Wrong('invalid', 'The Secret Token holds characters that no token has. Copy it again.')
  return { tenantUrl, secretToken }
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

function checked(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new Wrong(
      'invalid',
      `The Tenant URL "${text}" is not a web address. Copy the SCIM API URL from the application.`,
    )
  }
  if (url.username !== '' || url.password !== '') {
    throw new Wrong(
      'invalid',
      'The Tenant URL must not hold a user name or password; the Secret Token goes into its own setting.',
    )
  }
  if (url.protocol === 'http:' && !loopback.has(url.hostname)) {
    throw new Wrong('invalid', 'The Tenant URL must begin with https://; plain http is for this machine only.')
  }
  return url.href
}

/** Settings as they may be shown: whether there is a token, never the token. */
export async function showSettings({ house }: Context, app: Application, job: Job) {
  const stored = await credentials(house.store, house.keys, job.id)
  const { syncAll, nestedGroups = false, ...shown } = job.settings
  return {
    application: app.displayName,
    job: job.name,
    tenantUrl: stored?.tenantUrl ?? null,
    secretToken: stored === null ? null : '(stored)',
    ...shown,
    scope: syncAll ? 'all' : 'assigned',
    nestedGroups,
  }
}
