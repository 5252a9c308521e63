/** What clients ask `/auditLogs/provisioning` for (graph-api.md 9.1), over the same lines as `bench/log.ts`. */
import type { Filled } from './log-lines.ts'

type Address = (filled: Filled, n: number) => string

const filtered = (filter: string, top = 50): string =>
  `/v1.0/auditLogs/provisioning?$top=${top}&$filter=${encodeURIComponent(filter)}`
const before = ({ now }: Filled, days: number): string => new Date(Date.parse(now) - days * 86_400_000).toISOString()

export const overGraph: Readonly<Record<string, Address>> = {
  'newest 50': () => '/v1.0/auditLogs/provisioning?$top=50',
  'newest 1,000': () => '/v1.0/auditLogs/provisioning?$top=1000',
  'one job': ({ jobs }, n) => filtered(`jobId eq '${jobs[n % jobs.length]}'`),
  'one person by id': ({ ids }, n) => filtered(`sourceIdentity/id eq '${ids[n]}'`),
  'one account by id': ({ targets }, n) => filtered(`targetIdentity/id eq '${targets[n]}'`),
  'failures': () => filtered(`provisioningStatusInfo/status eq 'failure'`),
  'failures of one job, 7 days': (filled, n) => filtered(`provisioningStatusInfo/status eq 'failure' and jobId eq '${filled.jobs[n % filled.jobs.length]}' and activityDateTime ge ${before(filled, 7)}`),
  'disabled, a month ago': (filled) => filtered(`provisioningAction eq 'disable' and activityDateTime ge ${before(filled, 60)} and activityDateTime lt ${before(filled, 30)}`),
  'one cycle': ({ cycles }, n) => filtered(`cycleId eq '${cycles[(n * 13) % cycles.length]}'`),
  'one day, oldest first': (filled, n) => `/v1.0/auditLogs/provisioning?$top=50&$orderby=activityDateTime&$filter=${encodeURIComponent(`activityDateTime ge ${before(filled, 2 + n)}`)}`,
} // prettier-ignore
