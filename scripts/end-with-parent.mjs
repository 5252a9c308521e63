import { isMainThread } from 'node:worker_threads'

// Loaded first into every program that somebody started with an IPC channel and USHER_RUN_BY, from its first moment
// on. A program that has something to close listens for `disconnect` itself, and gets the time to.
const grace = 15_000
const parent = process.env.USHER_RUN_BY

if (isMainThread && parent !== undefined) {
  delete process.env.USHER_RUN_BY // it is meant for this process, not for those that it starts
  if (String(process.ppid) !== parent || !process.connected) process.exit(1)
  process.once('disconnect', () => {
    if (process.listenerCount('disconnect') === 0) process.exit(1)
    setTimeout(() => process.exit(1), grace).unref()
  })
  process.channel.unref()
}
