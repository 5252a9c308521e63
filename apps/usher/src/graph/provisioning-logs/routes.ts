/** The provisioning log, as `/auditLogs/provisioning` (graph-api.md 9.1). */
import { readLog, readOldest, type LogLine } from '../../store/log-read.ts'
import { cursorOf, placeOf, type LogQuestion, type Place } from '../../store/log-question.ts'
import { ownedBy } from '../../store/owners.ts'
import { isInbound } from '../../store/inbound-jobs.ts'
import { everyJob } from '../../store/jobs-of-all.ts'
import { passes } from '../filter/in-memory.ts'
import type { Filter } from '../filter/syntax.ts'
import type { Answer, Call, Route } from '../route.ts'
import { jobId } from '../synchronization/place.ts'
import { entityAnswer } from '../wire/entity.ts'
import { GraphFault, notFound } from '../wire/fault.ts'
import { expiredPage, listAnswer, pageStart, selected } from '../wire/page.ts'
import { pageSize } from '../wire/query.ts'
import { comparable, questionOf, type JobFacts } from './question.ts'

const read = 'microsoft.directory/provisioningLogs/allProperties/read'
const resource = 'provisioningObjectSummary'
/** Lines that one request looks at; when the filter lets few of them through, the page is short, and has a next one. */
const mostRead = 20_000
const chunk = 1000

export const provisioningLogRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/auditLogs/provisioning',
    action: read,
    mine: true,
    says: 'What provisioning did, object by object, newest first; owners see what was done for their applications.',
    handle: list,
  },
  {
    method: 'GET',
    path: '/auditLogs/provisioning/:id',
    action: read,
    mine: true,
    says: 'One line.',
    handle: async (call) => {
      const { id = '' } = call.params
      const jobs = await jobsSeen(call)
      const [line] = await readLog(call.context.house.store, { change: id, limit: 1, ...limitedTo(jobs) })
      if (line === undefined) throw notFound(id)
      return entityAnswer(call, 'auditLogs/provisioning', selected(shown(call, line, jobs), call.query.select))
    },
  },
]

type Seen = { readonly facts: readonly JobFacts[]; readonly ids: ReadonlyMap<string, string>; readonly all: boolean }

async function list(call: Call): Promise<Answer> {
  const { filter, select, orderby, count } = call.query
  const [order, ...others] = orderby
  if (others.length > 0 || (order !== undefined && order.path.toLowerCase() !== 'activitydatetime'))
    throw new GraphFault('unsupportedQuery', '$orderby takes activityDateTime here, asc or desc.')
  if (count) throw new GraphFault('unsupportedQuery', '$count is not supported on the provisioning log.')
  const limit = pageSize(call.query, { usual: 1000, most: 1000 })
  const jobs = await jobsSeen(call)
  const question = { ...questionOf(filter, jobs.facts), ...(jobs.all ? {} : narrowed(filter, jobs)) }
  const oldestFirst = order?.descending === false
  const found = await pageOf(call, { question, filter, limit, oldestFirst, jobs })
  return listAnswer(call, {
    of: 'auditLogs/provisioning',
    items: found.lines.map((line) => selected(shown(call, line, jobs), select)),
    next: found.next === null ? null : cursorOf(found.next),
  })
}

/** Only their own, whatever the filter says. */
function narrowed(filter: Filter | null, { facts }: Seen): LogQuestion {
  return { jobs: questionOf(filter, facts).jobs ?? facts.map(({ id }) => id) }
}

function limitedTo({ all, facts }: Seen): LogQuestion {
  return all ? {} : { jobs: facts.map(({ id }) => id) }
}

type Asked = {
  readonly question: LogQuestion
  readonly filter: Filter | null
  readonly limit: number
  readonly oldestFirst: boolean
  readonly jobs: Seen
}

/** Reads on until the page is full, or enough was read. */
async function pageOf(
  call: Call,
  { question, filter, limit, oldestFirst, jobs }: Asked,
): Promise<{ readonly lines: readonly LogLine[]; readonly next: Place | null }> {
  const { store } = call.context.house
  const mine = new Set(question.jobs ?? [])
  const test = filter === null ? null : comparable(filter)
  const passesAll = (line: LogLine): boolean =>
    (question.jobs === undefined || mine.has(line.jobId)) &&
    (test === null || passes(compared(shown(call, line, jobs)), test, { of: resource, exact: true }))
  const lines: LogLine[] = []
  let after = startOf(call)
  for (let looked = 0; looked < mostRead; looked += chunk) {
    const size = test === null && !oldestFirst ? limit + 1 : chunk
    const from = after === undefined ? question : { ...question, after }
    const read = oldestFirst ? await readOldest(store, from, size) : await readLog(store, { ...from, limit: size })
    for (const line of read) {
      if (!passesAll(line)) continue
      const last = lines.at(-1)
      if (lines.length === limit && last !== undefined) return { lines, next: last.place }
      lines.push(line)
    }
    if (read.length < size) return { lines, next: null }
    after = read.at(-1)?.place
  }
  return { lines, next: after ?? null }
}

function startOf(call: Call): Place | undefined {
  const start = pageStart(call)
  if (start === null) return undefined
  const place = typeof start === 'string' ? placeOf(start) : null
  if (place === null) throw expiredPage()
  return place
}

const directory = { id: 'directory', displayName: 'Usher directory' }
const api = { id: 'api', displayName: 'API' }

/** The jobs whose lines the caller may see, by the Graph's names. */
async function jobsSeen(call: Call): Promise<Seen> {
  const { store } = call.context.house
  const all = await call.may(read)
  const own = all ? null : new Set((await ownedBy(store, call.caller.id)).map(({ id }) => id))
  const jobs = (await everyJob(store)).filter(({ applicationId }) => own === null || own.has(applicationId))
  const ids = new Map(jobs.map((job) => [job.id, jobId(job, store.tenant)]))
  const inbound = new Set(jobs.filter(isInbound).map(({ id }) => id))
  const facts = jobs.map(({ id, applicationId, application }) => {
    const named = { id: applicationId, displayName: application }
    return {
      id,
      item: {
        jobId: ids.get(id),
        tenantId: store.tenant,
        servicePrincipal: named,
        ...(inbound.has(id)
          ? { sourceSystem: api, targetSystem: directory }
          : { sourceSystem: directory, targetSystem: named }),
      },
    }
  })
  return { facts, ids, all }
}

function shown(call: Call, { entry, jobId: short }: LogLine, { ids }: Seen) {
  const { usher, ...summary } = entry
  void usher
  const named = { ...summary, id: summary.changeId, jobId: ids.get(short) ?? short }
  if (call.version === 'v1.0') return named
  // Names of before, which clients of /beta still read.
  return { ...named, action: named.provisioningAction, statusInfo: named.provisioningStatusInfo }
}

/** As it is compared: times as numbers, and the names of before too. */
function compared(item: ReturnType<typeof shown>): object {
  return {
    ...item,
    activityDateTime: Date.parse(item.activityDateTime),
    action: item.provisioningAction,
    statusInfo: item.provisioningStatusInfo,
  }
}
