// Plain JavaScript: it runs before everything else, on the Node that the machine has.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { holdLock, inherited } from './lock.mjs'
import { pinnedNode, root } from './pinned-node.mjs'

/** Each is a Vite project, and is built into its folder `dist`. */
const consoles = ['apps/console', 'apps/dynamic-signal/console']
/** What all of them are made of. */
const shared = 'packages/parts'

/** Builds the consoles that are not built, or not from the sources and packages there are now. Throws one sentence. */
export async function ensureConsoles() {
  if (consoles.every(isBuilt)) return
  const lock = await holdLock('consoles', 'Another program is building the consoles of this clone; waiting for it …')
  try {
    const missing = consoles.filter((folder) => !isBuilt(folder)) // another one may have built it while we waited
    if (missing.length > 0) process.stderr.write('Building the consoles …\n')
    for (const folder of missing) {
      const wanted = sourcesOf(folder) // what changes while it is built is built the next time
      await build(folder, lock)
      writeFileSync(stampOf(folder), wanted)
    }
  } finally {
    lock.close()
  }
}

/** It stands in `dist`, which a build empties first: what is half built has none. */
function stampOf(folder) {
  return join(root, folder, 'dist', '.built')
}

function isBuilt(folder) {
  const stamp = stampOf(folder)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesOf(folder)
}

/** One hash of everything that a build reads. */
function sourcesOf(folder) {
  const all = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  const files = [folder, shared]
    .flatMap((one) => readdirSync(join(root, one), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => !relative(join(root, folder), file).startsWith('dist'))
    .sort((one, other) => (one < other ? -1 : 1))
  for (const file of files) all.update(`\0${relative(root, file)}\0`).update(readFileSync(file))
  return all.digest('hex')
}

function build(folder, lock) {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const args = [vite, 'build', join(root, folder), '--configLoader', 'native', '--logLevel', 'error']
  return new Promise((resolve, reject) => {
    const child = spawn(pinnedNode(), args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe', inherited(lock)] })
    const stop = () => {
      child.once('exit', () => process.exit(130))
      child.kill('SIGKILL')
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.once(signal, stop)
    let said = ''
    child.stderr.on('data', (piece) => (said += piece))
    child.on('error', (error) => reject(new Error(`Could not run Vite: ${error.message}.`)))
    child.on('close', (code) => {
      for (const signal of signals) process.off(signal, stop)
      if (code === 0) resolve()
      else reject(new Error(`The console in ${folder} could not be built (exit code ${code}): ${said.trim()}`))
    })
  })
}

// By hand: node scripts/build-consoles.mjs
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureConsoles().catch((error) => {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  })
}
