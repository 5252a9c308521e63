import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breaks, histories } from './law.ts'
import { remembering } from './remembering.ts'

test('the law holds over sixty thousand histories', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      expect(await breaks(history, remembering())).toEqual([])
    }),
    { numRuns: Number(process.env['LAW_HISTORIES'] ?? 60_000) },
  )
}, 3_600_000)
