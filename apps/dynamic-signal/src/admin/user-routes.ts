import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Attributes, ScimError } from '@usher/scim'
import { attributesOf } from '../store/columns.ts'
import { typeNamed } from '../tenant/tenant.ts'
import { Failure } from './failure.ts'
import { cleaned, deleteBody, read, usersQuery } from './input.ts'
import type { Section } from './service.ts'
import type { Person } from './session.ts'
import { profileOf } from './profile.ts'

type ById = { Params: { id: string } }

/** The users, and what only the console does with them: restore, delete for good. */
export function userRoutes(app: FastifyInstance, service: Section): void {
  const { session, users, store } = service

  app.get('/users', async (request) => {
    const { tenant } = await session.signedIn(request)
    const { search, startIndex, count, status, sortBy, sortOrder } = read(usersQuery, request.query)
    const ask = { search: search.trim(), status, sortBy, sortOrder, offset: startIndex - 1, limit: count }
    const found = await users.search(tenant.id, ask)
    const { total: totalResults, counts, users: listed } = found
    return { totalResults, startIndex, itemsPerPage: listed.length, counts, users: listed }
  })

  app.get<ById>('/users/:id', async (request) => {
    const { tenant } = await session.signedIn(request)
    return profileOf(service, tenant, cleaned(request.params.id))
  })

  for (const [action, active] of [
    ['deactivate', false],
    ['reactivate', true],
  ] as const)
    app.post<ById>(`/users/:id/${action}`, async (request) => {
      const person = await session.asAdmin(request)
      const id = cleaned(request.params.id)
      await setActive(service, person, { id, active, txn: request.id })
      return profileOf(service, person.tenant, id)
    })

  app.post<ById>('/users/:id/restore', async (request) => {
    const person = await session.asAdmin(request)
    const id = cleaned(request.params.id)
    const result = await store.archive.restore(person.tenant, id, byOf(person, request))
    if (result === 'taken')
      throw new Failure(
        409,
        'Its userName belongs to another user now. Rename or delete that one, then restore this one.',
      )
    if (result === 'gone') throw new Failure(404, 'There is no such archived user.')
    return profileOf(service, person.tenant, id)
  })

  app.delete<ById>('/users/:id', async (request, reply) => {
    const person = await session.asAdmin(request)
    const { confirm } = read(deleteBody, request.body)
    const id = cleaned(request.params.id)
    const found = await users.show(person.tenant.id, id)
    if (found === undefined) throw new Failure(404, 'There is no such user.')
    const isDeleted =
      found.userName === confirm && (await store.archive.purge(person.tenant, id, confirm, byOf(person, request)))
    if (!isDeleted) throw new Failure(400, 'Type the userName exactly as it is shown to delete the user for good.')
    return reply.status(204).send()
  })
}

function byOf({ administrator }: Person, request: FastifyRequest) {
  return { actor: `console:${administrator.id}`, txn: request.id }
}

async function setActive(
  { users, store }: Section,
  { tenant, administrator }: Person,
  { id, active, txn }: { readonly id: string; readonly active: boolean; readonly txn: string },
): Promise<void> {
  const type = typeNamed(tenant, 'User')
  const by = { actor: `console:${administrator.id}`, txn, method: active ? 'activate' : 'deactivate' } as const
  for (let tries = 0; type !== undefined && tries < 20; tries++) {
    const before = await store.resources.read(tenant, type, id)
    if (before === undefined) {
      const isArchived = (await users.show(tenant.id, id)) !== undefined
      throw isArchived
        ? new Failure(409, 'The user is archived. Restore it first.')
        : new Failure(404, 'There is no such user.')
    }
    const attributes: Attributes = { ...attributesOf(before.resource), active }
    const stored = await store.resources.update(tenant, type, { before, attributes }, by)
    if (stored !== 'changed' && stored !== 'taken') return
  }
  throw new ScimError(503, undefined, 'The user is being changed by others. Try again.')
}
