/** What keeps a job from doing harm, as its settings hold it. */
import type { QuarantineLimits } from '@usher/engine'

export type MassChangeSettings = {
  readonly enabled: boolean
  readonly emptyThreshold: number
  readonly emptyPercent: number
  readonly renameThreshold: number
  readonly renamePercent: number
  readonly newThreshold: number
  readonly newPercent: number
}
/** Minutes after the first failure, minutes between further attempts, days. */
export type RetrySettings = { readonly after: readonly number[]; readonly every: number; readonly days: number }
/** Minutes, where the engine counts milliseconds. */
export type QuarantineSettings = RetrySettings & Omit<QuarantineLimits, 'ladder'>
