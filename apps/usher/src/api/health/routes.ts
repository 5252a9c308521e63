/** Whether the process lives, whether it can work, and its numbers; for what watches it. */
import type { FastifyInstance } from 'fastify'
import type { Observing } from '../../observing.ts'
import type { Context } from '../context.ts'
import { readiness } from './readiness.ts'
import { standOf } from './stand.ts'

/** Milliseconds that what stands in the store is kept, however often it is asked for. */
const fresh = 5000

/** What these answer names nobody, and needs no token; /metrics has one of its own (`open`). */
export function healthRoutes(app: FastifyInstance, context: Context, { metrics }: Pick<Observing, 'metrics'>): void {
  let stand: { readonly at: number; readonly of: ReturnType<typeof standOf> } | null = null
  app.get('/healthz', () => ({ ok: true }))
  app.get('/readyz', async (_request, reply) => {
    const problem = await readiness(context)
    return reply.code(problem === null ? 200 : 503).send(problem === null ? { ready: true } : { ready: false, problem })
  })
  app.get('/metrics', async (_request, reply) => {
    const at = performance.now()
    if (stand === null || at - stand.at > fresh) stand = { at, of: standOf(context) }
    const asked = stand
    const { type, text } = await metrics.print(
      await asked.of.catch((error: unknown) => {
        // A failure is not kept.
        if (stand === asked) stand = null
        throw error
      }),
    )
    return reply.type(type).send(text)
  })
}
