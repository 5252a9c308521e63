/** A server on the npm packages scimmy and scimmy-routers, with users and groups in memory, as their READMEs show it. */
import express from 'express'
import SCIMMY from 'scimmy'
import SCIMMYRouters from 'scimmy-routers'
import { serving, token, type ForeignServer } from './serving.ts'

type Kept = Record<string, unknown> & { id: string; meta: { resourceType: string; created: Date; lastModified: Date } }

export async function scimmyServer(): Promise<ForeignServer> {
  const users = keep('User', 'userName')
  const groups = keep('Group', 'displayName')
  SCIMMY.Config.set({ patch: true, filter: true, bulk: true, etag: false, sort: true, changePassword: false })
  SCIMMY.Resources.declare(SCIMMY.Resources.User)
    .extend(SCIMMY.Schemas.EnterpriseUser, false)
    .ingress((resource, data) => users.store(data, resource.id))
    .egress((resource) => users.read(resource))
    .degress((resource) => users.remove(resource.id))
  SCIMMY.Resources.declare(SCIMMY.Resources.Group)
    .ingress((resource, data) => groups.store(data, resource.id))
    .egress((resource) => groups.read(resource))
    .degress((resource) => groups.remove(resource.id))

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
        if (request.header('authorization') !== `Bearer ${token}`) throw new Error('No authorization')
        return 'tests'
      },
    }) as unknown as express.Router,
  )
  return serving(app, '/scim/v2')
}

type Asked = { readonly id?: string | undefined; readonly filter?: { match(all: Kept[]): Kept[] } | undefined }

function keep(resourceType: string, unique: string) {
  const all = new Map<string, Kept>()
  let made = 0
  return {
    store(data: object, known?: string): never {
      const value = String((data as Record<string, unknown>)[unique]).toLowerCase()
      const other = [...all.values()].find((one) => String(one[unique]).toLowerCase() === value)
      if (other !== undefined && other.id !== known)
        throw new SCIMMY.Types.Error(409, 'uniqueness', `${unique} is taken`)
      if (known !== undefined && !all.has(known)) throw new SCIMMY.Types.Error(404, '', `Resource ${known} not found`)
      const id = known ?? `${resourceType}-${(made += 1)}`
      const created = all.get(id)?.meta.created ?? new Date()
      const one = { ...data, id, meta: { resourceType, created, lastModified: new Date() } }
      all.set(id, one)
      return one as never
    },
    read({ id, filter }: Asked): never {
      if (id === undefined) return (filter === undefined ? [...all.values()] : filter.match([...all.values()])) as never
      const one = all.get(id)
      if (one === undefined) throw new SCIMMY.Types.Error(404, '', `Resource ${id} not found`)
      return one as never
    },
    remove(id: string | undefined): void {
      if (!all.delete(id ?? '')) throw new SCIMMY.Types.Error(404, '', `Resource ${id} not found`)
    },
  }
}
