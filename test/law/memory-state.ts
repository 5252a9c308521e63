import type { Link, Look, Outcome, Use, Watermark } from '@usher/engine'

/** What a journal in memory knows, by `refKey`. */
export type State = {
  watermark: Watermark | null
  links: Map<string, Link>
  uses: Map<string, readonly Use[]>
  looks: Map<string, Look>
  reported: Set<string>
  log: Outcome[]
}

/** Safeguards that can be taken away, to show that the law then fails. */
export type Without =
  | 'intent'
  | 'returning'
  | 'unknownAfterWrite'
  | 'rememberedValue'
  | 'recordedJoin'
  | 'referrers'
  | 'failures'
  | 'watermarkWithWork'
  | 'dueLooks'
  | 'savedMapping'
  | 'savedMeanwhile'
