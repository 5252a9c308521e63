/**
 * What of a `$filter` the log can be asked for by its index: what stands joined by `and`, and jobs that cannot be meant. The
 * whole filter is applied to the lines that come back.
 */
import type { Instant } from '@usher/engine'
import type { LogQuestion } from '../../store/log-question.ts'
import { passes } from '../filter/in-memory.ts'
import type { Filter, Literal } from '../filter/syntax.ts'

/** What is known of a line before it is read, from its job. */
export type JobFacts = { readonly id: string; readonly item: object }

const resource = 'provisioningObjectSummary'
/** Paths of `JobFacts.item`. */
const ofJob: ReadonlySet<string> = new Set([
  'jobid', 'tenantid', 'serviceprincipal/id', 'serviceprincipal/displayname', 'sourcesystem/id', 'sourcesystem/displayname',
  'targetsystem/id', 'targetsystem/displayname',
]) // prettier-ignore

export function questionOf(filter: Filter | null, jobs: readonly JobFacts[]): LogQuestion {
  if (filter === null) return {}
  const left = jobs.filter(({ item }) => !isRuledOut(filter, item))
  const parts = conjuncts(filter).flatMap((part) => asked(part))
  return {
    ...Object.assign({}, ...parts),
    ...times(filter),
    ...(left.length < jobs.length && { jobs: left.map(({ id }) => id) }),
  }
}

function conjuncts(filter: Filter): readonly Filter[] {
  return filter.kind === 'and' ? filter.terms.flatMap(conjuncts) : [filter]
}

/** Whether no line of the job can pass. */
function isRuledOut(filter: Filter, item: object): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.terms.some((term) => isRuledOut(term, item))
    case 'or':
      return filter.terms.every((term) => isRuledOut(term, item))
    case 'compare':
    case 'in':
    case 'text':
      return ofJob.has(nameOf(filter.left.path)) && !passes(item, filter, { of: resource, exact: true })
    case 'not':
    case 'any':
    case 'all':
    case 'count':
      return false
  }
}

const facets: Readonly<Record<string, keyof LogQuestion>> = {
  cycleid: 'cycle', changeid: 'change', id: 'change', provisioningaction: 'action', action: 'action',
  'provisioningstatusinfo/status': 'result', 'statusinfo/status': 'result', 'sourceidentity/id': 'objectId', 'targetidentity/id': 'objectId',
  'provisioningstatusinfo/errorinformation/errorcode': 'code',
} // prettier-ignore

function asked(part: Filter): readonly LogQuestion[] {
  if (part.kind !== 'compare' || part.op !== 'eq' || typeof part.value !== 'string') return []
  const facet = facets[nameOf(part.left.path)]
  // What is held is skipped to the Graph, and no result of ours is both.
  if (facet === undefined || (facet === 'result' && part.value === 'skipped')) return []
  return [{ [facet]: part.value }]
}

/** Bounds are wider by a millisecond, since lines are cut to that when they are compared. */
function times(filter: Filter): Pick<LogQuestion, 'since' | 'until'> {
  const bounds = conjuncts(filter).flatMap((part) =>
    part.kind === 'compare' && nameOf(part.left.path) === 'activitydatetime'
      ? [{ op: part.op, at: milliseconds(part.value) }]
      : [],
  )
  const all = (...ops: readonly string[]): readonly number[] =>
    bounds.flatMap(({ op, at }) => (ops.includes(op) && at !== null ? [at] : []))
  const since = all('gt', 'ge', 'eq')
  const until = all('lt', 'le', 'eq')
  return {
    ...(since.length > 0 && { since: instant(Math.max(...since) - 1) }),
    ...(until.length > 0 && { until: instant(Math.min(...until) + 2) }),
  }
}

function milliseconds(value: Literal): number | null {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? null : at
}

function instant(at: number): Instant {
  return new Date(at).toISOString() as Instant
}

function nameOf(path: readonly string[]): string {
  return path.join('/').toLowerCase()
}

/** With times as numbers, as lines are compared. */
export function comparable(filter: Filter): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { ...filter, terms: filter.terms.map(comparable) }
    case 'not':
      return { ...filter, of: comparable(filter.of) }
    case 'compare':
      return nameOf(filter.left.path) === 'activitydatetime' ? { ...filter, value: milliseconds(filter.value) } : filter
    case 'in':
    case 'text':
    case 'any':
    case 'all':
    case 'count':
      return filter
  }
}
