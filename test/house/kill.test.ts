import { afterEach, expect, test } from 'vitest'
import { endAll, minute, newHouse } from './house.ts'
import { killNow, makesWhole, untilCycle, victims } from './kill.ts'

afterEach(endAll, minute)

// The other moments are tried in set-up.long.test.ts.
const moments = ['Imported 1,000 rows', 'Added Dynamic Signal', 'Stored notification']

test(
  'kill -9 between the steps of the set-up, and of each process in the initial cycle: all is gone on with, not repeated',
  { timeout: 5 * minute },
  async () => {
    const house = await newHouse()
    const told: string[] = []
    for (const moment of moments) {
      const start = house.start()
      // A start that goes on after this step does not say it again.
      await Promise.race([start.until(moment), start.until('Generated a token')])
      await killNow(start, 'launcher')
      expect(start.said()).not.toContain('in use')
      told.push(`launcher at "${moment}"`)
    }
    for (const [round, victim] of victims.entries()) {
      const start = house.start()
      const share = (round + Math.random()) / victims.length
      await untilCycle(house, start, share)
      await killNow(start, victim)
      told.push(`${victim} at ${(share * 100).toFixed(0)} %`)
    }
    await makesWhole(house, told.join(', '))
  },
)
