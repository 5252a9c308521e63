import fc from 'fast-check'
import { changes, create, episodeOf, historiesOf, lives } from '../histories.ts'
import type { Law } from '../law.ts'
import { disagreements } from './agreement.ts'
import { lawRules } from './rule.ts'

const happening = fc.oneof({ weight: 6, arbitrary: create }, ...changes([...lives, 'vanish']))

/** A few attributes that flow always. */
export const plain: Law = {
  rules: [lawRules([])],
  histories: historiesOf(fc.record(episodeOf(happening))),
  daysLater: [0],
  excused: () => new Set(),
  disagreements,
  transgressions: () => [],
}
