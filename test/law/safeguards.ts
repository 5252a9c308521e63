import type { laws } from './laws.ts'
import type { Without } from './memory-state.ts'

/**
 * Safeguards that the law misses when they are taken away, and a seed with which it does so soon: whether one is missed may not depend on luck.
 *
 * "returning" (a released account that is written to again is managed from before the write) was found by the law too, after
 * 45,000 histories, "listed" (what one lane leaves to the other is put on the list) after 40,000; they are too rare to show in seconds.
 */
export const safeguards: readonly (readonly [Without, keyof typeof laws, number])[] = [
  ['intent', 'plain', 3],
  ['unknownAfterWrite', 'plain', 17],
  ['rememberedValue', 'plain', 3],
  ['recordedJoin', 'plain', 6],
  ['referrers', 'plain', 3],
  ['failures', 'plain', 3],
  ['dueLooks', 'rich', 3],
  ['savedMapping', 'rich', 3],
  ['savedMeanwhile', 'rich', 3],
  ['memberIntent', 'groups', 13],
  ['memberLooks', 'groups', 1],
  ['membersUnread', 'groups', 3],
  ['claims', 'lanes', 3],
  ['changedMeanwhile', 'lanes', 2],
  ['versions', 'lanes', 1],
  ['claims', 'shards', 3],
  ['heldLooks', 'guarded', 3],
  ['stillHeld', 'guarded', 148606687],
  ['failingRemovals', 'guarded', 148606687],
  ['window', 'guarded', 18],
]
