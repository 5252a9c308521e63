import type { FastifyInstance } from 'fastify'
import { baseOf } from '../scim/paths.ts'
import { type Scope, allScopes } from '../tenant/scopes.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { Failure } from './failure.ts'
import { cleaned, clientBody, read, secretBody, tokenBody } from './input.ts'
import type { Section } from './service.ts'

type ById = { Params: { id: string } }
const day = 24 * 60 * 60

/** Admin > Advanced > API: the address, the tokens, the OAuth clients. A secret is in one answer and never again. */
export function accessRoutes(app: FastifyInstance, { session, tokens, clients, baseUrl }: Section): void {
  app.get('/scim', async (request) => {
    const { tenant } = await session.asAdmin(request)
    return { scimApiUrl: baseOf(tenant, baseUrl()), tokenEndpoint: `${baseUrl()}/oauth/token` }
  })

  app.get('/tokens', async (request) => {
    const { tenant } = await session.asAdmin(request)
    return { tokens: await tokens.list(tenant.id) }
  })

  app.post('/tokens', async (request, reply) => {
    const { administrator, tenant } = await session.asAdmin(request)
    const { label, expiresInDays, scopes } = read(tokenBody, request.body)
    const seconds = expiresInDays === null ? null : expiresInDays * day
    const made = await tokens.create({
      tenantId: tenant.id,
      ownerId: administrator.id,
      label,
      seconds,
      scopes: granted(tenant, scopes),
    })
    const listed = (await tokens.list(tenant.id)).find(({ id }) => id === made.id)
    const warning =
      expiresInDays === null ? { warning: 'This token never expires. Revoke it when it is not used.' } : {}
    return reply.status(201).send({ token: made.secret, ...listed, ...warning })
  })

  app.delete<ById>('/tokens/:id', async (request, reply) => {
    const { tenant } = await session.asAdmin(request)
    if (!(await tokens.revoke(tenant.id, cleaned(request.params.id)))) throw new Failure(404, 'There is no such token.')
    return reply.status(204).send()
  })

  app.get('/clients', async (request) => {
    const { tenant } = await session.asAdmin(request)
    return { clients: await clients.list(tenant.id) }
  })

  app.post('/clients', async (request, reply) => {
    const { administrator, tenant } = await session.asAdmin(request)
    const { label, scopes, secretExpiresInDays: days } = read(clientBody, request.body)
    const made = await clients.create({
      tenantId: tenant.id,
      ownerId: administrator.id,
      label,
      scopes: granted(tenant, scopes),
      days,
    })
    const listed = (await clients.list(tenant.id)).find(({ id }) => id === made.clientId)
    return reply.status(201).send({ ...made, ...listed })
  })

  app.post<ById>('/clients/:id/secrets', async (request, reply) => {
    const { tenant } = await session.asAdmin(request)
    const { expiresInDays } = read(secretBody, request.body)
    const clientId = cleaned(request.params.id)
    const clientSecret = await clients.rotate(tenant.id, clientId, expiresInDays)
    if (clientSecret === undefined) throw new Failure(404, 'There is no such client, or it is revoked.')
    const listed = (await clients.list(tenant.id)).find(({ id }) => id === clientId)
    return reply.status(201).send({ clientId, clientSecret, ...listed })
  })

  app.delete<{ Params: { id: string; secretId: string } }>('/clients/:id/secrets/:secretId', async (request, reply) => {
    const { tenant } = await session.asAdmin(request)
    const { id, secretId } = request.params
    if (!(await clients.revokeSecret(tenant.id, cleaned(id), cleaned(secretId))))
      throw new Failure(404, 'There is no such secret.')
    return reply.status(204).send()
  })

  app.delete<ById>('/clients/:id', async (request, reply) => {
    const { tenant } = await session.asAdmin(request)
    const isRevoked = await clients.revoke(tenant.id, cleaned(request.params.id))
    tokens.forget()
    if (!isRevoked) throw new Failure(404, 'There is no such client.')
    return reply.status(204).send()
  })
}

/** Groups cannot be granted while the tenant has none. Who gets everything gets them when they are switched on. */
function granted({ settings }: Tenant, scopes: readonly Scope[]): readonly Scope[] {
  if (settings.groups || scopes.length === allScopes.length) return scopes
  const left = scopes.filter((scope) => scope !== 'scim.groups')
  if (left.length === 0)
    throw new Failure(400, 'scopes: groups are switched off. An administrator can switch them on in the settings.')
  return left
}
