import fc from 'fast-check'
import { changes, create, episodeOf, historiesOf, lives } from '../histories.ts'
import type { Law } from '../law.ts'
import { plain } from '../plain/law.ts'

const happening = fc.oneof({ weight: 6, arbitrary: create }, ...changes([...lives, 'vanish']))
const beside = fc.option(
  fc.record({
    calls: fc.integer({ min: 1, max: 30 }),
    happenings: fc.array(happening, { minLength: 1, maxLength: 6 }),
  }),
)
const save = fc.option(
  fc.record({ rule: fc.constant(0), when: fc.constantFrom('before' as const, 'meanwhile' as const) }),
)
const death = fc.option(
  fc.record({ call: fc.integer({ min: 1, max: 15 }), when: fc.constantFrom('before' as const, 'after' as const) }),
)
const shards = fc.option(
  fc.record({ behind: fc.integer({ min: 1, max: 2 }), size: fc.integer({ min: 1, max: 3 }), death }),
  {
    freq: 6,
  },
)

/** Initial cycles that several workers carry out, while people change and are carried out beside them. */
export const shardsLaw: Law = {
  ...plain,
  histories: historiesOf(fc.record({ ...episodeOf(happening), save, beside, shards })),
}
