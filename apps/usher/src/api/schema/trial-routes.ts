/** Expressions and scoping filters are tried before they are saved: on one person, and on everybody in numbers. */
import type { FastifyInstance } from 'fastify'
import type { Job } from '../../store/jobs.ts'
import { namedObject } from '../../store/named-object.ts'
import type { Context } from '../context.ts'
import { withSchema } from '../jobs/proposed.ts'
import { whichJob } from '../jobs/which-job.ts'
import { stream } from '../ndjson.ts'
import { countScope, whyScope } from './count-scope.ts'
import { language } from './language.ts'
import { expressionBody, scopeBody, whyBody } from './shapes.ts'
import { tryExpression } from './try-expression.ts'

const large = { bodyLimit: 16 * 1024 * 1024 }

export function trialRoutes(app: FastifyInstance, { house }: Context): void {
  const { store } = house
  app.get('/usher/language', () => language())
  app.post('/usher/apps/:app/schema/expression', async (request) => {
    const { on, job } = await whichJob(store, request)
    const { expression, object, scope, who } = expressionBody.parse(request.body)
    const ref = who === undefined ? null : (await namedObject(store, who)).ref
    return tryExpression(house, { app: on, job }, { expression, type: object, isScope: scope, ref })
  })
  app.post('/usher/apps/:app/schema/scope', large, async (request, reply) => {
    const { on, job } = await whichJob(store, request)
    const { schema, object } = scopeBody.parse(request.body)
    const meant = { app: on, job: withProposed(job, schema) }
    const isAway = (): boolean => reply.raw.destroyed
    return stream(reply, (line) => countScope(house, meant, { type: object, isAway }, (counted) => line({ counted })))
  })
  app.post('/usher/apps/:app/schema/scope/why', large, async (request) => {
    const { on, job } = await whichJob(store, request)
    const { schema, who } = whyBody.parse(request.body)
    return whyScope(house, { app: on, job: withProposed(job, schema) }, (await namedObject(store, who)).ref)
  })
}

function withProposed(job: Job, schema: unknown): Job {
  return schema === undefined ? job : withSchema(job, schema)
}
