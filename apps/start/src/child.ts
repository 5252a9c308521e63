import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export type Program = {
  readonly name: string
  readonly file: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
}

/** How a program ended that nobody had asked to. */
export type End = {
  readonly name: string
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export type Child = {
  /** The first message of the program, once it serves; never settles when it ends before. */
  readonly ready: Promise<unknown>
  /** It is gone; what it said last may still be on its way. */
  readonly gone: Promise<unknown>
  /** It is gone, and everything it said was handed to `say`. */
  readonly ended: Promise<End>
  readonly stop: () => Promise<void>
}

const patience = 10_000
/**
 * Node lets its heap grow to four times of what is in use while there is memory. With a small young generation, and a heap that is
 * swept when it has grown to twice and a half, a program takes a third less.
 */
export const frugal = ['--max-semi-space-size=4', '--heap-growing-percent=150'] as const
/** Ends a program that is left alone before it has come as far as to watch for that itself. */
const watch = new URL('../../../scripts/end-with-parent.mjs', import.meta.url).href

/**
 * Starts one program beside this one.
 *
 * It has a session of its own, so that Ctrl-C reaches the launcher only, and an IPC channel, which closes with the
 * launcher: a program that is left alone ends. What it says goes to `say`, line by line.
 */
export function startChild(program: Program, say: (line: string) => void): Child {
  const running = spawn(process.execPath, [...frugal, '--import', watch, program.file, ...program.args], {
    env: { ...program.env, USHER_RUN_BY: String(process.pid) },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  for (const stream of [running.stdout, running.stderr]) {
    if (stream !== null) createInterface(stream).on('line', say)
  }
  const ended = new Promise<End>((resolve) => {
    // close, not exit: what it said last has then been read.
    running.once('close', (code, signal) => resolve({ name: program.name, code, signal }))
  })
  return {
    ready: once(running, 'message').then(([message]) => message as unknown),
    gone: once(running, 'exit'),
    ended,
    stop: () => stop(running, ended),
  }
}

async function stop(running: ChildProcess, ended: Promise<End>): Promise<void> {
  running.kill('SIGTERM')
  const late = setTimeout(() => running.kill('SIGKILL'), patience)
  await ended
  clearTimeout(late)
}

/** The sentence for a program that ended by itself while it should have served. */
export function describeEnd({ name, code, signal }: End): string {
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`
  return `${name} ended ${how}. Everything else is stopped too; "npm start" goes on where it was.`
}
