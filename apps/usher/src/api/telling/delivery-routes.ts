/** What people were told, and what still waits. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { listDeliveries, sendAgain } from '../../store/deliveries.ts'
import { audit } from '../../store/audit.ts'
import { actorOf } from '../actor.ts'
import type { Context } from '../context.ts'

const query = z.object({
  state: z.enum(['waiting', 'delivered', 'givenUp']).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(50),
})
const again = z.strictObject({
  ids: z.union([z.enum(['failed', 'givenUp']), z.array(z.number().int()).min(1).max(1000)]),
})

export function deliveryRoutes(app: FastifyInstance, { house: { store, now }, teller }: Context): void {
  app.get('/usher/deliveries', async (request) => ({
    deliveries: await listDeliveries(store, query.parse(request.query)),
  }))
  app.post('/usher/deliveries/retry', async (request) => {
    const { ids } = again.parse(request.body)
    const done = await sendAgain(store, ids, now())
    const details = { count: done.count }
    await audit(store, { actor: actorOf(request), activity: 'Send again', object: 'Deliveries', details })
    teller.wake()
    return done
  })
}
