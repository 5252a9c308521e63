import type { Json } from '@usher/scim'
import type { Desired, Link, Verdict } from '../types.ts'
import { isLate } from './diff.ts'

/**
 * One digest of everything that the mapping gives, late values filled in from `written` where they exist.
 *
 * A late value that does not exist yet takes no part, so that its arrival makes a difference.
 */
export function digestOf(
  desired: Desired,
  written: ReadonlyMap<string, Json>,
  digest: (text: string) => string,
): string {
  const values = desired.flows.flatMap(({ path, value, once, ifEmpty, addsOnly }) => {
    // What belongs to the creation only is not kept in agreement afterwards.
    if (once === true) return []
    const known = isLate(value) ? written.get(path) : value
    if (known === undefined) return []
    // The same value written in another manner is not settled: the target may have kept another one.
    return [[path, known, ...(ifEmpty === true ? ['ifEmpty'] : []), ...(addsOnly === true ? ['addsOnly'] : [])]]
  })
  return digest(JSON.stringify(values))
}

const nothing: ReadonlyMap<string, Json> = new Map()

/** Whether the target accepted everything before that would flow now, so that it need not even be read. */
export function isSettled(
  link: Link | null,
  desired: Desired,
  verdict: Verdict,
  digest: (text: string) => string,
): boolean {
  if (link === null || link.targetId === null || link.state === 'released' || desired.problems.length > 0) return false
  // Who was disabled is not disabled each time again, which would count as a removal.
  if (verdict.inScope && desired.flows.some(({ mapping }) => mapping.flowBehavior === 'FlowAlways')) return false
  return verdict.inScope === link.active && link.sent !== null && link.sent === digestOf(desired, nothing, digest)
}
