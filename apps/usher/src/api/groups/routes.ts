import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  addMembers,
  createGroup,
  deleteGroup,
  findGroup,
  listGroups,
  listMembers,
  removeMembers,
} from '../../store/groups.ts'
import { audit } from '../../store/log.ts'
import { findUser } from '../../store/users.ts'
import { actorOf } from '../actor.ts'
import type { Context } from '../context.ts'

const group = z.object({ group: z.string().min(1) })
const made = z.object({ displayName: z.string().min(1).max(256) })
const members = z.union([
  z.object({ all: z.literal(true) }),
  z.object({ members: z.array(z.string()).min(1).max(10_000) }),
])
const limit = z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) })

export function groupRoutes(app: FastifyInstance, { house: { store } }: Context): void {
  const idsOf = (names: readonly string[]): Promise<string[]> =>
    Promise.all(names.map(async (name) => (await findUser(store, name, 'live')).id))

  app.get('/usher/groups', async () => ({ groups: await listGroups(store) }))
  app.post('/usher/groups', async (request) => {
    const created = await createGroup(store, made.parse(request.body).displayName)
    await audit(store, { actor: actorOf(request), activity: 'Add group', object: created.displayName })
    return created
  })
  app.get('/usher/groups/:group', (request) => findGroup(store, group.parse(request.params).group))
  app.delete('/usher/groups/:group', async (request) => {
    const deleted = await deleteGroup(store, group.parse(request.params).group)
    await audit(store, { actor: actorOf(request), activity: 'Delete group', object: deleted.displayName })
    return deleted
  })
  app.get('/usher/groups/:group/members', async (request) => ({
    members: await listMembers(store, group.parse(request.params).group, limit.parse(request.query).limit),
  }))
  app.post('/usher/groups/:group/members', async (request) => {
    const name = group.parse(request.params).group
    const wanted = members.parse(request.body)
    const added = await addMembers(store, name, 'all' in wanted ? 'all' : await idsOf(wanted.members))
    if (added > 0)
      await audit(store, { actor: actorOf(request), activity: 'Add members', object: name, details: { added } })
    return { added }
  })
  app.post('/usher/groups/:group/members/remove', async (request) => {
    const name = group.parse(request.params).group
    const wanted = z.object({ members: z.array(z.string()).min(1) }).parse(request.body)
    const removed = await removeMembers(store, name, await idsOf(wanted.members))
    if (removed > 0)
      await audit(store, { actor: actorOf(request), activity: 'Remove members', object: name, details: { removed } })
    return { removed }
  })
}
