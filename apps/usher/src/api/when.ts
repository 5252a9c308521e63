import type { Instant } from '@usher/engine'
import { z } from 'zod'

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 7 * 86_400 }

/** A time that somebody names: `2h` (that long ago; s, m, h, d, w), a date, or an instant. Null when it is none. */
export function whenOf(text: string, now: Instant): Instant | null {
  const [, count, unit = ''] = /^(\d{1,6})([smhdw])$/.exec(text.trim()) ?? []
  if (count !== undefined)
    return new Date(Date.parse(now) - Number(count) * (units[unit] ?? 0) * 1000).toISOString() as Instant
  if (!/^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(text.trim())) return null
  const parsed = Date.parse(text.trim())
  return Number.isNaN(parsed) ? null : (new Date(parsed).toISOString() as Instant)
}

/** A time in a query. Dates are 00:00 UTC. */
export function when(now: () => Instant) {
  return z.string().transform((text, context) => {
    const found = whenOf(text, now())
    if (found !== null) return found
    context.addIssue({ code: 'custom', message: 'must be like 2h, 7d, 2026-03-01 or 2026-03-01T09:00:00Z' })
    return z.NEVER
  })
}
