import { ScimError } from '@usher/scim'
import { type Rate, rate } from '../rate.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { ScimErrorWithHeaders } from './answer.ts'

const strangersPerSecond = 50

export type Limits = {
  /** Takes requests from a tenant's rate. Throws 429 with `Retry-After` when there are not as many. */
  take(tenant: Tenant, count: number, kind: 'request' | 'list'): void
  /** Takes a request without a token from the rate of its address. */
  takeAnonymous(address: string): void
}

/** How many requests a second each tenant may send, as its settings say. `now` in milliseconds. */
export function limitsOf(now: () => number): Limits {
  const strangers = new Map<string, Rate>()
  const rates = new Map<string, { perSecond: number; rate: Rate }>()
  return {
    take(tenant, count, kind) {
      const { requestsPerSecond, listsPerSecond } = tenant.settings
      const perSecond = kind === 'list' ? listsPerSecond : requestsPerSecond
      if (perSecond === null) return
      const key = `${tenant.id} ${kind}`
      const known = rates.get(key)
      const current = known?.perSecond === perSecond ? known : { perSecond, rate: rate(perSecond, now) }
      rates.set(key, current)
      const seconds = current.rate.take(count)
      if (seconds === 0) return
      const what = kind === 'list' ? 'lists' : 'requests'
      const error = new ScimError(429, undefined, `More than ${perSecond} ${what} a second. Try again in ${seconds} s.`)
      throw new ScimErrorWithHeaders(error, { 'retry-after': String(seconds) })
    },

    takeAnonymous(address) {
      if (strangers.size > 10_000) strangers.clear()
      const current = strangers.get(address) ?? rate(strangersPerSecond, now)
      strangers.set(address, current)
      const seconds = current.take(1)
      if (seconds === 0) return
      const error = new ScimError(429, undefined, `Too many requests without a token. Try again in ${seconds} s.`)
      throw new ScimErrorWithHeaders(error, { 'retry-after': String(seconds) })
    },
  }
}
