import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { endWithNpm } from './end-with-npm.mjs'

export const root = join(fileURLToPath(import.meta.url), '..', '..')

/**
 * The Node 24 to run programs with: the one that npm installed where there is one, this one if it is new enough.
 * Throws one sentence when there is neither.
 */
export function pinnedNode() {
  const pinned = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node')
  if (process.platform === 'linux' && glibc() && existsSync(pinned)) return pinned
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  throw new Error(
    `Usher brings its own Node for Linux on x64 and arm64 only: on this machine install Node 24 or newer (this is ${process.version}).`,
  )
}

function nodeOrExit() {
  try {
    return pinnedNode()
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}

/** The pinned binaries are linked against glibc; a system with musl has none. */
function glibc() {
  return process.report.getReport().header.glibcVersionRuntime !== undefined
}

/**
 * Runs a program on the pinned Node, and ends as it ends: with its exit code, or of its signal.
 *
 * The program gets a session of its own, so that Ctrl-C reaches this process only, which hands it on once. It gets an
 * IPC channel that closes when this process is gone, kill -9 included; `end-with-parent.mjs` then ends it. This process ends with npm.
 */
export function runOnPinnedNode(args, { cwd = root } = {}) {
  const node = nodeOrExit()
  const watch = pathToFileURL(join(root, 'scripts', 'end-with-parent.mjs')).href
  const child = spawn(node, ['--import', watch, ...args], {
    cwd,
    detached: true,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
      USHER_RUN_BY: String(process.pid),
      // What was compiled once is read: a program starts in half the time. Where it cannot be written, nothing is said.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'node'),
    },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  endWithNpm(child)
  child.on('error', (error) => {
    process.stderr.write(`Could not run ${child.spawnfile}: ${error.message}.\n`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}
