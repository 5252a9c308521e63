/** The keys by which secrets are encrypted. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { audit } from '../../store/audit.ts'
import { encryptAgain } from '../../store/encrypt-again.ts'
import { actorOf } from '../actor.ts'
import type { Context } from '../context.ts'

/** `newKey`: false when there is a new key already, which another process or the environment brought. */
const body = z.strictObject({ newKey: z.boolean().default(true) })

export function keyRoutes(app: FastifyInstance, { house: { store, keys } }: Context): void {
  app.post('/usher/keys/encryption/rotate', async (request) => {
    const { newKey } = body.parse(request.body ?? {})
    if (newKey) await keys.renew()
    const secrets = await encryptAgain(store.db, keys)
    await audit(store, {
      actor: actorOf(request),
      activity: 'Rotate encryption key',
      object: 'Store',
      details: { newKey, secrets },
    })
    return { newKey, secrets }
  })
}
