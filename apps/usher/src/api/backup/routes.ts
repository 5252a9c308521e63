/** A backup of this moment, as a download. */
import type { FastifyInstance } from 'fastify'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { backup } from '../../move/backup.ts'
import { sealed } from '../../move/header.ts'
import { audit } from '../../store/audit.ts'
import { keyMark } from '../../store/tenant.ts'
import { actorOf } from '../actor.ts'
import type { Context } from '../context.ts'

/** The key file, sealed by whoever asks: neither it nor the passphrase goes over the wire. */
const body = z.strictObject({ key: sealed.nullable() })

export function backupRoutes(app: FastifyInstance, { house: { store, keys, exclusive, now } }: Context): void {
  app.post('/usher/backup', async (request, reply) => {
    const { key } = body.parse(request.body)
    await audit(store, {
      actor: actorOf(request),
      activity: 'Make backup',
      object: 'Store',
      details: { withKey: key !== null },
    })
    const about = { madeAt: now(), store: exclusive ? ('pglite' as const) : ('postgres' as const), keyMark: keyMark(keys), key } // prettier-ignore
    return reply
      .type('application/octet-stream')
      .header('content-disposition', 'attachment; filename="usher.backup"')
      .send(Readable.from(backup(store.db, about), { objectMode: false }))
  })
}
