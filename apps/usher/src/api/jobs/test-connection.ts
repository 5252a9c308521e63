import { TargetUnusable } from '@usher/engine'
import { caller } from '../../connectors/scim/call.ts'
import { discover } from '../../connectors/scim/discover.ts'
import { usualOffers, type Offers } from '../../connectors/scim/offers.ts'
import { testConnection } from '../../connectors/scim/probe.ts'
import { listSchemas, unlisted } from '../../connectors/scim/schemas.ts'
import { diagnose, type Diagnosis, type RawExchange, type Stage } from '../../connectors/scim/diagnose.ts'
import { connectionOf, trialOf } from '../../runner/connection.ts'
import { rulesOf, type House } from '../../runner/open-job.ts'
import { discoveryOf, ignoredOf, probeOf } from '../../runner/target.ts'
import type { Application } from '../../store/applications.ts'
import { credentials, type Credentials, type Job } from '../../store/jobs.ts'
import { otherCredentials } from '../../store/next-secret.ts'

export type Tested = {
  readonly ok: boolean
  readonly message: string
  /** What was found out about an application that answers, a sentence each. */
  readonly found?: readonly string[]
  /** Where it fails, stage by stage, and the request that showed it (BT-9). */
  readonly stages?: readonly Stage[]
  readonly exchange?: RawExchange | null
}

/** Milliseconds: somebody who tests wants to know rather than wait. */
const patience = 10_000

/** Proves that URL and credentials work, and says what the application offers. Never writes. */
export async function testJob(
  house: House,
  app: Application,
  job: Job,
  which: 'inUse' | 'other' = 'inUse',
): Promise<Tested> {
  try {
    const { connection: to, way, dialect } = await connectionOf(house, app, job, which)
    const rules = rulesOf(app, job)
    const call = caller({ ...to, send: way.pacer.lane(way.send, patience) })
    await testConnection(call, probeOf(job, rules[0].mapping.termPaths[0]))
    const message = `${app.displayName} answers at ${to.tenantUrl.href}: the supplied credentials are authorized.`
    const ignored = [...ignoredOf(way)]
    const ignores =
      ignored.length === 0
        ? []
        : [`It answered the last update of ${ignored.join(', ')} with the value from before, and may ignore it.`]
    if (!to.dialect.discovers)
      return { ok: true, message, found: [`Requests are written in the dialect ${dialect}.`, ...ignores] }
    const discovery = discoveryOf(way)
    // Somebody tests because something was changed: what was known is asked again.
    discovery.known = null
    const offers = await discover(call, discovery)
    const listed = await listSchemas(call)
    const unknown =
      listed === null
        ? []
        : unlisted(
            rules.flatMap(({ mapping }) => mapping.mappings.map((one) => one.path)),
            listed,
          )
    return {
      ok: true,
      message,
      found: [
        offers === usualOffers ? 'It does not say what it offers.' : saysOf(offers),
        ...(unknown.length === 0 ? [] : [`It does not list ${unknown.join(', ')} in /Schemas, and may ignore them.`]),
        ...ignores,
      ],
    }
  } catch (error) {
    if (!(error instanceof TargetUnusable)) throw error
    // Who asked to be left alone is not asked once more.
    const waits = error.error.code === 'TooManyRequests'
    return { ok: false, message: error.message, ...(!waits && (await diagnosisOf(house, { app, job, which }))) }
  }
}

/** The same with credentials that are not stored, stage by stage. */
export async function testGiven(house: House, app: Application, job: Job, stored: Credentials): Promise<Tested> {
  const { ok, stages, failed, exchange } = await diagnoseWith(house, { app, job, stored })
  const message = ok
    ? `${app.displayName} answers at ${stored.tenantUrl}: the supplied credentials are authorized.`
    : (failed?.says ?? `${app.displayName} could not be asked.`)
  return { ok, message, stages, exchange }
}

/** What fails, by the credentials that are stored; nothing when there are none. */
async function diagnosisOf(
  house: House,
  { app, job, which }: { readonly app: Application; readonly job: Job; readonly which: 'inUse' | 'other' },
): Promise<Pick<Tested, 'stages' | 'exchange'>> {
  const { store, keys } = house
  const stored =
    which === 'inUse'
      ? await credentials(store, keys, job.id)
      : ((await otherCredentials(store, keys, job.id))?.credentials ?? null)
  if (stored === null) return {}
  const { stages, exchange } = await diagnoseWith(house, { app, job, stored })
  return { stages, exchange }
}

/** Tries credentials that need not be stored. */
export async function diagnoseWith(
  house: Pick<House, 'connections'>,
  {
    app,
    job,
    stored,
  }: { readonly app: Application; readonly job: Pick<Job, 'schema' | 'settings'>; readonly stored: Credentials },
): Promise<Diagnosis> {
  const { connection, tls, guard, close } = trialOf(house, { app, settings: job.settings, stored })
  try {
    return await diagnose({ connection, tls, guard, path: matchedBy(job) })
  } finally {
    await close()
  }
}

/** The first matching attribute of people. */
function matchedBy({ schema }: Pick<Job, 'schema'>): string {
  const mappings = schema.synchronizationRules.flatMap(({ objectMappings }) => objectMappings)
  const people = mappings.find(({ sourceObjectName }) => sourceObjectName === 'User')?.attributeMappings ?? []
  const [first] = people
    .filter(({ matchingPriority }) => matchingPriority > 0)
    .toSorted((one, other) => one.matchingPriority - other.matchingPriority)
  return first?.targetAttributeName ?? 'userName'
}

function saysOf({ patch, filter, bulk, cursor, pageSize, etag }: Offers): string {
  const pages = pageSize === null ? 'pages' : `pages of ${pageSize}`
  const offered = [
    ...(patch ? ['PATCH'] : []),
    ...(filter ? ['filters'] : []),
    ...(bulk === null ? [] : [`Bulk of ${bulk.operations} operations`]),
    `${pages} by ${cursor ? 'cursor' : 'index'}`,
    ...(etag ? ['ETags'] : []),
  ]
  const missing = [
    ...(patch ? [] : ['no PATCH: accounts are read and put back whole']),
    ...(filter ? [] : ['no filters: it is read whole to find somebody']),
  ]
  return `It offers ${offered.join(', ')}${missing.length === 0 ? '' : `; ${missing.join('; ')}`}.`
}
