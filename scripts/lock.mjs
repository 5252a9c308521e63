import { createHash } from 'node:crypto'
import { realpathSync, unlinkSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './pinned-node.mjs'

/**
 * Waits until no other process does the same in this clone, `what` for short: "install". The operating system lets go
 * of it with its last holder. `waiting`: what is said while another one has it.
 */
export async function holdLock(what, waiting) {
  const name = `usher-${what}-${hash(realpathSync(root)).slice(0, 16)}`
  const addresses = { linux: `\0${name}`, win32: `\\\\.\\pipe\\${name}` }
  const address = addresses[process.platform] ?? join(tmpdir(), `${name}.sock`)
  for (let tries = 0; ; tries++) {
    const server = await listen(address)
    if (server !== null) return server
    if (tries === 0) process.stderr.write(`${waiting}\n`)
    if (address.endsWith('.sock') && !(await answers(address))) unlinkSync(address)
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}

/** What a child inherits to hold the lock as long as it runs, even when this process is killed. */
export function inherited(lock) {
  return lock._handle.fd >= 0 ? lock._handle.fd : 'ignore' // Node has no public name for it
}

export function hash(content) {
  return createHash('sha256').update(content).digest('hex')
}

function listen(address) {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)))
    server.listen(address, () => resolve(server))
  })
}

function answers(address) {
  return new Promise((resolve) => {
    const socket = connect(address, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
