import { isTimeZone } from '@usher/engine'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { audit } from '../../store/audit.ts'
import { changesBetween } from '../../store/changes-between.ts'
import { readTenant, saveTenant, type Tenant } from '../../store/tenant.ts'
import { actorOf } from '../actor.ts'
import type { Context } from '../context.ts'

const days = z.number().int().min(1).max(3650)
const body = z.strictObject({
  displayName: z.string().trim().min(1).max(200).optional(),
  defaultDomain: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'must be a domain name like contoso.com')
    .optional(),
  logDays: days.nullable().optional(),
  exchangeDays: days.optional(),
  auditDays: days.nullable().optional(),
  timeZone: z.string().refine(isTimeZone, 'must be the name of a time zone like Europe/Berlin').optional(),
})

export function tenantRoutes(app: FastifyInstance, { house: { store }, runner }: Context): void {
  app.get('/usher/tenant', () => readTenant(store))
  app.patch('/usher/tenant', async (request) => {
    const change = JSON.parse(JSON.stringify(body.parse(request.body))) as Partial<Tenant>
    const before = await readTenant(store)
    const tenant = await saveTenant(store, change)
    await audit(store, {
      actor: actorOf(request),
      activity: 'Update tenant',
      object: tenant.displayName,
      changes: changesBetween(before, tenant),
    })
    runner.wake()
    return tenant
  })
}
