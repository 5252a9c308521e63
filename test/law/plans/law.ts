import fc from 'fast-check'
import { changes, create, episodeOf, historiesOf, lives } from '../histories.ts'
import type { Law } from '../law.ts'
import { plain } from '../plain/law.ts'

const happening = fc.oneof({ weight: 6, arbitrary: create }, ...changes([...lives, 'vanish']))
const plan = fc.constantFrom(null, 'keep' as const, 'apply' as const)

/** A plan is kept at some moment, and applied when other things have happened, between the cycles. */
export const plans: Law = { ...plain, histories: historiesOf(fc.record({ ...episodeOf(happening), plan }), 2) }
