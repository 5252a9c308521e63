/** Puts together what a cycle of one job needs: its rule, its source, its target, its journal. */
import { compileRule, type Instant, type MappingContext, type Ports, type Rule } from '@usher/engine'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { directorySource } from '../connectors/directory/source.ts'
import type { Connections } from '../edge/connections.ts'
import type { Application } from '../store/applications.ts'
import type { Store } from '../store/directory.ts'
import type { Job } from '../store/jobs.ts'
import { journal } from '../store/journal.ts'
import type { Keys } from '../store/secrets.ts'
import { readTenant } from '../store/tenant.ts'
import { openTarget } from './target.ts'

export type House = {
  readonly store: Store
  readonly keys: Keys
  readonly connections: Connections
  /** Aborted when the service cannot wait any longer. */
  readonly ending: AbortSignal
  /** Nobody else can have this store open. */
  readonly exclusive: boolean
  now(): Instant
}
export type OpenJob = { readonly ports: Ports; readonly rule: Rule; requests(): number }

/** Minutes over which the guard counts removals: the interval of the job, at least 40. */
const leastWindow = 40

export function ruleOf(app: Application, job: Job): Rule {
  const { preventAccidentalDeletions: guard, onVanished, skipOutOfScopeDeletions, syncAll, interval } = job.settings
  const version = createHash('sha256')
    .update(JSON.stringify([job.schema, job.settings, app.requiresRole]))
    .digest('base64url')
    .slice(0, 16)
  return compileRule(job.schema, {
    version,
    appRoles: app.appRoles,
    requiresRole: app.requiresRole,
    syncAll,
    onVanished,
    skipOutOfScopeDeletions,
    guard: guard.enabled ? { threshold: guard.threshold, percent: guard.percent } : null,
    guardWindow: Math.max(leastWindow, interval),
  })
}

/** What mappings and filters may ask of the world now. */
export async function contextOf({ store, now }: Pick<House, 'store' | 'now'>): Promise<MappingContext> {
  const { defaultDomain, timeZone } = await readTenant(store)
  return { now: now(), defaultDomain, timeZone }
}

/** Ports for one cycle (`lease`), or for looking without writing (`lease` null). */
export async function openJob(house: House, app: Application, job: Job, lease: string | null): Promise<OpenJob> {
  const { store, keys } = house
  const rule = ruleOf(app, job)
  const { target, requests } = await openTarget(house, { app, job, path: rule.mapping.termPaths[0] })
  return {
    rule,
    requests,
    ports: {
      source: directorySource(store, app.id, { reads: rule.reads, appRoles: app.appRoles }),
      target,
      journal: journal(store, {
        job: job.id,
        application: app.id,
        cycle: randomUUID(),
        lease: lease ?? '',
        schemaVersion: job.schemaVersion,
        now: house.now,
      }),
      now: house.now,
      digest: keys.digest,
      random: (count) => randomBytes(count),
    },
  }
}
