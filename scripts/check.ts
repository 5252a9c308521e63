import { spawnSync } from 'node:child_process'

/** What must hold before a review, cheapest first. `--no-tests` leaves the tests out. */
const steps: readonly (readonly [name: string, command: string, ...rest: string[]])[] = [
  ['types', 'tsc', '-p', '.'],
  ['types of scim alone', 'tsc', '-p', 'packages/scim'],
  ['types of the engine alone', 'tsc', '-p', 'packages/engine'],
  ['types of the parts of consoles', 'tsc', '-p', 'packages/parts'],
  ['types of the admin center', 'tsc', '-p', 'apps/console'],
  ['types of the console of Dynamic Signal', 'tsc', '-p', 'apps/dynamic-signal/console'],
  ['lint', 'oxlint', '--deny-warnings'],
  ['format', 'oxfmt', '--check'],
  ['generated pages', 'node', 'scripts/docs.ts', '--check'],
  ['tests', 'vitest', 'run'],
]

const wanted = steps.filter(([name]) => name !== 'tests' || !process.argv.includes('--no-tests'))
const failed = wanted.filter(([name, command, ...rest]) => {
  process.stdout.write(`\n— ${name}: ${[command, ...rest].join(' ')}\n`)
  return spawnSync(command, rest, { stdio: 'inherit' }).status !== 0
})

process.stdout.write(
  failed.length === 0
    ? `\nAll ${wanted.length} checks hold.\n`
    : `\nNot right: ${failed.map(([name]) => name).join(', ')}.\n`,
)
process.exit(failed.length === 0 ? 0 : 1)
