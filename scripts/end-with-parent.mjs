import { isMainThread } from 'node:worker_threads'

// Loaded into every program that run.mjs starts, and into whatever inherits its options: only the former is meant.
// A program that has something to close first (apps/start) stops by itself, and gets the time to.
const grace = 15_000

if (isMainThread && process.channel && String(process.ppid) === process.env.USHER_RUN_BY) {
  process.once('disconnect', () => {
    if (process.listenerCount('disconnect') === 0) process.exit(1)
    setTimeout(() => process.exit(1), grace).unref()
  })
  process.channel.unref()
}
