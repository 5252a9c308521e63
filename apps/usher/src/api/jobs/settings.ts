import type { SchemaFinding } from '@usher/engine'
import { z } from 'zod'
import { reportOn } from '../../schema/check.ts'
import { dialectOf, paceInForce, unbound, usualVanished } from '../../runner/connection.ts'
import { safeguardsOf } from '../../runner/safeguards.ts'
import { findTemplate } from '../../gallery/gallery.ts'
import { Wrong } from '../../store/directory.ts'
import type { Application } from '../../store/applications.ts'
import { credentials, type Job } from '../../store/jobs.ts'
import type { JobRowSettings } from '../../store/job-row-settings.ts'
import type { Context } from '../context.ts'
import { readAddresses } from '../../mail-addresses.ts'
import { certificateEnds, credentialsBody, otherBody, shownCredentials } from './credentials.ts'

const threshold = z.number().int().min(1)
const percent = z.number().min(1).max(100)
/** Minutes after the first failure, each later than the one before; minutes between further attempts; days. */
const ladderBody = {
  after: z
    .array(z.number().int().min(1).max(40_320))
    .max(10)
    .refine((list) => list.every((one, at) => at === 0 || one > (list[at - 1] ?? 0)), {
      error: 'each must be later than the one before, as in 40,360,720,1440',
    })
    .optional(),
  every: z.number().int().min(1).max(40_320).optional(),
  days: z.number().int().min(1).max(365).optional(),
}

export const settingsBody = z.strictObject({
  ...credentialsBody,
  other: otherBody,
  /** Several are separated by commas. */
  notificationEmail: z
    .string()
    .refine((text) => readAddresses(text) !== null, 'must be an e-mail address, or several separated by commas')
    .nullable()
    .optional(),
  /** The day on which the stored secret expires; null: nobody knows. */
  secretExpiresOn: z.iso.date('must be a day like 2026-03-31').nullable().optional(),
  /** The check box "send an email notification when a failure occurs". */
  notifyOnFailure: z.boolean().optional(),
  preventAccidentalDeletions: z
    .strictObject({
      enabled: z.boolean().optional(),
      threshold: z.number().int().min(1).optional(),
      percent: z.number().min(1).max(100).optional(),
    })
    .optional(),
  preventMassChanges: z
    .strictObject({
      enabled: z.boolean().optional(),
      emptyThreshold: threshold.optional(),
      emptyPercent: percent.optional(),
      renameThreshold: threshold.optional(),
      renamePercent: percent.optional(),
      newThreshold: threshold.optional(),
      newPercent: percent.optional(),
    })
    .optional(),
  retries: z.strictObject(ladderBody).optional(),
  quarantine: z
    .strictObject({
      ...ladderBody,
      from: threshold.optional(),
      percent: percent.optional(),
      failures: threshold.optional(),
      withReferences: threshold.optional(),
      least: z.number().int().min(0).optional(),
      outage: z.number().int().min(1).max(10_080).optional(),
    })
    .optional(),
  onVanished: z.enum(['recreate', 'report']).optional(),
  skipOutOfScopeDeletions: z.boolean().optional(),
  /** An existing account is taken over only when a person agrees. */
  adoptAfterReview: z.boolean().optional(),
  /** Whoever left scope is looked after until the directory forgets them. */
  keepReleased: z.boolean().optional(),
  /** Days after which a disabled account is deleted; null: never. */
  deleteAfterDays: z.number().int().min(1).max(3650).nullable().optional(),
  scope: z.enum(['assigned', 'all']).optional(),
  nestedGroups: z.boolean().optional(),
  interval: z.number().int().min(1).max(1440).optional(),
  /** null: as the Tenant URL's flag or the gallery says. */
  dialect: z.enum(['rfc', 'entra', 'entra+062020']).nullable().optional(),
  /** What is sent at most, whatever the application bears; null: nothing is said. */
  pace: z
    .strictObject({
      perSecond: z.number().int().min(1).max(1000).nullable().optional(),
      atOnce: z.number().int().min(1).max(100).nullable().optional(),
    })
    .optional(),
  bulk: z.boolean().optional(),
  /** Whoever is left out of scope gets a line of the provisioning log, too. */
  logOutOfScope: z.boolean().optional(),
  userAgent: z.boolean().optional(),
})
type Body = z.infer<typeof settingsBody>

/** The settings with what is new. Throws `Wrong` when the mappings cannot be used with them. */
export function settingsOf({ settings: before, schema, templateId }: Job, body: Body): JobRowSettings {
  const { displayName, limits } = findTemplate(templateId)
  if (typeof body.deleteAfterDays === 'number' && !limits.delete) {
    throw new Wrong('invalid', `${displayName} does not support delete, so accounts cannot be deleted after some days.`)
  }
  const syncAll = body.scope === undefined ? before.syncAll : body.scope === 'all'
  const refused = syncAll === before.syncAll ? [] : reportOn(schema, { syncAll }).findings.filter(isError)
  if (refused.length > 0) throw new Wrong('invalid', refused.map(({ message }) => message).join(' '))
  const guard = body.preventAccidentalDeletions ?? {}
  const known = before.preventAccidentalDeletions
  const { dialect: chosen, ...rest } = before
  const set = safeguardsOf(before)
  // A new secret has a date of its own.
  const renewed = body.secretToken !== undefined || body.oauth !== undefined || body.client !== undefined
  // A certificate says itself when it ends, unless a token goes with it.
  const said = certificateEnds(body)
  const expires = body.secretExpiresOn === undefined && renewed ? said : body.secretExpiresOn
  const dialect = body.dialect === undefined ? chosen : body.dialect
  return {
    ...rest,
    notificationEmail: body.notificationEmail === undefined ? before.notificationEmail : body.notificationEmail,
    ...(expires !== undefined && { secretExpiresOn: expires }),
    ...(body.notifyOnFailure !== undefined && { notifyOnFailure: body.notifyOnFailure }),
    preventAccidentalDeletions: {
      enabled: guard.enabled ?? known.enabled,
      threshold: guard.threshold ?? known.threshold,
      percent: guard.percent ?? known.percent,
    },
    ...(body.preventMassChanges && { preventMassChanges: merged(set.preventMassChanges, body.preventMassChanges) }),
    ...(body.retries && { retries: merged(set.retries, body.retries) }),
    ...(body.quarantine && { quarantine: merged(set.quarantine, body.quarantine) }),
    ...(body.onVanished !== undefined && { onVanished: body.onVanished }),
    skipOutOfScopeDeletions: body.skipOutOfScopeDeletions ?? before.skipOutOfScopeDeletions,
    adoptAfterReview: body.adoptAfterReview ?? before.adoptAfterReview ?? false,
    keepReleased: body.keepReleased ?? before.keepReleased ?? false,
    deleteAfterDays: body.deleteAfterDays === undefined ? (before.deleteAfterDays ?? null) : body.deleteAfterDays,
    syncAll,
    nestedGroups: body.nestedGroups ?? before.nestedGroups ?? false,
    interval: body.interval ?? before.interval,
    ...(dialect !== undefined && dialect !== null && { dialect }),
    ...(body.pace && { pace: merged(before.pace ?? unbound, body.pace) }),
    ...(body.bulk !== undefined && { bulk: body.bulk }),
    ...(body.logOutOfScope !== undefined && { logOutOfScope: body.logOutOfScope }),
    ...(body.userAgent !== undefined && { userAgent: body.userAgent }),
  }
}

/** What is new over what was before. */
function merged<T extends object>(before: T, change: { readonly [K in keyof T]?: T[K] | undefined }): T {
  const said = Object.entries(change).filter(([, value]) => value !== undefined)
  return { ...before, ...Object.fromEntries(said) }
}

function isError({ severity }: SchemaFinding): boolean {
  return severity === 'error'
}

/** Settings as they may be shown: whether there are secrets, never a secret. */
export async function showSettings({ house }: Context, app: Application, job: Job) {
  const stored = await credentials(house.store, house.keys, job.id)
  const {
    dialect: _,
    pace = unbound,
    bulk = true,
    logOutOfScope = false,
    userAgent = true,
    syncAll,
    notifyOnFailure = true,
    secretExpiresOn = null,
    nestedGroups = false,
    adoptAfterReview = false,
    keepReleased = false,
    deleteAfterDays = null,
    onVanished,
    ...settings
  } = job.settings
  const template = findTemplate(app.templateId)
  const dialect = dialectOf(job.settings, stored?.tenantUrl ?? null, template)
  return {
    application: app.displayName,
    job: job.name,
    ...shownCredentials(stored),
    ...settings,
    ...safeguardsOf(job.settings),
    notifyOnFailure,
    secretExpiresOn,
    adoptAfterReview,
    onVanished: onVanished ?? usualVanished(dialect),
    keepReleased,
    deleteAfterDays,
    scope: syncAll ? 'all' : 'assigned',
    nestedGroups,
    dialect,
    pace,
    paceInForce: paceInForce(template.limits, dialect, pace),
    bulk,
    logOutOfScope,
    userAgent,
  }
}
