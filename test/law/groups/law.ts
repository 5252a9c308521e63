import fc from 'fast-check'
import { changes, create, episodeOf, historiesOf, lives, slot } from '../histories.ts'
import type { Law } from '../law.ts'
import { disagreements as peopleDisagree } from '../plain/agreement.ts'
import { disagreements } from './agreement.ts'
import { groupRules } from './rule.ts'

const group = fc.integer({ min: 0, max: 2 })
const to = fc.integer({ min: 1, max: 3 })
const happening = fc.oneof(
  { weight: 8, arbitrary: create },
  ...changes([...lives, 'vanish']),
  { weight: 4, arbitrary: fc.record({ what: fc.constant('form' as const), group, slot }) },
  {
    weight: 10,
    arbitrary: fc.record({ what: fc.constantFrom('join' as const, 'join' as const, 'leave' as const), group, slot }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constantFrom('dissolve' as const, 'unassignGroup' as const, 'assignGroup' as const),
      group,
      slot,
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('call' as const), group, slot, to }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constantFrom('vanishGroup' as const, 'removeByHand' as const), group, slot }),
  },
)

/** People, groups and who belongs to which. */
export const groups: Law = {
  rules: [groupRules],
  histories: historiesOf(fc.record(episodeOf(happening, 2)), 2),
  daysLater: [0],
  excused: () => new Set(),
  disagreements: (end) => [...peopleDisagree(end), ...disagreements(end)],
  transgressions: () => [],
}
