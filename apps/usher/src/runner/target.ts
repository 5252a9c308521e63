/** The application of one job as the engine sees it: found out what it offers, paced, counted, stopped when the service ends. */
import type { Target } from '@usher/engine'
import { randomUUID } from 'node:crypto'
import { ableOf, bulkOf } from '../connectors/scim/able.ts'
import { caller } from '../connectors/scim/call.ts'
import { discover, withoutBulk, type Discovery } from '../connectors/scim/discover.ts'
import { usualOffers } from '../connectors/scim/offers.ts'
import type { Probe, ProbeState } from '../connectors/scim/probe.ts'
import { scimTarget } from '../connectors/scim/target.ts'
import type { Way } from '../edge/connections.ts'
import { counted } from '../edge/count.ts'
import { until } from '../edge/until.ts'
import { findTemplate } from '../gallery/gallery.ts'
import type { Dialect } from '../gallery/template.ts'
import type { Application } from '../store/applications.ts'
import type { Job } from '../store/jobs.ts'
import { connectionOf, type From } from './connection.ts'

export type OpenTarget = {
  readonly target: Target
  readonly dialect: Dialect
  /** How many requests were sent so far, repetitions included. */
  requests(): number
}

/** `path`: the first matching attribute. Throws `TargetUnusable` when no credentials were stored. */
export async function openTarget(
  house: From & { readonly ending: AbortSignal },
  { app, job, path }: { readonly app: Application; readonly job: Job; readonly path: string | undefined },
): Promise<OpenTarget> {
  const { limits } = findTemplate(app.templateId)
  const { connection: to, way, dialect } = await connectionOf(house, app, job)
  // Counted where they leave, so that repetitions count too.
  const counter = counted(way.send)
  const connection = { ...to, send: until(way.pacer.lane(counter.send), house.ending) }
  const discovery = discoveryOf(way)
  const offers = to.dialect.discovers ? await discover(caller(connection), discovery) : usualOffers
  const bulk = job.settings.bulk === false ? null : bulkOf(limits, offers, () => withoutBulk(discovery))
  const able = ableOf(limits, { dialect: to.dialect, offers, bulk })
  // Kept with the connection, so that not each cycle begins with a probe.
  const state: ProbeState = way.keep('probe', () => ({ due: true }))
  const probe = { ...probeOf(job, path), state }
  return {
    dialect,
    target: scimTarget(connection, { able, offers, probe, bulk, payload: limits.payload }),
    requests: counter.sent,
  }
}

/** What is known of what the application offers; kept with the connection. */
export function discoveryOf(way: Way): Discovery {
  return way.keep('discovery', () => ({ known: null }))
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
