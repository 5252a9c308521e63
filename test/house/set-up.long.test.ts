import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, test } from 'vitest'
import { endAll, minute, newHouse } from './house.ts'
import { killNow, makesWhole, victims } from './kill.ts'

const rounds = Number(process.env['KILLS'] ?? 8)
const wholeStart = 8000

afterEach(endAll, minute)

test(
  `${rounds} starts broken off at any moment, three times each: one application, one group, one token, everybody once`,
  { timeout: 60 * minute },
  async () => {
    for (let round = 0; round < rounds; round++) {
      const house = await newHouse()
      const told: string[] = []
      for (const victim of victims) {
        const start = house.start()
        const wait = Math.round(Math.random() * wholeStart)
        await sleep(wait)
        await killNow(start, victim)
        told.push(`${victim} after ${wait} ms`)
      }
      await makesWhole(house, told.join(', '))
      await endAll()
    }
  },
)
