/** Calls `stop` once when the process is asked to end, then exits with 0. A second signal ends it at once. */
export function onSignals(stop: () => Promise<void>): void {
  let stopping = false
  const end = (): void => {
    if (stopping) process.exit(130)
    stopping = true
    finish(stop)
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
}

/**
 * Calls `stop` and exits when the parent process is gone, however it ended.
 *
 * A parent that wants this starts the child with an IPC channel; the operating system closes it with the parent.
 * Does nothing for a process without one.
 */
export function endWithParent(stop: () => Promise<void>): void {
  if (process.channel === undefined || process.channel === null) return
  process.once('disconnect', () => finish(stop))
  process.channel.unref()
}

function finish(stop: () => Promise<void>): void {
  stop().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
      process.exit(1)
    },
  )
}
