import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { endAll, newFolder, run } from '../house/house.ts'
import { startPostgres, type Postgres } from '../postgres.ts'

let postgres: Postgres | undefined
afterEach(async () => {
  await endAll()
  await postgres?.stop()
  postgres = undefined
}, 60_000)

test('a service whose PostgreSQL is away says so once, and once that it is back', async () => {
  postgres = await startPostgres()
  const args = ['--data', newFolder(), '--port', '0', '--database-url', postgres.url]
  const service = run('apps/usher/src/main.ts', args)
  await service.until('Usher serves at')
  const before = service.said().length
  postgres.restart(4)
  await service.until('answers again')
  await sleep(3000)
  const lines = service.said().slice(before).trimEnd().split('\n')
  expect(lines).toEqual([
    expect.stringMatching(/^PostgreSQL does not answer \(.+\)\. See that it runs/),
    expect.stringMatching(/^PostgreSQL answers again, after \d+ s\. Everything goes on\.$/),
  ])
}, 120_000)
