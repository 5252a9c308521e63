import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { findTemplate } from '../../gallery/gallery.ts'
import {
  assign,
  insertApplication,
  listApplications,
  listAssignments,
  setRequiresRole,
  unassign,
} from '../../store/applications.ts'
import { insertJob } from '../../store/jobs.ts'
import { changesBetween } from '../../store/changes-between.ts'
import { whyNotLeave } from '../../graph/access/fill-group.ts'
import { denied } from '../../graph/wire/fault.ts'
import { act } from '../act.ts'
import { callerOf } from '../caller.ts'
import type { Context } from '../context.ts'
import { whichApplication } from '../jobs/which-job.ts'
import { asksAssignments } from './shapes.ts'

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
    await act(store, request, made, {
      activity: 'Add application',
      details: { template: template.id },
    })
    return made
  })
  app.get('/usher/apps/:app', (request) => whichApplication(store, request))
  app.patch('/usher/apps/:app', async (request) => {
    const before = await whichApplication(store, request)
    const { requiresRole } = changes.parse(request.body)
    const after = await setRequiresRole(store, before, requiresRole)
    if (after.requiresRole === before.requiresRole) return after
    runner.wake()
    await act(store, request, before, {
      activity: 'Update application',
      changes: changesBetween(before, after),
    })
    return after
  })
  app.get('/usher/apps/:app/assignments', async (request) => {
    const { after, limit } = asksAssignments.parse(request.query)
    return listAssignments(store, await whichApplication(store, request), { after: after ?? null, limit })
  })
  app.post('/usher/apps/:app/assignments', async (request) => {
    const to = await whichApplication(store, request)
    const { who, role } = assignment.parse(request.body)
    const isNew = await assign(store, to, who, role ?? null)
    if (isNew)
      await act(store, request, to, {
        activity: 'Add app role assignment',
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
    const from = await whichApplication(store, request)
    const { who, role, fromGroups } = removal.parse(request.body)
    const caller = callerOf(request)
    const mayLeave = async (group: string): Promise<void> => {
      const why = caller === undefined ? 'Nobody asks.' : await whyNotLeave(store, caller, group)
      if (why !== null) throw denied(why)
    }
    const done = await unassign(store, from, who, { role: role ?? null, fromGroups, mayLeave })
    await act(store, request, from, {
      activity: 'Remove app role assignment',
      details: { who, role: role ?? null, left: done.left },
    })
    return done
  })
}
