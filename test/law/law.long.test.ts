import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breaks, type Law } from './law.ts'
import { laws } from './laws.ts'
import { remembering } from './remembering.ts'

test.each([
  ['plain', 60_000],
  ['rich', 20_000],
  ['groups', 20_000],
  ['guarded', 20_000],
  ['lanes', 60_000],
] as const)(
  'the law, %s, holds over %i histories',
  async (name, histories) => {
    const law: Law = laws[name]
    await fc.assert(
      fc.asyncProperty(law.histories, async (history) => {
        expect(await breaks(law, history, remembering())).toEqual([])
      }),
      { numRuns: Number(process.env['LAW_HISTORIES'] ?? histories), examples: [...(law.examples ?? [])] },
    )
  },
  3_600_000,
)
