import { randomUUID } from 'node:crypto'
import Fastify from 'fastify'
import * as scim from '@usher/scim'

const { PORT: port = '3000', SCIM_TOKEN: token = randomUUID() } = process.env
const baseUrl = `http://127.0.0.1:${port}/scim/v2`
const { ScimError, userType } = scim

// What you have already: people, by identifier, and somebody who sees to it that no name is taken twice.
const people = new Map()
function find(id) {
  if (people.has(id)) return people.get(id)
  throw new ScimError(404, undefined, `There is no user "${id}".`)
}
function save(id, person) {
  const key = scim.userNameKey(person.userName)
  const isTaken = [...people].some(([other, { userName }]) => other !== id && scim.userNameKey(userName) === key)
  if (isTaken) throw new ScimError(409, 'uniqueness', 'userName is taken.')
  people.set(id, person)
}

// SCIM begins here.
const about = { types: [userType], abilities: scim.usualAbilities, baseUrl }
const wholeOf = (id) => scim.represent(userType, find(id), { id, baseUrl })
const parametersOf = (request) => new URL(request.url, baseUrl).searchParams
const show = (id, request) =>
  scim.project(userType, wholeOf(id), scim.parseProjectionOf(parametersOf(request), userType))

async function provider(app) {
  app.removeAllContentTypeParsers()
  const types = ['application/scim+json', 'application/json']
  app.addContentTypeParser(types, { parseAs: 'string' }, async (_request, text) =>
    text === '' ? undefined : scim.parseJson(text),
  )
  app.addHook('onSend', async (_request, reply) => {
    if (reply.statusCode !== 204) reply.type('application/scim+json; charset=utf-8')
  })
  app.setErrorHandler((error, _request, reply) => {
    const failure = scim.asScimError(error)
    return reply.code(failure.status).send(JSON.stringify(failure))
  })
  app.addHook('onRequest', async ({ headers }) => {
    if (headers.authorization !== `Bearer ${token}`) throw new ScimError(401, undefined, 'Send a valid bearer token.')
  })

  app.get('/Users', async (request) =>
    scim.search(userType, [...people.keys()].map(wholeOf), scim.parseQuery(parametersOf(request), userType)),
  )
  app.get('/Users/:id', async (request) => show(request.params.id, request))
  app.post('/Users', async (request, reply) => {
    const id = randomUUID()
    save(id, scim.readResource(userType, request.body))
    return reply
      .code(201)
      .header('location', scim.locationOf(userType, id, baseUrl))
      .send(show(id, request))
  })
  app.put('/Users/:id', async (request) => {
    const { id } = request.params
    save(id, scim.readResource(userType, request.body, { before: find(id), id }))
    return show(id, request)
  })
  app.patch('/Users/:id', async (request) => {
    const { id } = request.params
    save(id, scim.applyPatch(find(id), scim.parsePatchOp(request.body), userType).resource)
    return show(id, request)
  })
  app.delete('/Users/:id', async (request, reply) => {
    find(request.params.id)
    people.delete(request.params.id)
    return reply.code(204).send()
  })
  app.get('/*', async (request) => scim.discover(request.params['*'], about, parametersOf(request)))
}

const app = Fastify()
app.register(provider, { prefix: '/scim/v2' })
await app.listen({ port: Number(port), host: '127.0.0.1' })
process.stdout.write(`${baseUrl} takes the token ${token}\n`)
