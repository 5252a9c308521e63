/** How long a run goes on, told while it goes (engine.md A-52). */
import { expect, inject, test } from 'vitest'
import { saveSchema } from '../store/mapping-versions.ts'
import { openGround } from './test-ground.ts'
import { schemaWith } from './test-schemas.ts'
import { World } from './test-world.ts'

// It is the rates of the run that count, whatever the store.
test('A-52: what is left of a slow run of 10,000 is told within a factor of two at 25, 50 and 75 %', async () => {
  const ground = await openGround('postgres', inject('postgresUrl'))
  const world = await World.of(ground)
  await world.settings({ syncAll: true, bulk: false })
  await world.crowd(Array.from({ length: 10_000 }, (_, n) => `p${n}`))
  // Each tenth has an account, which takes the application its time.
  await saveSchema(world.store, world.job, schemaWith({ filter: ['mailNickname', 'ENDS_WITH', '0'] }), {
    verify: false,
  })
  world.provider.beforeWrite = () => new Promise((resolve) => setTimeout(resolve, 200))
  const told: { percent: number; remaining: number | null; at: number }[] = []
  await world.runner.run(world.job, false, ({ percent, estimate }) =>
    told.push({ percent, remaining: estimate?.remaining ?? null, at: performance.now() }),
  )
  const end = told.at(-1)?.at ?? 0
  for (const percent of [25, 50, 75]) {
    const shown = told.find((one) => one.percent >= percent)
    const truth = (end - (shown?.at ?? 0)) / 1000
    const ratio = (shown?.remaining ?? 0) / truth
    expect({ percent, right: ratio > 0.5 && ratio < 2, ratio }).toMatchObject({ right: true })
  }
  await world.close()
  await ground.close()
}, 120_000)
