import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breaks, type Law } from './law.ts'
import { laws } from './laws.ts'
import { remembering } from './remembering.ts'
import { safeguards } from './safeguards.ts'

test.each(['plain', 'rich', 'groups', 'lanes', 'shards', 'guarded', 'plans'] as const)(
  'the law, %s: after any history, enough cycles make the target agree with the source',
  async (name) => {
    const law: Law = laws[name]
    await fc.assert(
      fc.asyncProperty(law.histories, async (history) => {
        expect(await breaks(law, history, remembering())).toEqual([])
      }),
      { numRuns: Number(process.env['LAW_HISTORIES'] ?? 400), examples: [...(law.examples ?? [])] },
    )
  },
  600_000,
)

test.each(safeguards)(
  'without the safeguard "%s" the law, %s, fails',
  async (without, name, seed) => {
    const law = laws[name]
    const result = await fc.check(
      fc.asyncProperty(
        law.histories,
        async (history) => (await breaks(law, history, remembering(without))).length === 0,
      ),
      { seed, numRuns: 20_000, endOnFailure: true },
    )
    expect(result.failed).toBe(true)
  },
  600_000,
)
