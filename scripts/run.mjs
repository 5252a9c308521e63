// Plain JavaScript: this one runs on the Node that the machine has, 20 or newer; what it starts runs on Node 24.
import { ensureConsoles } from './build-consoles.mjs'
import { ensureInstalled } from './install.mjs'
import { runOnPinnedNode } from './pinned-node.mjs'

const vitest = 'node_modules/vitest/vitest.mjs'

/** What each npm script runs. */
const programs = {
  start: ['apps/start/src/main.ts'],
  test: [vitest, 'run'],
  'test:quick': [vitest, 'run', '--project', 'quick'],
  'test:long': [vitest, 'run', '--config', 'vitest.long.config.ts'],
  check: ['scripts/check.ts'],
  docs: ['scripts/docs.ts'],
  bench: ['bench/main.ts'],
  fuzz: ['test/fuzz/main.ts'],
  law: ['test/law/main.ts'],
}

/** Those that serve the consoles or look at them. */
const withConsoles = ['start', 'test', 'test:long', 'check', 'bench']

const [name = '', ...rest] = process.argv.slice(2)
const program = programs[name]
if (program === undefined) {
  process.stderr.write(`There is no program "${name}". There are: ${Object.keys(programs).join(', ')}.\n`)
  process.exit(2)
}

try {
  await ensureInstalled()
  if (withConsoles.includes(name)) await ensureConsoles()
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
runOnPinnedNode([...program, ...rest])
