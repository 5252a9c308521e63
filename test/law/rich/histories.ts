import type { Json } from '@usher/scim'
import fc from 'fast-check'
import { unmanaged } from '../by-hand.ts'
import { changes, episodeOf, historiesOf, lives, slot, type History } from '../histories.ts'
import { day, lastDay } from './employed.ts'

/** The clock begins with the first day of 2026; most people were hired long before. */
const date = fc.nat({ max: 27 }).map((days) => new Date(lastDay - days * day).toISOString().slice(0, 10))
const hired = fc.oneof({ weight: 2, arbitrary: fc.constant('2020-02-29') }, { weight: 1, arbitrary: date })
const subset = (...of: readonly string[]) => fc.subarray([...of])
const roles = subset('Admin', 'User', 'Guest').map((values) =>
  values.map((value) => ({ id: value, value, displayName: value })),
)
const titles = fc.constantFrom('Boss', 'Boss', 'Boss', 'Clerk')
const orNothing = (value: fc.Arbitrary<Json>): fc.Arbitrary<Json> => fc.option(value, { freq: 3 })

const create = fc.record({
  what: fc.constant('create' as const),
  slot,
  more: fc.record({ hired, appRoleAssignments: roles, jobTitle: orNothing(titles) }),
})
const set = (attribute: string, to: fc.Arbitrary<Json>) =>
  fc.record({ what: fc.constant('set' as const), slot, attribute: fc.constant(attribute), to })
const edit = (attribute: string, to: fc.Arbitrary<Json>) =>
  fc.record({ what: fc.constant('edit' as const), slot, attribute: fc.constant(attribute), to })

const directory = fc.oneof(
  { weight: 3, arbitrary: set('jobTitle', orNothing(titles)) },
  set('hired', orNothing(hired)),
  set('leaves', orNothing(date)),
  set('tags', orNothing(subset('a', 'b', 'c'))),
  set('appRoleAssignments', roles),
)
// Not what people are matched by: whoever changes that by hand while an answer is lost makes a stranger of the account.
const application = fc.oneof(
  edit(unmanaged, orNothing(fc.constantFrom('x', 'y'))),
  edit('memo', orNothing(fc.constant('Theirs'))),
  edit('position', orNothing(fc.constant('Theirs'))),
  edit('level', orNothing(fc.constant('gold'))),
  edit('tags', orNothing(subset('a', 'z'))),
  edit('labels', orNothing(subset('a', 'z'))),
  edit('roles', orNothing(fc.constant([{ value: 'Owner' }]))),
  edit('active', fc.constant(false)),
)
const happening = [
  { weight: 6, arbitrary: create },
  ...changes(lives),
  // Two people with one name and one title are what matching goes wrong with.
  { weight: 6, arbitrary: fc.record({ what: fc.constant('name' as const), slot, to: fc.constant(1) }) },
  { weight: 8, arbitrary: directory },
]
const byHand = fc.oneof(
  { weight: 3, arbitrary: application },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('vanish' as const), slot }) },
)

/** All ends before a failure is given up, which is after 28 days. */
const days = fc.nat({ max: 1 })
const saved = fc.record({ rule: fc.nat({ max: 2 }), when: fc.constantFrom('before' as const, 'meanwhile' as const) })
const save = fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: saved })
const episodes = { days, save }

/** After an edit by hand all is read again in the end, which puts much right: most histories are without. */
export const richHistories: fc.Arbitrary<History> = fc.oneof(
  { weight: 2, arbitrary: historiesOf(fc.record({ ...episodes, ...episodeOf(fc.oneof(...happening), 3) }), 2) },
  {
    weight: 1,
    arbitrary: historiesOf(
      fc.record({ ...episodes, ...episodeOf(fc.oneof(...happening, { weight: 2, arbitrary: byHand }), 3) }),
      2,
    ),
  },
)
