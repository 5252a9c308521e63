import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Wrong } from '../../store/directory.ts'
import { deleteGroup } from '../../store/group-life.ts'
import { addMembers, listMembers, removeMembers } from '../../store/group-members.ts'
import { createGroup, findGroup, listGroups, setGroup } from '../../store/groups.ts'
import { audit } from '../../store/audit.ts'
import { changesBetween } from '../../store/changes-between.ts'
import { namedIds } from '../../store/named-object.ts'
import { whyNotFill } from '../../graph/access/fill-group.ts'
import { denied } from '../../graph/wire/fault.ts'
import { actorOf } from '../actor.ts'
import { callerOf } from '../caller.ts'
import type { Context } from '../context.ts'
import { asksGroups, placeOf, placeText } from './shapes.ts'

const params = z.object({ group: z.string().min(1) })
const values = z.record(z.string(), z.union([z.string(), z.boolean(), z.null()]))
const made = z.intersection(z.object({ displayName: z.string().min(1) }), values)
const members = z.union([
  z.object({ all: z.literal(true) }),
  z.object({ members: z.array(z.string()).min(1).max(10_000) }),
])
const limit = z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) })

export function groupRoutes(app: FastifyInstance, { house: { store } }: Context): void {
  const mayFill = async (request: FastifyRequest, group: string): Promise<void> => {
    const caller = callerOf(request)
    const why = caller === undefined ? null : await whyNotFill(store, caller, group)
    if (why !== null) throw denied(why)
  }
  const open = (given: unknown) => findGroup(store, params.parse(given).group)

  app.get('/usher/groups', async (request) => {
    const { after, limit } = asksGroups.parse(request.query)
    const { groups, next } = await listGroups(store, { after: after === undefined ? null : placeOf(after), limit })
    return { groups, next: next === null ? null : placeText(next) }
  })
  app.post('/usher/groups', async (request) => {
    const { displayName, ...rest } = made.parse(request.body)
    const created = await createGroup(store, displayName, rest)
    await audit(store, {
      actor: actorOf(request),
      activity: 'Add group',
      object: created.displayName,
      changes: changesBetween(null, created),
    })
    return created
  })
  app.get('/usher/groups/:group', (request) => open(request.params))
  app.patch('/usher/groups/:group', async (request) => {
    const changes = values.parse(request.body)
    const before = await open(request.params)
    const { displayName } = before
    const done = await setGroup(store, before.id, changes)
    if (done.result === 'updated')
      await audit(store, {
        actor: actorOf(request),
        activity: 'Update group',
        object: displayName,
        details: { id: before.id },
        changes: changesBetween(before, done.group),
      })
    return done
  })
  app.delete('/usher/groups/:group', async (request) => {
    const { id } = await open(request.params)
    await mayFill(request, id)
    const deleted = await deleteGroup(store, id)
    await audit(store, {
      actor: actorOf(request),
      activity: 'Delete group',
      object: deleted.displayName,
      details: { id: deleted.id },
    })
    return deleted
  })
  app.get('/usher/groups/:group/members', async (request) => {
    const { id } = await open(request.params)
    const { people, groups } = await listMembers(store, id, limit.parse(request.query).limit)
    return { members: people, groups }
  })
  app.post('/usher/groups/:group/members', async (request) => {
    const { id, displayName: object } = await open(request.params)
    const wanted = members.parse(request.body)
    await mayFill(request, id)
    const ids = 'all' in wanted ? 'all' : await namedIds(store, wanted.members, 'live')
    if (ids !== 'all' && ids.includes(id))
      throw new Wrong('invalid', `The group "${object}" cannot be a member of itself. Nobody was added.`)
    const added = await addMembers(store, id, ids)
    if (added > 0)
      await audit(store, {
        actor: actorOf(request),
        activity: 'Add member to group',
        object,
        details: { added, members: 'all' in wanted ? 'all' : named(wanted.members) },
      })
    return { added }
  })
  app.post('/usher/groups/:group/members/remove', async (request) => {
    const { id, displayName: object } = await open(request.params)
    const wanted = z.object({ members: z.array(z.string()).min(1) }).parse(request.body)
    await mayFill(request, id)
    const removed = await removeMembers(store, id, await namedIds(store, wanted.members, 'live'))
    if (removed > 0)
      await audit(store, {
        actor: actorOf(request),
        activity: 'Remove member from group',
        object,
        details: { removed, members: named(wanted.members) },
      })
    return { removed }
  })
}

/** The first of many. */
function named(names: readonly string[]): string {
  const more = names.length > 20 ? `, and ${names.length - 20} more` : ''
  return `${names.slice(0, 20).join(', ')}${more}`
}
