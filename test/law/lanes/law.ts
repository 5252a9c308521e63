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
  { freq: 3 },
)

/** People who change while a cycle runs, and are carried out beside it. */
export const lanes: Law = { ...plain, histories: historiesOf(fc.record({ ...episodeOf(happening), beside })) }
