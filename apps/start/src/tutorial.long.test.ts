import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { activeWorkers } from './testing/contoso.ts'
import { freePorts, launch, programOf, readAccounts, readReport } from './testing/launch.ts'

const rounds = 12
const spread = 6000

test('killed again and again at any moment of the set-up, npm start ends with everybody there once', async () => {
  const expected = activeWorkers().map(({ userName }) => userName)
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'usher-kills-'))
    const args = ['--data', join(folder, 'data'), '--summary', join(folder, 'summary.json'), ...(await freePorts())]
    const moments: string[] = []
    for (const who of ['usher', 'dynamic-signal', 'launcher'] as const) {
      const run = launch(args)
      const wait = Math.round(((round + 0.5) / rounds) * spread)
      await sleep(wait)
      moments.push(`${who} after ${wait} ms`)
      const pid = who === 'launcher' ? (run.process.pid ?? null) : programOf(run, who)
      if (pid !== null) process.kill(pid, 'SIGKILL')
      else run.process.kill('SIGKILL')
      await run.ended
    }
    const last = launch(args)
    await last.until('Both keep running')
    const accounts = await readAccounts(readReport(join(folder, 'summary.json')))
    expect(accounts.map(({ userName }) => userName).toSorted(), `killed: ${moments.join(', ')}`).toEqual(
      expected.toSorted(),
    )
    last.process.kill('SIGINT')
    expect(await last.ended).toBe(0)
    rmSync(folder, { recursive: true, force: true })
  }
})
