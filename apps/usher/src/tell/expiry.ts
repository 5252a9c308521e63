/** When people are told that a secret expires. Decides; writes nothing. */
import type { Instant } from '@usher/engine'
import type { Announcement } from '../store/announcements.ts'

/** Days before, at which it is told; each once. */
export const warnings = [30, 14, 7, 1] as const

const day = 24 * 3600_000

/** The warning that is due for a secret that expires when that date begins in UTC; null when none is. */
export function warningDue(
  expiresOn: string,
  now: Instant,
): { readonly warning: number; readonly left: number } | null {
  const left = Math.ceil((Date.parse(`${expiresOn}T00:00:00Z`) - Date.parse(now)) / day)
  const warning = warnings.findLast((days) => left <= days)
  return warning === undefined || left <= 0 ? null : { warning, left }
}

export function expiryFacts(
  application: string,
  { expiresOn, left, warning }: { readonly expiresOn: string; readonly left: number; readonly warning: number },
): Announcement['facts'] {
  const named = JSON.stringify(application)
  return {
    sentence: `The secret with which Usher signs in at ${application} expires on ${expiresOn}: in ${left === 1 ? 'one day' : `${left} days`}.`,
    remedy: `Make a new one in ${application} and store it with its own date: usher settings ${named} --secret-token - --secret-expires-on DATE.`,
    expiresOn,
    warning,
  }
}
