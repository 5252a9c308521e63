import type { FastifyInstance } from 'fastify'
import { audit } from '../../store/audit.ts'
import { changesBetween } from '../../store/changes-between.ts'
import { readTenant, saveTenant, type Tenant } from '../../store/tenant.ts'
import { actorOf } from '../actor.ts'
import type { Context } from '../context.ts'
import { tenantBody } from './body.ts'

export function tenantRoutes(app: FastifyInstance, { house: { store }, runner }: Context): void {
  app.get('/usher/tenant', () => readTenant(store))
  app.patch('/usher/tenant', async (request) => {
    const change = JSON.parse(JSON.stringify(tenantBody.parse(request.body))) as Partial<Tenant>
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
