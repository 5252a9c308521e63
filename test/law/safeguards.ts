import type { laws } from './laws.ts'
import type { Without } from './memory-state.ts'

/**
 * Safeguards that the law misses when they are taken away.
 *
 * "returning" (a released account that is written to again is managed from before the write) was found by the law too, after
 * 45,000 histories; it is too rare to show in seconds.
 */
export const safeguards: readonly (readonly [Without, keyof typeof laws])[] = [
  ['intent', 'plain'],
  ['unknownAfterWrite', 'plain'],
  ['rememberedValue', 'plain'],
  ['recordedJoin', 'plain'],
  ['referrers', 'plain'],
  ['failures', 'plain'],
  ['dueLooks', 'rich'],
  ['savedMapping', 'rich'],
  ['savedMeanwhile', 'rich'],
  ['memberIntent', 'groups'],
  ['memberLooks', 'groups'],
  ['membersUnread', 'groups'],
  ['heldLooks', 'guarded'],
  ['window', 'guarded'],
]
