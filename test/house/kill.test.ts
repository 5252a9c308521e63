import { afterEach, test } from 'vitest'
import { endAll, minute, newHouse } from './house.ts'
import { killNow, makesWhole, untilCycle, victims } from './kill.ts'

afterEach(endAll, minute)

test(
  'kill -9 of each process in the initial cycle: the next start ends with everybody there once',
  { timeout: 5 * minute },
  async () => {
    const house = await newHouse()
    const told: string[] = []
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
