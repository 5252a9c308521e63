import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { findTemplate } from '../../gallery/gallery.ts'
import {
  assign,
  findApplication,
  insertApplication,
  listApplications,
  listAssignments,
  setRequiresRole,
  unassign,
} from '../../store/applications.ts'
import { insertJob } from '../../store/jobs.ts'
import { audit } from '../../store/audit.ts'
import { changesBetween } from '../../store/changes-between.ts'
import { actorOf } from '../actor.ts'
import type { Context } from '../context.ts'

const which = z.object({ app: z.string().min(1) })
const added = z.object({ template: z.string().min(1), name: z.string().min(1).max(120).optional() })
const changes = z.strictObject({ requiresRole: z.boolean() })
const assignment = z.object({ who: z.string().min(1), role: z.string().nullish() })

const removal = assignment.extend({ fromGroups: z.boolean().default(false) })

export function applicationRoutes(app: FastifyInstance, { house: { store }, runner }: Context): void {
  app.get('/usher/apps', async () => ({ applications: await listApplications(store) }))
  app.post('/usher/apps', async (request) => {
    const { template: id, name } = added.parse(request.body)
    const template = findTemplate(id)
    const { appRoles, requiresRole } = template
    const made = await insertApplication(store, {
      displayName: name ?? template.displayName,
      templateId: template.id,
      appRoles,
      requiresRole,
    })
    await insertJob(store, made, template)
    await audit(store, {
      actor: actorOf(request),
      activity: 'Add application',
      object: made.displayName,
      application: made.id,
      details: { template: template.id },
    })
    return made
  })
  app.get('/usher/apps/:app', (request) => findApplication(store, which.parse(request.params).app))
  app.patch('/usher/apps/:app', async (request) => {
    const before = await findApplication(store, which.parse(request.params).app)
    const { requiresRole } = changes.parse(request.body)
    const after = await setRequiresRole(store, before, requiresRole)
    if (after.requiresRole === before.requiresRole) return after
    runner.wake()
    await audit(store, {
      actor: actorOf(request),
      activity: 'Update application',
      object: before.displayName,
      application: before.id,
      changes: changesBetween(before, after),
    })
    return after
  })
  app.get('/usher/apps/:app/assignments', async (request) => ({
    assignments: await listAssignments(store, await findApplication(store, which.parse(request.params).app)),
  }))
  app.post('/usher/apps/:app/assignments', async (request) => {
    const to = await findApplication(store, which.parse(request.params).app)
    const { who, role } = assignment.parse(request.body)
    const isNew = await assign(store, to, who, role ?? null)
    if (isNew)
      await audit(store, {
        actor: actorOf(request),
        activity: 'Add app role assignment',
        object: to.displayName,
        application: to.id,
        details: { who, role: role ?? null },
      })
    const needsRole = to.requiresRole && (role === undefined || role === null || role === 'Default Access')
    const roles = to.appRoles.map((one) => one.displayName).join(' or ')
    return {
      assigned: isNew,
      ...(needsRole && {
        warning: `${to.displayName} needs a role: people with Default Access only are skipped. Choose ${roles}.`,
      }),
    }
  })
  app.post('/usher/apps/:app/assignments/remove', async (request) => {
    const from = await findApplication(store, which.parse(request.params).app)
    const { who, role, fromGroups } = removal.parse(request.body)
    const done = await unassign(store, from, who, { role: role ?? null, fromGroups })
    await audit(store, {
      actor: actorOf(request),
      activity: 'Remove app role assignment',
      object: from.displayName,
      application: from.id,
      details: { who, role: role ?? null, left: done.left },
    })
    return done
  })
}
