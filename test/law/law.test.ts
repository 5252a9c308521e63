import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breaks, histories } from './law.ts'
import type { Without } from './memory-journal.ts'
import { remembering } from './remembering.ts'

test('the law: after any history, enough cycles make the target agree with the source', async () => {
  const numRuns = Number(process.env['LAW_HISTORIES'] ?? 400)
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      expect(await breaks(history, remembering())).toEqual([])
    }),
    { numRuns },
  )
}, 600_000)

const safeguards: readonly Without[] = [
  'intent',
  'unknownAfterWrite',
  'rememberedValue',
  'recordedJoin',
  'referrers',
  'failures',
]

// "returning" (a released account that is written to again is managed from before the write) was found by the law too,
// after 45,000 histories; it is too rare to show in seconds.
test.each(safeguards)(
  'without the safeguard "%s" the law fails',
  async (without) => {
    const result = await fc.check(
      fc.asyncProperty(histories, async (history) => (await breaks(history, remembering(without))).length === 0),
      // A fixed seed: whether a safeguard is missed may not depend on luck.
      { seed: 3, numRuns: 20_000, endOnFailure: true },
    )
    expect(result.failed).toBe(true)
  },
  600_000,
)
