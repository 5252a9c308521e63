import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { activeWorkers, type Worker } from './testing/contoso.ts'
import { freePorts, launch, programOf, readAccounts, readReport, type Account, type Launch } from './testing/launch.ts'

const minute = 60_000
const serving = 'Both keep running'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

let folder: string
let ports: readonly string[]
const runs: Launch[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'usher-tutorial-'))
  ports = await freePorts()
})
afterEach(async () => {
  for (const run of runs.splice(0)) {
    run.process.kill('SIGTERM')
    await run.ended
  }
  rmSync(folder, { recursive: true, force: true })
})

function start(...more: readonly string[]): Launch {
  const run = launch(['--data', join(folder, 'data'), '--summary', join(folder, 'summary.json'), ...ports, ...more])
  runs.push(run)
  return run
}

function byNumber(workers: readonly Worker[]): readonly Worker[] {
  return workers.toSorted((a, b) => Number(a.employeeNumber) - Number(b.employeeNumber))
}

/** The accounts in the shape of the workers they should be. */
function asWorkers(accounts: readonly Account[]): readonly Worker[] {
  const numbers = new Map(accounts.map((account) => [account.id, account[enterprise].employeeNumber]))
  return accounts.map((account) => ({
    userName: account.userName,
    displayName: account.displayName,
    givenName: account.name.givenName,
    familyName: account.name.familyName,
    mail: account.emails[0]?.value ?? '',
    employeeNumber: account[enterprise].employeeNumber,
    department: account[enterprise].department,
    manager: numbers.get(account[enterprise].manager?.value ?? '') ?? null,
  }))
}

test('npm start carries out the tutorial; a second one creates nothing', { timeout: 3 * minute }, async () => {
  const first = start()
  await first.until(serving)
  const report = readReport(join(folder, 'summary.json'))
  expect(report.import).toMatchObject({ rows: 1000, people: 624, superseded: 376 })
  expect(report.cycles).toMatchObject([
    {
      cycle: 'initial',
      read: 624,
      inScope: 304,
      created: 304,
      skipped: { sourceDisabled: 320 },
      failed: 0,
      references: { set: 94, notProvisioned: 93, unknown: 117 },
    },
  ])
  expect(statSync(join(folder, 'summary.json')).mode & 0o777).toBe(0o600)

  const accounts = await readAccounts(report)
  expect(accounts.every(({ active }) => active)).toBe(true)
  expect(byNumber(asWorkers(accounts))).toEqual(byNumber(activeWorkers()))

  const twice = launch(['--data', join(folder, 'data')])
  expect(await twice.ended).toBe(1)
  expect(twice.said()).toMatch(/^The data folder .* is in use by another "npm start"\. .*\n$/)
  const taken = launch(['--data', join(folder, 'other'), ...ports])
  expect(await taken.ended).toBe(1)
  expect(taken.said()).toMatch(/^Port \d+ is taken\. Choose another with --port\.\n$/)
  expect(existsSync(join(folder, 'other', 'usher'))).toBe(false)

  first.process.kill('SIGINT')
  expect(await first.ended).toBe(0)

  const second = start('--once')
  expect(await second.ended).toBe(0)
  const { cycles } = readReport(join(folder, 'summary.json'))
  expect(cycles).toMatchObject([{ cycle: 'incremental', read: 0, created: 0, updated: 0, disabled: 0, requests: 0 }])
})

test.for(['usher', 'dynamic-signal'] as const)(
  'when %s is killed in the initial cycle, npm start goes on: nobody twice, nobody lost',
  { timeout: 3 * minute },
  async (program) => {
    const broken = start()
    await broken.until('Provisioning Dynamic Signal: ')
    process.kill(programOf(broken, program) ?? 0, 'SIGKILL')
    expect(await broken.ended).toBe(1)
    expect(broken.said()).toMatch(/ended by SIGKILL\. .* goes on where it was\.\n$/)

    const next = start()
    await next.until(serving)
    expect(next.said()).toContain('Going on with the sample organisation')
    const accounts = await readAccounts(readReport(join(folder, 'summary.json')))
    expect(byNumber(asWorkers(accounts))).toEqual(byNumber(activeWorkers()))
  },
)

test(
  'the programs end when the launcher is killed, and the sign-ins can be printed again',
  { timeout: 2 * minute },
  async () => {
    const run = start('--empty')
    await run.until(serving)
    const programs = [programOf(run, 'usher'), programOf(run, 'dynamic-signal')]
    run.process.kill('SIGKILL')
    await run.ended
    await expect.poll(() => programs.filter(isAlive), { timeout: 5000 }).toEqual([])

    const printed = start('--sign-in')
    expect(await printed.ended).toBe(0)
    const { signIns } = readReport(join(folder, 'summary.json'))
    expect(printed.said()).toContain(signIns.dynamicSignal.password)
  },
)

function isAlive(pid: number | null): boolean {
  try {
    process.kill(pid ?? 0, 0)
    return true
  } catch {
    return false
  }
}
