// Runs before and after `npm pack` and `npm publish`. Plain JavaScript, on whatever Node runs npm.
//
// In the workspace the package is its sources: nothing has to be built. What is published cannot be, since Node strips no
// types under node_modules. So the package.json that goes into the tarball names what was built, and npm reads it from the
// disk: it is put in the place of the workspace's for as long as packing takes.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const home = join(dirname(fileURLToPath(import.meta.url)), '..')
const at = (...names) => join(home, ...names)
/** Where the workspace's own package.json waits. It is there only while packing. */
const kept = at('package.workspace.json')

function begin() {
  // A pack that was broken off has left it behind.
  end()
  rmSync(at('dist'), { recursive: true, force: true })
  build()
  copyFileSync(at('..', '..', 'LICENSE'), at('LICENSE'))
  const { private: _, scripts: __, ...workspace } = JSON.parse(readFileSync(at('package.json'), 'utf8'))
  const exports = { types: './dist/index.d.ts', default: './dist/index.js' }
  renameSync(at('package.json'), kept)
  writeFileSync(at('package.json'), `${JSON.stringify({ ...workspace, exports: { '.': exports } }, null, 2)}\n`)
}

function end() {
  if (existsSync(kept)) renameSync(kept, at('package.json'))
  rmSync(at('LICENSE'), { force: true })
}

function build() {
  const manifest = createRequire(import.meta.url).resolve('typescript/package.json')
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'))
  const compiler = join(dirname(manifest), typeof bin === 'string' ? bin : bin.tsc)
  const { status } = spawnSync(process.execPath, [compiler, '-p', at('tsconfig.build.json')], { stdio: 'inherit' })
  if (status !== 0) throw new Error('The package does not compile.')
}

const step = { begin, end }[process.argv[2] ?? '']
if (step === undefined) throw new Error('Say "begin" or "end".')
step()
