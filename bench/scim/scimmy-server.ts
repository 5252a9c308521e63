/**
 * The peer: a small Express server on the npm packages scimmy and scimmy-routers with an in-memory map, as their READMEs
 * show it. `--people` are there from the start.
 */
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import express from 'express'
import SCIMMY from 'scimmy'
import SCIMMYRouters from 'scimmy-routers'
import { entraUser, key } from './operations.ts'

type User = { id: string; userName: string; meta: { resourceType: string; created: Date; lastModified: Date } }

const users = new Map<string, User>()
const byUserName = new Map<string, string>() // not in the README: without it each create would look at everybody

const { values } = parseArgs({ options: { people: { type: 'string', default: '0' } } })
for (let number = 0; number < Number(values.people); number += 1) store(JSON.parse(entraUser(key(number))) as User)

function store(data: object, id: string = String(users.size + 1)): User {
  const created = users.get(id)?.meta.created ?? new Date()
  const user = { ...data, id, meta: { resourceType: 'User', created, lastModified: new Date() } } as User
  users.set(id, user)
  byUserName.set(user.userName.toLowerCase(), id)
  return user
}

SCIMMY.Resources.declare(SCIMMY.Resources.User)
  .extend(SCIMMY.Schemas.EnterpriseUser, false)
  .ingress((resource, data) => {
    const taken = byUserName.get(String(data.userName).toLowerCase())
    if (taken !== undefined && taken !== resource.id)
      throw new SCIMMY.Types.Error(409, 'uniqueness', 'userName is taken')
    return store(data, resource.id)
  })
  .egress((resource) => {
    if (resource.id === undefined) {
      const all = [...users.values()]
      return resource.filter === undefined ? all : resource.filter.match(all)
    }
    const user = users.get(resource.id)
    if (user === undefined) throw new SCIMMY.Types.Error(404, '', `Resource ${resource.id} not found`)
    return user
  })
  .degress((resource) => void users.delete(resource.id ?? ''))

const app = express()
// scimmy-routers makes numbers of `startIndex` and `count` in place; Express 5 reads the query anew each time it is asked.
app.use((request, _response, next) => {
  Object.defineProperty(request, 'query', { value: { ...request.query } })
  next()
})
app.use(
  '/scim/v2',
  new SCIMMYRouters({
    type: 'bearer',
    handler: (request) => {
      if (request.header('authorization')?.startsWith('Bearer ') !== true) throw new Error('No authorization')
      return 'bench'
    },
  }) as unknown as express.Router,
)

const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.send?.({ ready: true, scimApiUrl: `http://127.0.0.1:${port}/scim/v2` })
})
// A list keeps it busy for longer than the five seconds after which it would close the other connections.
server.keepAliveTimeout = 300_000
process.on('SIGTERM', () => process.exit())
process.on('disconnect', () => process.exit())
