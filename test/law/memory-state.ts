import type { Checkpoint, Instant, Link, Look, MemberLink, Outcome, Shard, Use, Watermark } from '@usher/engine'

/** What a journal in memory knows, by `refKey`. */
export type State = {
  watermark: Watermark | null
  checkpoint: Checkpoint | null
  /** What the cycle was cut into. */
  shards: Shard[]
  links: Map<string, Link>
  uses: Map<string, readonly Use[]>
  looks: Map<string, Look>
  reported: Set<string>
  /** By `memberKey`; `look`: to be looked at again. */
  members: Map<string, MemberLink & { readonly look: boolean }>
  log: Outcome[]
  /** What the guard counts, and when it was done. */
  counts: { readonly at: Instant; readonly kind: string }[]
  /** A cycle came to its end. */
  seasoned: boolean
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
  | 'heldLooks'
  | 'stillHeld'
  | 'failingRemovals'
  | 'window'
  | 'claims'
  | 'changedMeanwhile'
  | 'versions'
  | 'listed'
