/** Expressions and scoping filters are tried before they are saved: on one person, and on everybody in numbers. */
import type { FastifyInstance } from 'fastify'
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
  const proposed = async (request: { readonly params: unknown; readonly query: unknown }, schema: unknown) => {
    const { on, job } = await whichJob(store, request)
    return { app: on, job: schema === undefined ? job : withSchema(job, schema) }
  }
  app.get('/usher/language', () => language())
  app.post('/usher/apps/:app/schema/expression', async (request) => {
    const { expression, object, scope, who } = expressionBody.parse(request.body)
    const { on, job } = await whichJob(store, request)
    const ref = who === undefined ? null : (await namedObject(store, who)).ref
    return tryExpression(house, { app: on, job }, { expression, type: object, isScope: scope, ref })
  })
  app.post('/usher/apps/:app/schema/scope', large, async (request, reply) => {
    const { schema, object } = scopeBody.parse(request.body)
    const on = await proposed(request, schema)
    const isAway = (): boolean => reply.raw.destroyed
    return stream(reply, (line) => countScope(house, on, { type: object, isAway }, (counted) => line({ counted })))
  })
  app.post('/usher/apps/:app/schema/scope/why', large, async (request) => {
    const { schema, who } = whyBody.parse(request.body)
    return whyScope(house, await proposed(request, schema), (await namedObject(store, who)).ref)
  })
}
