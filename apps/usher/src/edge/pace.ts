/** Keeps requests to one application below what it bears and what it publishes. */
import type { Rate } from '../gallery/template.ts'
import type { Counted, HttpRequest, HttpResponse, Send, Wait } from './http.ts'
import { waitingLine, type Clock, type Place } from './line.ts'
import { NoAnswer } from './no-answer.ts'
import { full, refillOf, take, waitFor, type Refill } from './token-bucket.ts'

/** What other processes do to the pace of this one. */
export type Shared = { share(): number; paused(until: number): void }
export type Pace = {
  readonly requestsInFlight: { readonly start: number; readonly most: number }
  readonly rates?: readonly Rate[]
}
/** What somebody allows at most, whatever the application bears; null: nothing is said. */
export type Bound = { readonly perSecond: number | null; readonly atOnce: number | null }
/** What everybody who talks to the application shares. */
export type Pacer = {
  /**
   * A way of one's own to it: ways take turns, so that a long cycle does not keep a short one waiting.
   *
   * `patience`: milliseconds that a request waits for an application that asks for time; five minutes unless said (E-5).
   * It throws `NoAnswer` of kind `later`, and sends nothing, while the application wants to be left alone for longer; and of kind
   * `stopped` once `away` is aborted, for whoever waits too. A request whose object has begun waits for its turn all the same.
   */
  lane(send: Send, patience?: number, away?: AbortSignal): Send
  /** What everybody waits for now, if the application asked for time. */
  waiting(): Wait | null
  /** What is allowed at most on behalf of somebody; the least of all who said something holds for all, also of other processes together. */
  bound(whose: string, bound: Bound): void
  /** Another process was asked to wait until then, in milliseconds since 1970. */
  pauseUntil(at: number): void
}

const systemClock: Clock = { now: () => performance.now(), after: (ms, work) => void setTimeout(work, ms) }

const usualPatience = 5 * 60_000
/** No application is left alone for longer, whatever it asks for. */
const longestPause = 24 * 3600_000
const mostRepetitions = 5

/**
 * As many requests in flight as the application bears: one more after each round without trouble, half after trouble.
 *
 * No published rate is passed. 429 and 503 are repeated after `Retry-After` (or a second, doubled each time, at most a
 * minute), at most five times; meanwhile nobody else sends either (ER-18). Where that takes longer than somebody waits,
 * the answer is handed on with the time (`wait`), and nobody is asked before it. Any other answer is handed on.
 */
export function pacer(
  { requestsInFlight: { start, most }, rates = [] }: Pace,
  clock: Clock = systemClock,
  shared: Shared = { share: () => 1, paused: () => undefined },
): Pacer {
  const bucketOf = (rate: Rate) => ({ rate, refill: refillOf(rate), bucket: full(refillOf(rate), clock.now()) })
  // The last one is what somebody allows of everything, if anybody does.
  const buckets: (ReturnType<typeof bucketOf> | undefined)[] = [...rates.map(bucketOf), undefined]
  const bounds = new Map<string, Bound>()
  let allowed = { perSecond: Number.POSITIVE_INFINITY, atOnce: Number.POSITIVE_INFINITY }
  let limit = Math.min(start, most)
  let good = 0
  // What was sent before the last trouble may fail for the same reason; it is one trouble.
  let period = 0
  const line = waitingLine(clock, {
    limit: () =>
      allowed.atOnce === Number.POSITIVE_INFINITY
        ? limit
        : Math.min(limit, Math.max(1, Math.floor(allowed.atOnce * shared.share()))),
    wait: ({ which, count }, now) =>
      which.reduce((longest, index) => {
        const one = buckets[index]
        return one === undefined
          ? longest
          : Math.max(longest, waitFor(partOf(one.refill, shared.share()), one.bucket, { now, count: count(index) }))
      }, 0),
    taken({ which, count }, now) {
      for (const index of which) {
        const one = buckets[index]
        if (one !== undefined)
          one.bucket = take(partOf(one.refill, shared.share()), one.bucket, { now, count: count(index) })
      }
    },
  })
  let asked: { readonly at: number; readonly status: number } | null = null
  const pause = (ms: number, status: number): void => {
    const at = Date.now() + ms
    if (asked === null || at > asked.at) asked = { at, status }
    line.pause(ms)
  }
  const pauseUntil = (at: number): void => {
    if (at > Date.now() && (asked === null || at > asked.at)) pause(at - Date.now(), 429)
  }
  const waiting = (): Wait | null => (asked === null || line.paused() === 0 ? null : waitOf(asked))
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
    waiting,
    pauseUntil,
    bound(whose, said) {
      bounds.set(whose, said)
      const least = (of: keyof Bound): number =>
        Math.min(...[...bounds.values()].map((one) => one[of] ?? Number.POSITIVE_INFINITY))
      const before = allowed.perSecond
      allowed = { perSecond: least('perSecond'), atOnce: least('atOnce') }
      if (allowed.perSecond === before) return
      buckets[rates.length] = Number.isFinite(allowed.perSecond)
        ? bucketOf({ requests: allowed.perSecond, seconds: 1 })
        : undefined
    },
    lane(send, patience = usualPatience, away) {
      const lane = line.lane(patience)
      return async (request) => {
        const place = placeOf([...rates, everything], request)
        // Others hear that this process speaks to the application, also where no rate is published.
        shared.share()
        let waited = 0
        for (let attempt = 0; ; attempt += 1) {
          const leaves = request.begun === true ? undefined : away
          if (!(await lane.enter(place, attempt > 0, leaves)))
            throw leaves?.aborted === true ? stopped() : new NoAnswer('later', asksToWait(waiting()))
          const since = period
          try {
            const answer = await send(request)
            if (answer.status !== 429 && answer.status !== 503) {
              fine()
              return answer
            }
            trouble(since)
            const { ms, isAsked } = retryAfter(answer, attempt)
            pause(ms, answer.status)
            shared.paused(Date.now() + ms)
            waited += ms
            const wait = waiting()
            if (waited > patience) return { ...answer, ...(isAsked && wait && { wait }) }
            if (attempt === mostRepetitions) return answer
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

/** What a bound counts. */
const everything: Rate = { requests: Number.POSITIVE_INFINITY, seconds: 1 }

function stopped(): NoAnswer {
  return new NoAnswer('stopped', 'It was stopped before its turn came')
}

/** What is left of a limit for one of several processes. */
function partOf(refill: Refill, share: number): Refill {
  if (share === 1) return refill
  return { capacity: Math.max(1, Math.floor(refill.capacity * share)), perMillisecond: refill.perMillisecond * share }
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
function retryAfter(answer: HttpResponse, attempt: number): { readonly ms: number; readonly isAsked: boolean } {
  const header = answer.headers['retry-after']?.trim() ?? ''
  const seconds = header === '' ? Number.NaN : Number(header)
  const wait = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000
  if (!Number.isNaN(wait)) return { ms: Math.min(longestPause, Math.max(0, wait)), isAsked: true }
  return { ms: Math.min(60_000, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2), isAsked: false }
}

/** To the second, and not before. */
function waitOf({ at, status }: { readonly at: number; readonly status: number }): Wait {
  return { until: new Date(Math.ceil(at / 1000) * 1000).toISOString().replace('.000', ''), status }
}

/** One sentence, whoever is told. */
export function asksToWait(wait: Wait | null): string {
  return wait === null
    ? 'The application asked to wait.'
    : `The application asked to wait until ${wait.until} (${wait.status}). Usher sends it nothing before.`
}
