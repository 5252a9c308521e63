/** Sees what the engine does without the engine knowing: counts, traces, and says how cycles end. */
import type { Ports, Settled } from '@usher/engine'
import type { HttpRequest, Send } from '../edge/http.ts'
import { NoAnswer } from '../edge/no-answer.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Traces } from './traces.ts'
import type { CycleEnd } from '../runner/one-cycle.ts'
import type { LastCycle } from '../store/jobs.ts'

/** `directory`: by its domain; absent while there is but one. */
export type Of = { readonly application: string; readonly job: string; readonly directory?: string }
export type Watch = {
  /** One cycle, to its end. */
  cycle(of: Of & { readonly id: string }, work: () => Promise<CycleEnd>): Promise<CycleEnd>
  /** The doors of the engine: what is recorded is counted, and pages are traced. */
  ports(of: Of, ports: Ports): Ports
  /** The way to an application. */
  send(of: Of, send: Send): Send
}
export type Watching = {
  readonly log: Log
  readonly metrics: Metrics
  readonly traces: Traces
  /** Whether applications are told the trace that a request belongs to. */
  readonly traceApplications: boolean
}

/** What one directory does. `directory`: what it is called at the moment, if that has to be said. */
export function watchOf(watch: Watch, directory: () => string | undefined): Watch {
  const of = <T extends Of>(one: T): T => {
    const name = directory()
    return name === undefined ? one : { directory: name, ...one }
  }
  return {
    cycle: (one, work) => watch.cycle(of(one), work),
    ports: (one, ports) => watch.ports(of(one), ports),
    send: (one, send) => watch.send(of(one), send),
  }
}

export function createWatch({ log, metrics, traces, traceApplications }: Watching): Watch {
  return {
    cycle: ({ id, ...of }, work) =>
      traces.within('cycle', { 'usher.application': of.application, 'usher.job': of.job, 'usher.job.id': id }, async (span) => {
        const began = performance.now()
        try {
          const end = await work()
          if ('busy' in end) return end
          const seconds = since(began)
          const { cycle, result } = kindOf(end)
          metrics.took('usher_cycle_duration_seconds', { ...of, cycle, result }, seconds)
          span.set({ 'usher.cycle': cycle, 'usher.result': result })
          if ('error' in end) {
            span.fail(end.error.code)
            metrics.count('usher_failures_total', { ...of, code: end.error.code })
            log.info(`A cycle of ${of.application} failed: ${end.error.code}.`, { ...of, jobId: id, seconds, code: end.error.code })
          } else {
            for (const change of ['added', 'removed', 'failed'] as const)
              metrics.count('usher_memberships_total', { ...of, change }, end.summary.members[change])
            log.info(`A cycle of ${of.application} ended.`, { ...of, jobId: id, ...numbersOf(end.summary), seconds })
          }
          return end
        } catch (error) {
          metrics.took('usher_cycle_duration_seconds', { ...of, cycle: 'unknown', result: 'failure' }, since(began))
          metrics.count('usher_failures_total', { ...of, code: 'InternalError' })
          throw error
        }
      }), // prettier-ignore
    ports: (of, ports) => ({
      ...ports,
      within: (name, objects, work) => traces.within(name, { 'usher.objects': objects }, work),
      journal: {
        ...ports.journal,
        async record(settled, mark) {
          await ports.journal.record(settled, mark)
          tally(metrics, of, settled)
        },
        members: {
          ...ports.journal.members,
          async record(known, forgotten, lines) {
            await ports.journal.members.record(known, forgotten, lines)
            tallyFailures(metrics, of, lines)
          },
        },
      },
    }),
    send: (of, send) => (request) =>
      traces.within(`${request.method} ${kindOfPath(request.url)}`, attributesOf(request), async (span) => {
        const began = performance.now()
        const told = traceApplications && span.traceparent !== null ? withTrace(request, span.traceparent) : request
        const ended = (status: string): void => {
          metrics.count('usher_requests_total', { ...of, status })
          metrics.took('usher_request_duration_seconds', of, since(began))
        }
        try {
          const answer = await send(told)
          ended(`${Math.floor(answer.status / 100)}xx`)
          span.set({ 'http.response.status_code': answer.status })
          if (answer.status >= 400) span.fail(String(answer.status))
          return answer
        } catch (error) {
          ended('none')
          if (error instanceof NoAnswer) span.fail(error.kind)
          throw error
        }
      }),
  }
}

/** By the page, since a page has few kinds of outcomes and many objects. */
function tally(metrics: Metrics, of: Of, settled: readonly Settled[]): void {
  const told = settled
    .map(({ outcome }) => outcome)
    .filter(({ change, result }) => change.action !== 'none' || result === 'failure' || result === 'warning')
  for (const [key, those] of Map.groupBy(told, ({ change, result }) => `${change.action} ${result}`)) {
    const [action = '', result = ''] = key.split(' ')
    metrics.count('usher_actions_total', { ...of, action, result }, those.length)
  }
  tallyFailures(metrics, of, settled)
}

function tallyFailures(metrics: Metrics, of: Of, settled: readonly Settled[]): void {
  for (const { outcome } of settled)
    if (outcome.result === 'failure') metrics.count('usher_failures_total', { ...of, code: outcome.error.code })
}

function kindOf(end: Exclude<CycleEnd, { busy: true }>): { readonly cycle: string; readonly result: string } {
  if ('error' in end) return { cycle: 'unknown', result: 'failure' }
  return { cycle: end.summary.cycle, result: end.summary.stopped ? 'stopped' : 'success' }
}

function numbersOf({ cycle, read, created, updated, disabled, deleted, failed, held, requests }: LastCycle) {
  return { cycle, read, created, updated, disabled, deleted, failed, held, requests }
}

/** `Users`, `Users/{id}`: an address may name a person, in its path and in its query. */
function kindOfPath({ pathname }: URL): string {
  const [, type = 'other', rest] = /\/(Users|Groups|Bulk|Schemas|ServiceProviderConfig|ResourceTypes)(\/.+)?$/i.exec(pathname) ?? [] // prettier-ignore
  return rest === undefined ? type : `${type}/{id}`
}

/** As OpenTelemetry's conventions for HTTP name them, without what names a person. */
function attributesOf({ method, url }: HttpRequest) {
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
  return { 'http.request.method': method, 'server.address': url.hostname, 'server.port': port, 'url.template': kindOfPath(url) } // prettier-ignore
}

function withTrace(request: HttpRequest, traceparent: string): HttpRequest {
  return { ...request, headers: { ...request.headers, traceparent } }
}

function since(began: number): number {
  return (performance.now() - began) / 1000
}
