/** What would happen: to one person if something were otherwise, and to anybody by what is set. Nothing is written. */
import type { FastifyInstance } from 'fastify'
import { deprovisioning } from '../../review/deprovisioning.ts'
import { suppose } from '../../review/suppose.ts'
import { contextOf, rulesOf } from '../../runner/open-job.ts'
import { writesOf } from '../../runner/writes-of.ts'
import { Wrong } from '../../store/directory.ts'
import { namedObject } from '../../store/named-object.ts'
import type { Context } from '../context.ts'
import { whichJob } from '../jobs/which-job.ts'
import { refuseUnknown } from '../users/known-names.ts'
import { supposeBody } from './shapes.ts'

export function supposeRoutes(app: FastifyInstance, { house }: Context): void {
  const { store } = house
  app.post('/usher/apps/:app/suppose', async (request) => {
    const { on, job } = await whichJob(store, request)
    const { who, suppose: given } = supposeBody.parse(request.body)
    const named = await namedObject(store, who)
    if (named.kind !== 'user') throw new Wrong('invalid', `${who} is a group. Say which person.`)
    if (given.event === 'change') await refuseUnknown(store, Object.keys(given.attributes))
    const supposed =
      given.event === 'leaveGroup' ? { ...given, group: (await namedObject(store, given.group)).ref.id } : given
    return suppose(house, { app: on, job }, named.ref, supposed)
  })
  app.get('/usher/apps/:app/deprovisioning', async (request) => {
    const { on, job } = await whichJob(store, request)
    const [rule] = rulesOf(on, job)
    const { dialect, able } = await writesOf(house, on, job)
    const matrix = await deprovisioning({ rule, able, dialect, context: await contextOf(house) })
    return { application: on.displayName, job: job.name, disables: able.softDelete, deletes: able.delete, ...matrix }
  })
}
