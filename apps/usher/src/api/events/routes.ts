/** What happens to a job, as it happens: server-sent events, for a page that shows it. */
import type { FastifyInstance } from 'fastify'
import { createHash } from 'node:crypto'
import { PassThrough } from 'node:stream'
import { readJob, type Job } from '../../store/jobs.ts'
import type { Context } from '../context.ts'
import { whichJob } from '../jobs/which-job.ts'

/** Milliseconds: a cycle that runs here is looked at, the row that a worker elsewhere writes, and a sign of life. */
const beats = { here: 500, row: 2000, heart: 15_000 } as const
/** Then the browser asks again, and whoever may not see it any more is told. */
const longest = 10 * 60_000

/**
 * Two events: `progress`, where the running cycle is (null when none runs); `changed`, when the status is worth asking for.
 *
 * They say that something is new rather than what was: who misses one misses nothing by asking again.
 */
export function eventRoutes(app: FastifyInstance, { house: { store }, runner }: Context): void {
  const open = new Set<() => void>()
  // Before the server waits for what is under way, which these would be for ever.
  app.addHook('preClose', (done) => {
    for (const end of open) end()
    done()
  })
  app.get('/usher/apps/:app/events', async (request, reply) => {
    const { job } = await whichJob(store, request)
    const out = new PassThrough()
    let row: Job = job
    const told = new Map<string, string>()
    const tell = (event: 'progress' | 'changed', value: unknown): void => {
      const data = JSON.stringify(value)
      if (told.get(event) === data) return
      told.set(event, data)
      out.write(`event: ${event}\ndata: ${data}\n\n`)
    }
    const look = (): void => {
      tell('progress', runner.progress(job.id) ?? row.progress)
      tell('changed', stateOf(row))
    }
    const read = async (): Promise<void> => {
      row = await readJob(store, job.id)
      look()
    }
    const timers = [
      setInterval(look, beats.here),
      // A job that was removed meanwhile ends the stream; the page finds out when it asks again.
      setInterval(() => void read().catch(end), beats.row),
      setInterval(() => out.write(': still here\n\n'), beats.heart),
      setTimeout(() => end(), longest),
    ]
    function end(): void {
      open.delete(end)
      for (const timer of timers) clearTimeout(timer)
      out.end()
    }
    open.add(end)
    reply.raw.on('close', end)
    look()
    return reply
      .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
      .type('text/event-stream; charset=utf-8')
      .send(out)
  })
}

/** What makes a page ask for the status again, in a word that says nothing by itself. */
function stateOf({
  state,
  quarantine,
  lastCycle,
  lastError,
  nextRun,
  restored,
  secretRefused,
  hasSecrets,
}: Job): string {
  const all = JSON.stringify([
    state,
    quarantine,
    lastCycle?.ended,
    lastError,
    nextRun,
    restored,
    secretRefused,
    hasSecrets,
  ])
  return createHash('sha256').update(all).digest('base64url').slice(0, 16)
}
