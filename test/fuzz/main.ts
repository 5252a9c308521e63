/**
 * `npm run fuzz`: sends 100,000 hostile requests to Dynamic Signal on PGlite and on PostgreSQL, and says what it found.
 *
 * `--requests=N`, `--store=pglite|postgres`, `--seed=N`: the same seed sends the same requests.
 */
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { startPostgres } from '../postgres.ts'
import { fuzz } from './fuzz.ts'
import { openFuzzedService } from './service.ts'

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    store: { type: 'string', default: 'pglite,postgres' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
  },
})
const say = (text: string): void => void process.stdout.write(`${text}\n`)
const stores = values.store.split(',')
const requests = Math.ceil(Number(values.requests) / stores.length)
const mostShown = 8
let failed = false
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error) => {
    say(`The process would have ended: ${error instanceof Error ? error.stack : String(error)}`)
    failed = true
  })

for (const store of stores) {
  const postgres = store === 'postgres' ? await startPostgres() : null
  const service = await openFuzzedService(postgres?.url)
  const start = performance.now()
  const progress = (sent: number): void => {
    if (sent % 5000 === 0) process.stderr.write(`${store}: ${sent} of ${requests}\n`)
  }
  const { sent, faults, kinds } = await fuzz(service, { requests, seed: Number(values.seed), progress })
  await service.close().catch((error: unknown) => {
    say(`The service did not end well: ${String(error)}`)
    failed = true
  })
  await postgres?.stop()
  say(
    `\n${store}, seed ${values.seed}: ${sent} requests in ${((performance.now() - start) / 1000).toFixed(0)} s, ${faults.length} faults`,
  )
  for (const [kind, { done, refused }] of kinds)
    say(`  ${kind.padEnd(30)} ${String(done).padStart(6)} carried out ${String(refused).padStart(6)} refused`)
  for (const { sentence, request, answer } of faults.slice(0, mostShown))
    say(`\n${sentence}\n> ${request}\n< ${answer}`)
  failed ||= faults.length > 0
}
process.exit(failed ? 1 : 0)
