import { z } from 'zod'
import { announcementKinds, type AnnouncementKind } from '../../store/announcements.ts'
import type { Shapes } from '../shape.ts'
import { mailBody } from './mail-body.ts'

const known = Object.keys(announcementKinds) as [AnnouncementKind, ...AnnouncementKind[]]
const kinds = z.array(z.enum(known)).nullable().describe('null: everything.')
const mail = z.looseObject({
  configured: z.boolean(),
  host: z.string().optional(),
  port: z.number().optional(),
  security: z.enum(['starttls', 'tls', 'none']).optional(),
  user: z.string().nullable().optional(),
  from: z.string().optional(),
  recipients: z.array(z.string()).optional(),
  digest: z.enum(['immediate', 'hourly', 'daily']).optional(),
  tell: z.enum(['failures', 'everything']).optional(),
  hasPassword: z.boolean().optional(),
  unsubscribed: z.array(z.string()),
})
const tried = z.looseObject({ ok: z.boolean(), message: z.string() })
const webhook = z.looseObject({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  kinds: z.array(z.string()).nullable(),
  enabled: z.boolean(),
})
const made = webhook.extend({ secret: z.string() })
const delivery = z.looseObject({
  id: z.union([z.number(), z.string()]),
  at: z.string(),
  kind: z.string(),
  application: z.string().nullable(),
  sentence: z.string().nullable(),
  channel: z.string(),
  recipient: z.string(),
  state: z.enum(['waiting', 'delivered', 'givenUp']),
  attempts: z.number(),
  next: z.string().nullable(),
  error: z.string().nullable(),
})

export const tellingShapes = {
  'GET /usher/mail': { gives: mail },
  'PATCH /usher/mail': { takes: mailBody, gives: mail },
  'DELETE /usher/mail': { gives: mail },
  'POST /usher/mail/test': { takes: z.strictObject({ to: z.string().optional() }).optional(), gives: tried },
  'POST /usher/mail/resubscribe': { takes: z.strictObject({ address: z.string() }), gives: mail },
  'GET /usher/webhooks': { gives: z.strictObject({ webhooks: z.array(webhook) }) },
  'POST /usher/webhooks': {
    takes: z.strictObject({ name: z.string(), url: z.string(), kinds: kinds.optional() }),
    gives: made,
  },
  'PATCH /usher/webhooks/:name': {
    takes: z.strictObject({ url: z.string().optional(), kinds: kinds.optional(), enabled: z.boolean().optional() }),
    gives: webhook,
  },
  'DELETE /usher/webhooks/:name': { gives: webhook },
  'POST /usher/webhooks/:name/rotate': {
    gives: z.strictObject({ name: z.string(), secret: z.string(), until: z.string() }),
  },
  'POST /usher/webhooks/:name/test': { gives: tried },
  'GET /usher/deliveries': {
    asks: z.object({ state: z.enum(['waiting', 'delivered', 'givenUp']).optional(), limit: z.number().optional() }),
    gives: z.strictObject({ deliveries: z.array(delivery) }),
  },
  'POST /usher/deliveries/retry': {
    takes: z.strictObject({ ids: z.union([z.enum(['failed', 'givenUp']), z.array(z.number())]) }),
    gives: z.looseObject({ count: z.number() }),
  },
} satisfies Shapes
