import fc from 'fast-check'
import { changes, create, episodeOf, historiesOf, lives, type History } from '../histories.ts'
import type { Law } from '../law.ts'
import { disagreements } from '../plain/agreement.ts'
import { lawRules } from '../plain/rule.ts'

const happening = fc.oneof({ weight: 6, arbitrary: create }, ...changes(lives))

/** From two on removals are held, and so are other names; somebody allows them when all has come to rest. */
const limit = 2
const limits = { threshold: limit, percent: 100 }
const [people] = lawRules([], limits)

/** Two removals are held by a cycle that dies; the next one cannot read these accounts, and tries them once more. */
const heldAndRefused: History = [
  {
    happenings: [
      { what: 'create', slot: 4 },
      { what: 'create', slot: 3 },
    ],
    faults: [],
    crash: null,
  },
  { happenings: [{ what: 'disable', slot: 3 }], faults: ['down'], crash: null },
  {
    happenings: [
      { what: 'disable', slot: 4 },
      { what: 'create', slot: 0 },
    ],
    faults: [],
    crash: { call: 12, when: 'before' },
  },
  { happenings: [{ what: 'manage', slot: 0, by: 0 }], faults: ['refused', 'refused'], crash: null },
]

/** A removal is carried out by a cycle that dies before it is noted: the next one counts it all the same. */
const removedAndDied: History = [
  {
    happenings: [
      { what: 'create', slot: 4 },
      { what: 'create', slot: 1 },
    ],
    faults: [],
    crash: { call: 8, when: 'before' },
  },
  {
    happenings: [
      { what: 'disable', slot: 4 },
      { what: 'create', slot: 0 },
    ],
    faults: [],
    crash: { call: 1, when: 'before' },
  },
  { happenings: [{ what: 'disable', slot: 1 }], faults: [], crash: null },
  { happenings: [{ what: 'name', slot: 0, to: 1 }], faults: [], crash: null },
]

/** As plain, with a guard that trips often. */
export const guarded: Law = {
  rules: [[{ ...people, changes: { wipe: limits, rename: limits, creation: { threshold: 4, percent: 100 } } }]],
  histories: historiesOf(fc.record(episodeOf(happening))),
  examples: [[heldAndRefused], [removedAndDied]],
  daysLater: [0],
  excused: () => new Set(),
  disagreements,
  transgressions: (_before, _after, { resting, switchedOff }) => (resting ? [] : tooMany(switchedOff)),
}

/** A history takes minutes, so all of it lies in one window; nobody allows anything before all comes to rest. */
function tooMany(switchedOff: number): readonly string[] {
  return switchedOff < limit
    ? []
    : [`${switchedOff} accounts were switched off in one window, and nobody had allowed it`]
}
