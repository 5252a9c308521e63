/** `npm start` as a person or a service manager runs it: npm, a shell, `run.mjs`, the launcher and two programs. Reads /proc, so Linux only. */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { endAll, eventually, minute, newFolder, newHouse, root, serving } from './house.ts'

afterEach(endAll, minute)

/** Processes that name this folder on their command line, or npm's own. */
function about(folder: string): readonly number[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)
      } catch {
        return false // it ended meanwhile
      }
    })
    .map(Number)
}

/** A package whose `npm start` is that of this repository, but for installing: other tests run on what is installed. */
function packageOfItsOwn(): string {
  const folder = newFolder()
  const run = pathToFileURL(join(root, 'scripts/pinned-node.mjs')).href
  const program = `import { runOnPinnedNode } from '${run}'
    runOnPinnedNode(['apps/start/src/main.ts', ...process.argv.slice(2)])`
  writeFileSync(join(folder, 'run.mjs'), program)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { start: 'node run.mjs' } }))
  return folder
}

describe('when npm is gone', () => {
  test.each(['SIGTERM', 'SIGKILL'] as const)(
    '%s: everything that it started ends, with nothing left to hold the folder',
    { timeout: 3 * minute },
    async (signal) => {
      const house = await newHouse()
      const npm = spawn('npm', ['start', '--', '--empty', '--data', house.data, ...house.ports], {
        cwd: packageOfItsOwn(),
        env: { ...process.env, NODE_OPTIONS: '' },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let said = ''
      npm.stdout.on('data', (piece) => (said += String(piece)))
      try {
        await eventually('it serves', 2 * minute, () => (said.includes(serving) ? true : null))
        expect(about(house.data).length).toBeGreaterThan(3)
        npm.kill(signal)
        const left = (): readonly number[] => about(house.data)
        await eventually(`all of ${left().length} end`, 30_000, () => (left().length === 0 ? true : null))
      } finally {
        for (const pid of about(house.data)) process.kill(pid, 'SIGKILL')
      }
    },
  )
})
