import type { Checkpoint, Link, Look, MemberLink, Outcome, Use, Watermark } from '@usher/engine'

/** What a journal in memory knows, by `refKey`. */
export type State = {
  watermark: Watermark | null
  checkpoint: Checkpoint | null
  links: Map<string, Link>
  uses: Map<string, readonly Use[]>
  looks: Map<string, Look>
  reported: Set<string>
  /** By `memberKey`; `look`: to be looked at again. */
  members: Map<string, MemberLink & { readonly look: boolean }>
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
  | 'memberIntent'
  | 'memberLooks'
  | 'membersUnread'
  | 'claims'
  | 'changedMeanwhile'
  | 'versions'
  | 'listed'
