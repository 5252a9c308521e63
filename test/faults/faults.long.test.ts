import { writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { agrees, converges, fill } from './converge.ts'
import { killed } from './kill.ts'
import { places } from './places.ts'

const page = join(import.meta.dirname, '../../docs/reliability.md')
const kills = Number(process.env['KILLS'] ?? 200)
const seeds = Number(process.env['SEEDS'] ?? 10)
const minute = 60_000
const lines: string[] = []

type Run = { readonly cycles: number; readonly brokenOff: number; readonly requests: number }

const { open, openOnOwn } = places()

const runs: Run[] = []
test.each(Array.from({ length: seeds }, (_, at) => at + 1))(
  'under 30 % faults of every kind no account is lost, none doubled, and at last nothing fails and a dry run is empty (seed %i)',
  async (seed) => {
    // Every other run gathers its writes in Bulk.
    const place = await open({ share: 0.3, seed, bulk: seed % 2 === 0 })
    const { cycles, refused } = await converges(place, { people: 60, groups: 5, rounds: 2 })
    expect(place.proxy.done.size, 'every kind was done').toBe(9)
    runs.push({ cycles, brokenOff: refused.length, requests: place.proxy.requests })
    if (runs.length < seeds) return
    const sum = (of: keyof Run): number => runs.reduce((all, run) => all + run[of], 0)
    lines.push(
      row(
        `30 % faults of every kind, ${seeds} times with other seeds: 60 people, 5 groups, 2 rounds of changes`,
        `each time none lost, none doubled, nothing fails and the dry run is empty, after at most ${Math.max(...runs.map(({ cycles: one }) => one))} cycles`,
        `${sum('requests')} requests; ${sum('brokenOff')} of ${sum('cycles')} cycles broken off`,
      ),
    )
  },
  180_000,
)

test.each([false, true])(
  'under 30 % faults 300 people and 20 groups converge while they change (bulk: %s)',
  async (bulk) => {
    const place = await open({ share: 0.3, seed: 20, bulk })
    const began = Date.now()
    const { cycles, refused } = await converges(place, { people: 300, groups: 20, rounds: 5 })
    const { proxy } = place
    const faults = [...proxy.done].map(([name, count]) => `${name} ${count}`).toSorted()
    lines.push(
      row(
        `30 % faults, ${bulk ? 'gathered in Bulk' : 'one request a change'}: 300 people, 20 groups, 5 rounds of changes`,
        `none lost, none doubled, nothing fails and the dry run is empty after ${cycles} cycles, ${refused.length} of them broken off`,
        `${proxy.requests} requests in ${seconds(began)}; ${faults.join(', ')}`,
      ),
    )
  },
  20 * minute,
)

test(
  'PostgreSQL is restarted five times in mid-cycle, and the service goes on by itself',
  async () => {
    const { place, postgres } = await openOnOwn({ share: 0, seed: 1 })
    const size = { people: 300, groups: 10 }
    await fill(place, size)
    place.proxy.delay = 20
    const { ask, proxy } = place
    const longest: number[] = []
    const asked = ask('POST', '/usher/apps/App/run', { yes: true }).catch(() => null)
    for (let restart = 0; restart < 5; restart += 1) {
      const before = proxy.requests
      // The last ones may come when nothing is left to do.
      for (let waited = 0; waited < 20_000 && proxy.requests < before + 40; waited += 20) await sleep(20)
      const at = Date.now()
      postgres.restart(1)
      await sleep(1500)
      const then = proxy.requests
      for (let waited = 0; waited < 20_000 && proxy.requests === then; waited += 20) await sleep(20)
      if (proxy.requests > then) longest.push(Date.now() - at)
    }
    await asked
    proxy.delay = 0
    for (;;) {
      if (await agrees(place, size, new Set()).then(() => true, () => false)) break // prettier-ignore
      await sleep(250)
    }
    lines.push(
      row(
        'PostgreSQL restarted 5 times in mid-cycle, away for a second each time',
        'none lost, none doubled, nobody had to do anything',
        `at work again after at most ${(Math.max(...longest) / 1000).toFixed(1)} s`,
      ),
    )
  },
  10 * minute,
)

test(
  `${kills} times kill -9 of the service at random moments of its cycles`,
  async () => {
    const place = await open({ share: 0, seed: 1 })
    const began = Date.now()
    const done = await killed(place, { people: 60, groups: 5, kills, seed: 42 })
    expect(done.createdTwice).toBe(0)
    lines.push(
      row(
        `${kills} times kill -9 at random moments: 60 people, 5 groups`,
        `none lost, ${done.createdTwice} made twice`,
        `${done.inCycle} kills while requests were under way; ${done.writes} writes, of which ${done.patchedTwice} PATCHes came with the same body as an earlier one; ${seconds(began)}`,
      ),
    )
  },
  40 * minute,
)

afterAll(async () => {
  if (lines.length < 5) return // one test alone says too little
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GB, Node ${process.versions.node}, PostgreSQL 18 without fsync`
  await writeFile(
    page,
    [
      '# Reliability',
      '',
      'What was done to Usher, and what became of it. Written by `npm run test:long`; this part alone:',
      '`node_modules/.bin/vitest run --config vitest.long.config.ts test/faults`. Short forms of the restart and of a kill of each process run with `npm test`.',
      '',
      'Usher and [Dynamic Signal](guide/dynamic-signal.md) are processes of their own, both on PostgreSQL, with a proxy in between',
      'that speaks real HTTP (`test/faults`). A fault is latency, a connection that is reset before or after the application has acted,',
      'half an answer, 429, 500 to 504, a web page instead of an answer, an answer in small pieces, or a request that arrives twice.',
      'Figures are of one run; times are those of this machine while it was doing other things, too.',
      '',
      `Machine: ${machine}`,
      '',
      '| What was done | What became of it | Figures |',
      '|---|---|---|',
      ...lines,
      '',
      '*None lost*: everybody who is in scope has an active account with the right values, every group its members. *None doubled*: nobody',
      'has two. An identical PATCH may be sent again after a crash, and is counted. The faults go on until the end; between cycles the hours',
      'pass after which something that failed is due again, and what was broken off goes on where it was.',
      '',
    ].join('\n'),
  )
})

function row(...cells: readonly string[]): string {
  const line = `| ${cells.join(' | ')} |`
  process.stdout.write(`${line}\n`) // also when a later test fails, and the page is not written
  return line
}

function seconds(began: number): string {
  return `${((Date.now() - began) / 1000).toFixed(0)} s`
}
