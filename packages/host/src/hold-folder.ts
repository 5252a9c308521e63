import { open, rename, unlink, type FileHandle } from 'node:fs/promises'
import { createServer, connect, type Server } from 'node:net'
import { join } from 'node:path'
import { makeFolder } from './make-folder.ts'
import { Refusal } from './run.ts'

export type Hold = { release(): Promise<void> }

const name = 'in-use.sock'

/**
 * Holds a data folder for this process, and makes it when it is not there.
 *
 * Two processes can open one PGlite folder without complaint and corrupt it, so the folder is held by a listening
 * socket in it, which the operating system closes however the process ends. Throws a `Refusal` when somebody else
 * holds it.
 */
export async function holdFolder(folder: string, what: string): Promise<Hold> {
  const directory = await openFolder(folder)
  // A socket's path may have 107 bytes at most; through the open folder it is always short.
  const path = process.platform === 'linux' ? `/proc/self/fd/${directory.fd}/${name}` : join(folder, name)
  const server = (await tryListen(path)) ?? (await inTurn(directory, () => takeOver(path)))
  if (server === null) {
    await directory.close()
    throw new Refusal(
      `The data folder ${folder} is in use by another ${what}. Stop that one, or name another folder with --data.`,
    )
  }
  server.unref()
  return {
    async release() {
      await unlink(path).catch(() => undefined)
      server.close()
      await directory.close()
    },
  }
}

async function openFolder(folder: string): Promise<FileHandle> {
  try {
    await makeFolder(folder)
    return await open(folder, 'r')
  } catch (error) {
    throw new Refusal(`Cannot use the data folder ${folder}: ${(error as Error).message}. Name another with --data.`)
  }
}

/** Listens, or answers null when the name is taken. */
function tryListen(path: string): Promise<Server | null> {
  const server = createServer((socket) => socket.destroy())
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null)
      else reject(new Refusal(`Cannot write to the data folder: ${error.message}. Name another with --data.`))
    })
    server.listen(path, () => resolve(server))
  })
}

/**
 * Lets one process after the other take a folder over: of two at the same time, one could move the fresh socket of the
 * other out of the way while a third one sees none. Linux has sockets without a file, which nobody leaves behind; where
 * there are none, only the renaming below stands between two that start in the same moment.
 */
async function inTurn<T>(directory: FileHandle, work: () => Promise<T>): Promise<T> {
  if (process.platform !== 'linux') return work()
  const { dev, ino } = await directory.stat()
  let turn: Server | null = null
  while ((turn = await tryListen(`\0usher-takes-over-${dev}-${ino}`)) === null)
    await new Promise((resolve) => setTimeout(resolve, 10))
  try {
    return await work()
  } finally {
    turn.close()
  }
}

/** Takes the name over from a process that is gone; null when its holder answers. */
async function takeOver(path: string): Promise<Server | null> {
  if (await answers(path)) return null
  // Renaming is atomic: of two that start at once only one gets the dead socket out of the way.
  const dead = `${path}.${process.pid}`
  const moved = await rename(path, dead).then(
    () => true,
    () => false,
  )
  if (moved && (await answers(dead))) {
    await rename(dead, path)
    return null
  }
  if (moved) await unlink(dead).catch(() => undefined)
  return tryListen(path)
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
