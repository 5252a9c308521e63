import { afterEach, expect, test } from 'vitest'
import { endAll, minute, newHouse } from './house.ts'
import { killNow, makesWhole } from './kill.ts'

afterEach(endAll, minute)

// The other moments are tried in set-up.long.test.ts.
const moments = ['Imported 1,000 rows', 'Added Dynamic Signal', 'Stored notification']

test(
  'a set-up that is broken off between its steps is gone on with, not repeated',
  { timeout: 5 * minute },
  async () => {
    const house = await newHouse()
    for (const moment of moments) {
      const start = house.start()
      // A start that goes on after this step does not say it again.
      await Promise.race([start.until(moment), start.until('Generated a token')])
      await killNow(start, 'launcher')
      expect(start.said()).not.toContain('in use')
    }
    await makesWhole(house, 'killed between the steps')
  },
)
