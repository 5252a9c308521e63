/**
 * The limit: a bare Fastify route that does one prepared statement for each request, with the same JSON. No token, no
 * schema, no filter, no PATCH rules, no record of requests: what is left is HTTP, JSON and the store.
 *
 * `--gather` is the same with the requests of one turn of the event loop in one statement, where that is possible.
 */
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { type FastifyReply, fastify } from 'fastify'
import { openLimitStore, type Row } from './limit-store.ts'

const { values } = parseArgs({
  options: { 'database-url': { type: 'string' }, data: { type: 'string' }, gather: { type: 'boolean' } },
})
const store = await openLimitStore({
  url: values['database-url'],
  folder: values.data,
  gathers: values.gather ?? false,
})
const app = fastify()
const types = ['application/scim+json', 'application/json']
app.addContentTypeParser(types, { parseAs: 'string' }, (_request, body, done) => done(null, JSON.parse(String(body))))

type User = { userName: string; externalId: string }
type Patch = { Operations: readonly { path: string; value: string }[] }
type Query = { filter?: string; startIndex?: string; count?: string }

app.post<{ Body: User }>('/scim/v2/Users', async ({ body }, reply) => {
  const id = randomUUID()
  const { userName, externalId } = body
  const resource = JSON.stringify({ ...body, id })
  await store.create({ id, userName: userName.toLowerCase(), externalId, resource })
  return answer(reply.header('location', locationOf(id)), 201, rendered({ id, resource, version: 1 }))
})

app.get<{ Querystring: Query }>('/scim/v2/Users', async ({ query }, reply) => {
  if (query.filter === undefined) {
    const startIndex = Number(query.startIndex)
    const rows = await store.list(startIndex - 1, Number(query.count))
    return answer(reply, 200, listed(rows, startIndex, store.total()))
  }
  const [attribute, , value = ''] = query.filter.split(' ')
  const sought = JSON.parse(value) as string
  const rows = await (attribute === 'userName' ? store.byUserName(sought.toLowerCase()) : store.byExternalId(sought))
  return answer(reply, 200, listed(rows, 1, rows.length))
})

app.get<{ Params: { id: string } }>('/scim/v2/Users/:id', async ({ params }, reply) => {
  const [row] = await store.read(params.id)
  return row === undefined ? answer(reply, 404, '{}') : answer(reply, 200, rendered(row))
})

app.patch<{ Params: { id: string }; Body: Patch }>('/scim/v2/Users/:id', async ({ params, body }, reply) => {
  const [first] = body.Operations
  const [row] = first?.path.startsWith('emails[')
    ? await store.replaceMail(params.id, JSON.stringify(first.value))
    : await store.merge(
        params.id,
        JSON.stringify(Object.fromEntries(body.Operations.map(({ path, value }) => [path, value]))),
      )
  return row === undefined ? answer(reply, 404, '{}') : answer(reply, 200, rendered(row))
})

function answer(reply: FastifyReply, status: number, body: string): FastifyReply {
  return reply.status(status).type('application/scim+json; charset=utf-8').send(body)
}

/** The stored text with `meta` put in before its last brace. */
function rendered({ id, resource, version }: Row): string {
  return `${resource.slice(0, -1)},"meta":{"resourceType":"User","location":"${locationOf(id)}","version":"W/\\"${version}\\""}}`
}

function listed(rows: readonly Row[], startIndex: number, total: number): string {
  return `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":${total},"startIndex":${startIndex},"itemsPerPage":${rows.length},"Resources":[${rows.map(rendered).join(',')}]}`
}

const url = await app.listen({ host: '127.0.0.1', port: 0 })
const locationOf = (id: string): string => `${url}/scim/v2/Users/${id}`
process.on('SIGTERM', () => process.exit())
process.on('disconnect', () => process.exit())
process.send?.({ ready: true, scimApiUrl: `${url}/scim/v2` })
