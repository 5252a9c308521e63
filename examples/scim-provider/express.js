import { randomUUID } from 'node:crypto'
import express from 'express'
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
const parametersOf = (request) => new URL(request.originalUrl, baseUrl).searchParams
const send = (response, status, body) =>
  response.status(status).type('application/scim+json').send(JSON.stringify(body))
const show = (request, response, id, status = 200) =>
  send(response, status, scim.project(userType, wholeOf(id), scim.parseProjectionOf(parametersOf(request), userType)))

const provider = express.Router()
provider.use((request, _response, next) => {
  if (request.headers.authorization !== `Bearer ${token}`)
    throw new ScimError(401, undefined, 'Send a valid bearer token.')
  next()
})
provider.use(express.text({ type: ['application/scim+json', 'application/json'] }))
provider.get('/Users', (request, response) => {
  const query = scim.parseQuery(parametersOf(request), userType)
  send(response, 200, scim.search(userType, [...people.keys()].map(wholeOf), query))
})
provider.get('/Users/:id', (request, response) => show(request, response, request.params.id))
provider.post('/Users', (request, response) => {
  const id = randomUUID()
  save(id, scim.readResource(userType, scim.parseJson(request.body ?? '')))
  response.location(scim.locationOf(userType, id, baseUrl))
  show(request, response, id, 201)
})
provider.put('/Users/:id', (request, response) => {
  const { id } = request.params
  save(id, scim.readResource(userType, scim.parseJson(request.body ?? ''), { before: find(id), id }))
  show(request, response, id)
})
provider.patch('/Users/:id', (request, response) => {
  const { id } = request.params
  save(id, scim.applyPatch(find(id), scim.parsePatchOp(scim.parseJson(request.body ?? '')), userType).resource)
  show(request, response, id)
})
provider.delete('/Users/:id', (request, response) => {
  find(request.params.id)
  people.delete(request.params.id)
  response.status(204).end()
})
provider.get('/*path', (request, response) => {
  send(response, 200, scim.discover(request.path, about, parametersOf(request)))
})
provider.use((error, _request, response, _next) => {
  const failure = scim.asScimError(error)
  send(response, failure.status, failure)
})

// Express would tag each answer with the digest of its body, which is not the version of a resource.
const app = express().set('etag', false)
app.use('/scim/v2', provider)
app.listen(Number(port), '127.0.0.1', () => process.stdout.write(`${baseUrl} takes the token ${token}\n`))
