import type { Desired, Link, Verdict } from '../types.ts'
import { isLate } from './diff.ts'

/** The digest of every value that the mapping gives now, by target path. Late values have none yet. */
export function digests(desired: Desired, digest: (text: string) => string): Readonly<Record<string, string>> {
  const entries = desired.flows
    .filter((flow) => !isLate(flow.value))
    .map((flow) => [flow.path, digest(JSON.stringify(flow.value))] as const)
  return Object.fromEntries(entries)
}

/** Whether the target accepted everything before that would flow now, so that it need not even be read. */
export function isSettled(
  link: Link | null,
  desired: Desired,
  verdict: Verdict,
  digest: (text: string) => string,
): boolean {
  if (link === null || link.targetId === null || link.state === 'released' || desired.problems.length > 0) return false
  if (verdict.inScope !== link.active) return false
  return Object.entries(digests(desired, digest)).every(([path, value]) => link.sent[path] === value)
}
