import { afterEach, test } from 'vitest'
import { endAll, minute, newHouse } from './house.ts'
import { killNow, makesWhole, untilCycle, victims } from './kill.ts'

const rounds = Number(process.env['KILLS'] ?? 8)

afterEach(endAll, minute)

for (const victim of victims) {
  test(
    `${rounds} times kill -9 of ${victim} in the initial cycle: everybody is there once`,
    { timeout: 30 * minute },
    async () => {
      for (let round = 0; round < rounds; round++) {
        const house = await newHouse()
        const start = house.start()
        const share = (round + Math.random()) / rounds
        await untilCycle(house, start, share)
        await killNow(start, victim)
        await makesWhole(house, `${victim} killed at ${(share * 100).toFixed(0)} %`)
        await endAll()
      }
    },
  )
}
