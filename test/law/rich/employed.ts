/** What the rich rule says of a person, in other words than the engine's. */
import type { End } from '../law.ts'
import type { Person } from '../world.ts'
import { daysBefore, ignoredNames } from './rule.ts'

export const day = 24 * 3600_000
/** After this day nobody begins or leaves. */
export const lastDay = Date.UTC(2026, 0, 18)

export function inScope({ world, now, rule }: End, person: Person): boolean {
  const { hired, leaves } = person.more
  const begins = typeof hired === 'string' ? Date.parse(hired) - (daysBefore[rule] ?? 0) * day : Infinity
  const ends = typeof leaves === 'string' ? Date.parse(leaves) + day : Infinity
  const at = Date.parse(now)
  return world.inScope(person) && begins <= at && at < ends
}

/** In scope, and skipped: what is there stays as it is. */
export function isIgnored(end: End, person: Person): boolean {
  return inScope(end, person) && person.name === ignoredNames[end.rule]
}
