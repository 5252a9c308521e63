/** The application of one job as the engine sees it: found out what it offers, paced, counted, stopped when the service ends. */
import type { Target } from '@usher/engine'
import { randomUUID } from 'node:crypto'
import { ableOf, bulkOf } from '../connectors/scim/able.ts'
import { caller } from '../connectors/scim/call.ts'
import { discover, withoutBulk, type Discovery } from '../connectors/scim/discover.ts'
import type { Ignored } from '../connectors/scim/ignored.ts'
import { usualOffers, withKnown, type Offers } from '../connectors/scim/offers.ts'
import { isThere, type Probe, type ProbeState } from '../connectors/scim/probe.ts'
import { scimTarget } from '../connectors/scim/target.ts'
import type { Way } from '../edge/connections.ts'
import { counted } from '../edge/count.ts'
import type { Wait } from '../edge/http.ts'
import { repeating } from '../edge/repeat.ts'
import { until } from '../edge/until.ts'
import { findTemplate } from '../gallery/gallery.ts'
import type { Dialect } from '../gallery/template.ts'
import type { Application } from '../store/applications.ts'
import type { Job } from '../store/jobs.ts'
import { breaking } from './breaker.ts'
import { connectionOf, type From } from './connection.ts'
import type { House } from './open-job.ts'

export type OpenTarget = {
  readonly target: Target
  readonly dialect: Dialect
  /** How many requests were sent so far, repetitions included. */
  requests(): number
  /** What is waited for now, if the application asked for time. */
  waiting(): Wait | null
  /** Asks the application one thing. Throws `TargetUnusable` when it cannot be used. */
  probe(): Promise<void>
}

/**
 * `path`: the first matching attribute. `patience`: milliseconds that a request waits where the application asks for time.
 * `away`: once it is aborted, what waits for its turn is let go.
 *
 * Throws `TargetUnusable` when no credentials were stored.
 */
export async function openTarget(
  house: From & Pick<House, 'ending' | 'watch'>,
  of: {
    readonly app: Application
    readonly job: Job
    readonly path: string | undefined
    readonly patience?: number | undefined
    readonly away?: AbortSignal | undefined
  },
): Promise<OpenTarget> {
  const { app, job, path, patience, away } = of
  const { limits } = findTemplate(app.templateId)
  const { connection: to, way, dialect: name } = await connectionOf(house, app, job)
  // Counted where they leave, so that repetitions count too.
  const watched = house.watch?.send({ application: app.displayName, job: job.name }, way.send) ?? way.send
  const counter = counted(watched)
  const send = way.pacer.lane(counter.send, patience, away)
  const connection = { ...to, send: until(repeating(send), house.ending) }
  const once = { ...to, send: until(way.pacer.lane(counter.send, patience), house.ending) }
  const discovery = discoveryOf(way)
  // Kept with the connection, so that not each cycle begins with a probe.
  const state: ProbeState = way.keep('probe', () => ({ due: true }))
  const probe = { ...probeOf(job, path), state }
  const { dialect } = to
  const made = (offered: Offers): Target => {
    const offers = withKnown(offered, limits)
    const bulk = job.settings.bulk === false ? null : bulkOf(limits, offers, () => withoutBulk(discovery))
    const able = ableOf(limits, { dialect, offers, bulk })
    return scimTarget(connection, { able, offers, probe, bulk, payload: limits.payload, ignored: ignoredOf(way) })
  }
  const found = async (): Promise<Target> =>
    made(dialect.discovers ? await discover(caller(connection), discovery) : usualOffers)
  const target = breaking(whenAsked(made(usualOffers), found), () => isThere(caller(connection), probe))
  // Whoever was down a moment ago is asked one thing, once.
  const look = (): Promise<void> => isThere(caller(once), probe)
  return { dialect: name, target, requests: counter.sent, waiting: way.pacer.waiting, probe: look }
}

/** The application is asked what it offers with the first request, so that a cycle without any asks nothing. */
function whenAsked(usual: Target, found: () => Promise<Target>): Target {
  let known = usual
  let finding: Promise<Target> | undefined
  const target = (): Promise<Target> =>
    (finding ??= found().then(
      (one) => (known = one),
      (error: unknown) => {
        finding = undefined
        throw error
      },
    ))
  return {
    get able() {
      return known.able
    },
    find: async (...of) => (await target()).find(...of),
    get: async (...of) => (await target()).get(...of),
    create: async (...of) => (await target()).create(...of),
    update: async (...of) => (await target()).update(...of),
    delete: async (...of) => (await target()).delete(...of),
    changeMembers: async (...of) => (await target()).changeMembers(...of),
    members: async (...of) => (await target()).members(...of),
    async *list(...of) {
      yield* (await target()).list(...of)
    },
  }
}

/** What is known of what the application offers; kept with the connection. */
export function discoveryOf(way: Way): Discovery {
  return way.keep('discovery', () => ({ known: null }))
}

/** What the application took and did not change; kept with the connection. */
export function ignoredOf(way: Way): Ignored {
  return way.keep('ignored', () => new Set())
}

/** Whom a probe asks for: nobody has such a name. */
export function probeOf({ schema }: Job, path: string | undefined): Probe {
  const mappings = schema.synchronizationRules.flatMap(({ objectMappings }) => objectMappings)
  return {
    path: path ?? 'userName',
    groups: mappings.some(({ enabled, targetObjectName }) => enabled && targetObjectName === 'Group'),
    nobody: () => randomUUID(),
  }
}
