/** Keeps requests to one application below what it bears and what it publishes. */
import type { Rate } from '../gallery/template.ts'
import type { Counted, HttpRequest, HttpResponse, Send } from './http.ts'
import { waitingLine, type Clock, type Place } from './line.ts'
import { NoAnswer } from './no-answer.ts'
import { full, refillOf, take, waitFor } from './token-bucket.ts'

export type Pace = {
  readonly requestsInFlight: { readonly start: number; readonly most: number }
  readonly rates?: readonly Rate[]
}
/** What everybody who talks to the application shares. */
export type Pacer = {
  /** A way of one's own to it: ways take turns, so that a long cycle does not keep a short one waiting. */
  lane(send: Send): Send
}

const systemClock: Clock = { now: () => performance.now(), after: (ms, work) => void setTimeout(work, ms) }

/** Milliseconds that one request waits for an application that asks for time; then its answer is handed on (E-5). */
const longest = 5 * 60_000
const mostRepetitions = 5

/**
 * As many requests in flight as the application bears: one more after each round without trouble, half after trouble.
 *
 * No published rate is passed. 429 and 503 are repeated after `Retry-After` (or a second, doubled each time, at most a
 * minute), at most five times; meanwhile nobody else sends either (ER-18). Any other answer is handed on.
 */
export function pacer({ requestsInFlight: { start, most }, rates = [] }: Pace, clock: Clock = systemClock): Pacer {
  const buckets = rates.map((rate) => ({ rate, refill: refillOf(rate), bucket: full(refillOf(rate), clock.now()) }))
  let limit = Math.min(start, most)
  let good = 0
  // What was sent before the last trouble may fail for the same reason; it is one trouble.
  let period = 0
  const line = waitingLine(clock, {
    limit: () => limit,
    wait: ({ which, count }, now) =>
      which.reduce((longest, index) => {
        const one = buckets[index]
        return one === undefined
          ? longest
          : Math.max(longest, waitFor(one.refill, one.bucket, { now, count: count(index) }))
      }, 0),
    taken({ which, count }, now) {
      for (const index of which) {
        const one = buckets[index]
        if (one !== undefined) one.bucket = take(one.refill, one.bucket, { now, count: count(index) })
      }
    },
  })
  const trouble = (since: number): void => {
    if (since !== period) return
    limit = Math.max(1, Math.floor(limit / 2))
    good = 0
    period += 1
  }
  const fine = (): void => {
    good += 1
    if (good < limit) return
    limit = Math.min(most, limit + 1)
    good = 0
  }

  return {
    lane(send) {
      const lane = line.lane()
      return async (request) => {
        const place = placeOf(rates, request)
        let waited = 0
        for (let attempt = 0; ; attempt += 1) {
          await lane.enter(place, attempt > 0)
          const since = period
          try {
            const answer = await send(request)
            if (answer.status !== 429 && answer.status !== 503) {
              fine()
              return answer
            }
            trouble(since)
            const wait = retryAfter(answer, attempt)
            line.pause(Math.min(longest, wait))
            waited += wait
            if (attempt === mostRepetitions || waited > longest) return answer
          } catch (error) {
            if (error instanceof NoAnswer && error.kind !== 'forbidden') trouble(since)
            throw error
          } finally {
            lane.leave()
          }
        }
      }
    },
  }
}

function placeOf(rates: readonly Rate[], request: HttpRequest): Place {
  const counts = rates.map((rate) => countOf(rate, request))
  const count = (index: number): number => counts[index] ?? 0
  return { which: [...counts.keys()].filter((index) => count(index) > 0), count }
}

/** How many requests of this kind a request is. */
function countOf(rate: Rate, { method, url, standsFor }: HttpRequest): number {
  const concerned = (one: Counted): boolean =>
    (rate.methods === undefined || rate.methods.includes(one.method)) &&
    (rate.resource === undefined || rate.resource === one.resource)
  if (standsFor !== undefined) return standsFor.filter(concerned).length
  const resource = /\/(Users|Groups)(\/[^/]*)?$/i.exec(url.pathname)?.[1] ?? ''
  return concerned({ method, resource: resource.slice(0, 1).toUpperCase() + resource.slice(1).toLowerCase() }) ? 1 : 0
}

/** Milliseconds to wait: seconds or a date (RFC 9110 §10.2.3), else a second, doubled each time, with some chance in it. */
function retryAfter(answer: HttpResponse, attempt: number): number {
  const header = answer.headers['retry-after']?.trim() ?? ''
  const fallback = Math.min(60_000, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2)
  if (header === '') return fallback
  const seconds = Number(header)
  const wait = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000
  return Number.isNaN(wait) ? fallback : Math.max(0, wait)
}
