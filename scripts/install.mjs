import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hash, holdLock, inherited } from './lock.mjs'
import { root } from './pinned-node.mjs'

const stamp = join(root, 'node_modules', '.installed')

/** Installs what package-lock.json says, unless that is what was installed last. Throws one sentence. */
export async function ensureInstalled() {
  const wanted = hash(readFileSync(join(root, 'package-lock.json')))
  if (installed() === wanted) return
  const lock = await holdLock('install', 'Another program is installing in this clone; waiting for it …')
  try {
    if (installed() === wanted) return // somebody else did it while we waited
    await install(lock)
    const missing = leftOut()
    if (missing.length > 0)
      throw new Error(`npm left out ${missing.join(', ')}. Check the network, and run this again.`)
    writeFileSync(stamp, wanted)
  } finally {
    lock.close()
  }
}

function installed() {
  try {
    return readFileSync(stamp, 'utf8')
  } catch {
    return null
  }
}

async function install(lock) {
  const started = Date.now()
  const seconds = () => Math.round((Date.now() - started) / 1000)
  const line = 'Installing (once, about a minute) …'
  process.stderr.write(line)
  const ticking = process.stderr.isTTY
    ? setInterval(() => process.stderr.write(`\r${line} ${seconds()} s`), 1000)
    : null
  try {
    await npmCi(lock)
    process.stderr.write(process.stderr.isTTY ? `\r${line} done in ${seconds()} s\n` : ` done in ${seconds()} s\n`)
  } catch (error) {
    process.stderr.write('\n')
    throw error
  } finally {
    clearInterval(ticking)
  }
}

/**
 * No package's own script is needed, so none is run.
 *
 * npm inherits the lock: it stays held as long as npm writes, even when this process is killed.
 */
function npmCi(lock) {
  const options = ['--ignore-scripts', '--include=dev', '--include=optional', '--prefer-offline', '--loglevel=warn']
  const patience = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000']
  const [command, ...first] = npm()
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, 'ci', ...options, ...patience], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe', inherited(lock)],
    })
    const stop = () => {
      child.once('exit', () => process.exit(130))
      child.kill('SIGKILL') // what is half installed has no stamp, and is installed again
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.once(signal, stop)
    let said = ''
    child.stderr.on('data', (piece) => (said += piece))
    child.on('error', (error) => reject(new Error(`Could not run npm: ${error.message}. Install npm beside Node.`)))
    child.on('close', (code) => {
      for (const signal of signals) process.off(signal, stop)
      // npm calls it a warning, and a success, when a package could not be written out.
      if (code === 0 && !said.includes('TAR_ENTRY_ERROR')) resolve()
      else reject(new Error(explain(said, code)))
    })
  })
}

/** Packages for this machine that are not there: npm leaves an optional one out without a word when it cannot get it. */
function leftOut() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const fits = ({ os, cpu, libc }) =>
    (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true) && libc?.[0] !== 'musl'
  return Object.entries(packages)
    .filter(([path, entry]) => path !== '' && entry.optional === true && entry.os !== undefined && fits(entry))
    .map(([path]) => path)
    .filter((path) => !existsSync(join(root, path, 'package.json')))
}

/** npm as the one that runs us, so that both are the same version; else the one on the PATH. */
function npm() {
  const path = process.env.npm_execpath
  return path?.endsWith('.js') ? [process.execPath, path] : ['npm']
}

const diskFull = 'The disk is full. Free about 700 MB for the clone and the npm cache, and run this again.'

const unreachable = (registry) =>
  `The npm registry${registry} cannot be reached. Connect to the network, or set another one with "npm config set registry URL", and run this again.`

/** What npm's error codes mean to the person who started the program. */
const explanations = [
  [/\bENOSPC\b/, () => diskFull],
  [/\bEUSAGE\b[^]*in sync/, () => 'package-lock.json does not fit package.json. Run "npm install", and commit both.'],
  [
    /\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT|ERR_SOCKET_TIMEOUT|EHOSTUNREACH|ENETUNREACH)\b/,
    unreachable,
  ],
  [
    /\b(E401|E403|E407|ENEEDAUTH)\b/,
    () => 'The npm registry refuses to answer. Check the registry and its sign-in in your .npmrc.',
  ],
  [
    /\b(E404|ETARGET)\b/,
    () => 'The npm registry lacks a package this clone needs. Set a complete one with "npm config set registry URL".',
  ],
  [
    /\bEINTEGRITY\b/,
    () => 'A package is not the one in package-lock.json. Run "npm cache clean --force" and this again.',
  ],
  [
    /\b(EACCES|EPERM|EROFS)\b/,
    () => `npm may not write to ${join(root, 'node_modules')} or its cache. Check who owns them.`,
  ],
]

function explain(said, code) {
  const registry = /https?:\/\/[^/\s"']+/.exec(said)
  for (const [pattern, sentence] of explanations) {
    if (pattern.test(said)) return sentence(registry === null ? '' : ` at ${registry[0]}`)
  }
  const lines = said.split('\n').filter((line) => line.startsWith('npm error') && !line.includes('A complete log'))
  return `npm ci failed (exit code ${code}): ${lines.map((line) => line.slice(10)).join(' ') || said.trim()}`
}
