/** The audit log: pages of it, and files. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { findApplication } from '../../store/applications.ts'
import { activities, everyCategory, everyService } from '../../store/activities.ts'
import { auditPages, readAudit, type AuditEntry } from '../../store/audit-read.ts'
import { Wrong } from '../../store/directory.ts'
import { cursorOf, placeOf } from '../../store/log-question.ts'
import type { Context } from '../context.ts'
import { download, jsonList, pageSize } from '../download.ts'
import { commaSeparated } from '../log/csv.ts'
import { when } from '../when.ts'

const columns = ['id', 'activityDateTime', 'initiatedBy', 'activityDisplayName', 'loggedByService', 'category', 'target', 'details', 'modifiedProperties'] // prettier-ignore
const files = { 'AuditLogs.csv': csv, 'AuditLogs.json': jsonList } as const
const isFile = (name: string): name is keyof typeof files => Object.hasOwn(files, name)

export function auditRoutes(app: FastifyInstance, { house }: Context): void {
  const { store } = house
  const asked = z.strictObject({
    search: z.string().max(1000).optional(),
    actor: z.string().min(1).optional(),
    activity: z.string().min(1).optional(),
    service: z.enum(everyService).optional(),
    category: z.enum(everyCategory).optional(),
    app: z.string().min(1).optional(),
    since: when(house.now).optional(),
    until: when(house.now).optional(),
    after: z
      .string()
      .refine((text) => placeOf(text) !== null, 'is not the next of a page')
      .optional(),
  })
  const questionOf = async ({ app: name, after, ...rest }: z.infer<typeof asked>) => ({
    ...rest,
    application: name === undefined ? undefined : (await findApplication(store, name)).id,
    after: after === undefined ? undefined : (placeOf(after) ?? undefined),
  })

  app.get('/usher/audit', async (request) => {
    const { limit, ...rest } = asked
      .extend({ limit: z.coerce.number().int().min(1).max(5000).default(50) })
      .parse(request.query)
    const entries = await readAudit(store, { ...(await questionOf(rest)), limit })
    const last = entries.at(-1)
    return { entries, next: entries.length === limit && last !== undefined ? cursorOf(last.place) : null }
  })
  app.get('/usher/audit/activities', async () => ({
    activities: Object.keys(activities).toSorted(),
    services: everyService,
    categories: everyCategory,
  }))
  app.get('/usher/audit/download/:file', async (request, reply) => {
    const { file } = z.object({ file: z.string() }).parse(request.params)
    if (!isFile(file))
      throw new Wrong('notFound', `There is no file ${file}. There are ${Object.keys(files).join(', ')}.`)
    const question = await questionOf(asked.parse(request.query))
    return download(reply, file, {
      pages: auditPages(store, question, pageSize),
      print: files[file],
      ends: file.endsWith('.json') ? ']' : '',
    })
  })
}

function csv(entries: readonly AuditEntry[], isFirst: boolean): string {
  const rows = entries.map(({ id, at, actor, activity, service, category, object, details, changes }) => [
    id, at, actor, activity, service, category, object, JSON.stringify(details), JSON.stringify(changes),
  ]) // prettier-ignore
  return commaSeparated(columns, rows, isFirst)
}
