/** Puts together what a cycle of one job needs: its rule, its source, its target, its journal. */
import {
  compileRules,
  type Instant,
  type MappingContext,
  type Ports,
  type Rule,
  type Rules,
  type Source,
} from '@usher/engine'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { directorySource } from '../connectors/directory/source.ts'
import type { Connections } from '../edge/connections.ts'
import type { Wait } from '../edge/http.ts'
import type { Application } from '../store/applications.ts'
import { Wrong, type Store } from '../store/directory.ts'
import { isInbound } from '../store/inbound-jobs.ts'
import type { Job } from '../store/jobs.ts'
import type { Lease } from '../store/fence.ts'
import { journal } from '../store/journal.ts'
import type { Keys } from '../store/secrets.ts'
import { readTenant } from '../store/tenant.ts'
import type { Outage } from '../observe/outage.ts'
import type { Watch } from '../observe/watch.ts'
import type { Company } from './company.ts'
import { usualVanished } from './connection.ts'
import { changeLimitsOf, retriesOf } from './safeguards.ts'
import { openTarget } from './target.ts'

export type House = {
  readonly store: Store
  readonly keys: Keys
  readonly connections: Connections
  /** Aborted when the service cannot wait any longer. */
  readonly ending: AbortSignal
  /** Nobody else can have this store open. */
  readonly exclusive: boolean
  /** Days after which tokens are signed with a new key; absent: 90. */
  readonly signingKeyDays?: number
  now(): Instant
  readonly watch?: Watch
  /** Tells once that the store is away. */
  readonly outage?: Pick<Outage, 'isTold'>
  /** Absent where no other process can carry out cycles. */
  readonly company?: Company
}
export type OpenJob = {
  readonly ports: Ports
  readonly rules: Rules
  /** Of its lines in the log. */
  readonly cycle: string
  requests(): number
  /** What is waited for now, if the application asked for time. */
  waiting(): Wait | null
  /** Asks the application one thing. Throws `TargetUnusable` when it cannot be used. */
  probe(): Promise<void>
}

/** Milliseconds that somebody who looks waits for an application that asks for time; a cycle waits longer. */
const patienceOfLooks = 60_000
/** Minutes over which the guard counts removals: the interval of the job, at least 40. */
const leastWindow = 40

/** After a backup was restored every removal is held, whatever is set: the directory may be older than the accounts. */
const everyRemoval = { threshold: 1, percent: 100 }

/** The rule about people. */
export function ruleOf(app: Application, job: Job): Rule {
  return rulesOf(app, job)[0]
}

/** Throws `Wrong` when nothing is provisioned by the job. */
export function rulesOf(app: Application, job: Job): Rules {
  if (isInbound(job))
    throw new Wrong(
      'invalid',
      `${app.displayName} brings people into the directory, by what clients send. Nothing is provisioned from here.`,
    )
  const { preventAccidentalDeletions: guard, skipOutOfScopeDeletions, syncAll, interval } = job.settings
  const {
    onVanished = 'recreate',
    adoptAfterReview = false,
    keepReleased = false,
    deleteAfterDays = null,
  } = job.settings
  const deciding = [syncAll, job.settings.nestedGroups === true, skipOutOfScopeDeletions, keepReleased, deleteAfterDays]
  // What only says when, how fast or to whom it is told makes no other decision.
  const version = createHash('sha256')
    .update(JSON.stringify([job.schema, deciding, onVanished, adoptAfterReview, app.requiresRole, app.appRoles]))
    .digest('base64url')
    .slice(0, 16)
  return compileRules(job.schema, {
    version,
    appRoles: app.appRoles,
    requiresRole: app.requiresRole,
    syncAll,
    onVanished,
    skipOutOfScopeDeletions,
    adopt: adoptAfterReview ? 'review' : 'always',
    keepReleased,
    deleteAfterDays,
    guard:
      job.restored !== null
        ? everyRemoval
        : guard.enabled
          ? { threshold: guard.threshold, percent: guard.percent }
          : null,
    guardWindow: Math.max(leastWindow, interval),
    changes: changeLimitsOf(job.settings),
    ladder: retriesOf(job.settings),
  })
}

/** What a plan was made by, in one word. After a restore it is another one: then every removal is held. */
export function planVersion(app: Application, job: Job): string {
  const { version } = ruleOf(app, job)
  return job.restored === null ? version : `${version} ${job.restored}`
}

/** The directory as a job reads it. `reads`: the computed attributes that are asked for. */
export function sourceOf(store: Store, app: Application, job: Job, reads: ReadonlySet<string>): Source {
  return directorySource(
    store,
    app.id,
    { reads, appRoles: app.appRoles },
    { nested: job.settings.nestedGroups === true },
  )
}

/** What mappings and filters may ask of the world now. */
export async function contextOf({ store, now }: Pick<House, 'store' | 'now'>): Promise<MappingContext> {
  const { defaultDomain, timeZone } = await readTenant(store)
  return { now: now(), defaultDomain, timeZone }
}

export type Held = Pick<Lease, 'lease' | 'lane' | 'shard' | 'via' | 'also'> & {
  readonly cycle?: string
  /** Once it is aborted, what waits for its turn at the application is let go. */
  readonly away?: AbortSignal
}

/** Ports for one cycle that holds the job, or for looking without writing (null). */
export async function openJob(house: House, app: Application, job: Job, held: Held | null): Promise<OpenJob> {
  const { store, keys } = house
  const { away, ...lease }: Held = held ?? { lease: '', lane: 'cycle' }
  const [people, ...others] = rulesOf(app, job)
  const path = people.mapping.termPaths[0]
  const patience = held === null ? patienceOfLooks : undefined
  const { target, dialect, requests, waiting, probe } = await openTarget(house, { app, job, path, patience, away })
  const onVanished = job.settings.onVanished ?? usualVanished(dialect)
  const rules: Rules = [{ ...people, onVanished }, ...others.map((rule) => ({ ...rule, onVanished }))]
  const reads = new Set(rules.flatMap((rule) => [...rule.reads]))
  const cycle = randomUUID()
  return {
    rules,
    requests,
    waiting,
    probe,
    cycle,
    ports: watched(house, app, job, {
      source: sourceOf(store, app, job, reads),
      target,
      journal: journal(store, {
        job: job.id,
        application: app.id,
        cycle,
        ...lease,
        schemaVersion: job.schemaVersion,
        logsLeftOut: job.settings.logOutOfScope ?? false,
        now: house.now,
      }),
      now: house.now,
      digest: keys.digest,
      random: (count) => randomBytes(count),
    }),
  }
}

function watched({ watch }: House, { displayName }: Application, { name }: Job, ports: Ports): Ports {
  return watch?.ports({ application: displayName, job: name }, ports) ?? ports
}
