/** Puts together what a cycle of one job needs: its rule, its source, its target, its journal. */
import { compileRule, type Instant, type MappingContext, type Ports, type Rule } from '@usher/engine'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { directorySource } from '../connectors/directory/source.ts'
import { ableOf, bulkOf } from '../connectors/scim/able.ts'
import type { ProbeState } from '../connectors/scim/probe.ts'
import { scimTarget } from '../connectors/scim/target.ts'
import { caller } from '../connectors/scim/call.ts'
import { discover, withoutBulk, type Discovery } from '../connectors/scim/discover.ts'
import { usualOffers } from '../connectors/scim/offers.ts'
import { counted } from '../edge/count.ts'
import type { Connections, Way } from '../edge/connections.ts'
import { until } from '../edge/until.ts'
import { findTemplate } from '../gallery/gallery.ts'
import type { Application } from '../store/applications.ts'
import type { Store } from '../store/directory.ts'
import type { Job } from '../store/jobs.ts'
import { journal } from '../store/journal.ts'
import type { Keys } from '../store/secrets.ts'
import { readTenant } from '../store/tenant.ts'
import { connectionOf } from './connection.ts'

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
  const { limits } = findTemplate(app.templateId)
  const { connection: to, way } = await connectionOf(house, app, job)
  // Counted where they leave, so that repetitions count too.
  const counter = counted(way.send)
  const connection = { ...to, send: until(way.pacer.lane(counter.send), house.ending) }
  const discovery: Discovery = way.keep('discovery', () => ({ known: null }))
  const offers = to.dialect.discovers ? await discover(caller(connection), discovery) : usualOffers
  const bulk = job.settings.bulk === false ? null : bulkOf(limits, offers, () => withoutBulk(discovery))
  const able = ableOf(limits, { dialect: to.dialect, offers, bulk })
  const rule = ruleOf(app, job)
  return {
    rule,
    requests: counter.sent,
    ports: {
      source: directorySource(store, app.id, { reads: rule.reads, appRoles: app.appRoles }),
      target: scimTarget(connection, { able, offers, probe: probeOf(rule, way), bulk, payload: limits.payload }),
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

/** Nobody has such a name; the state is that of the connection, so that not each cycle begins with a probe. */
function probeOf(rule: Rule, way: Way) {
  const state: ProbeState = way.keep('probe', () => ({ due: true }))
  return { state, path: rule.mapping.termPaths[0] ?? 'userName', groups: false, nobody: () => randomUUID() }
}
