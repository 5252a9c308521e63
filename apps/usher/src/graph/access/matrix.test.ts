import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openGround, type Ground } from '../../acceptance/test-ground.ts'
import { World } from '../../acceptance/test-world.ts'
import { createApi } from '../../api/server.ts'
import type { Observing } from '../../observing.ts'
import { operations } from '../openapi.ts'
import { actionsOfRoles, type Caller } from './may.ts'
import { permissions } from './permissions.ts'
import { ownerActions, roles } from './roles.ts'

/** Whoever may, gets this instead of what they asked for. */
const wouldDo = 299
const routes = operations.filter(({ path }) => path !== '/metrics')

let ground: Ground
let world: World
let api: FastifyInstance
let caller: Caller | null = null

beforeAll(async () => {
  ground = await openGround('pglite', inject('postgresUrl'))
  world = await World.of(ground)
  const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
  const observing = { log: quiet, metrics: {}, metricsToken: 'm' } as unknown as Observing
  const context = { house: world.house, runner: world.runner, teller: {} as never, running: () => true }
  api = createApi(context, { token: 't', observing, callerFor: () => Promise.resolve(caller) })
  api.addHook('preHandler', async (_request, reply) => reply.status(wouldDo).send())
  await api.ready()
})
afterAll(async () => {
  await api.close()
  await world.close()
  await ground.close()
})

async function answers(who: Caller | null): Promise<ReadonlyMap<string, number>> {
  caller = who
  const found = new Map<string, number>()
  for (const { method, path } of routes) {
    const url = path.replaceAll(/:\w+/g, '0f8fad5b-d9cb-469f-a165-70867728950e')
    const { statusCode } = await api.inject({ method: method as 'GET', url })
    found.set(`${method} ${path}`, statusCode)
  }
  return found
}

/** `owning`: what they may do with what they own, which a list of theirs, and making something, goes by. */
function expected(
  gives: ReadonlySet<string> | null,
  owning: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, number> {
  const status = (action: string | null, mine: boolean): number => {
    if (gives === null) return 401
    return action === null || gives.has(action) || (mine && owning.has(action)) ? wouldDo : 403
  }
  return new Map(routes.map(({ method, path, action, mine }) => [`${method} ${path}`, status(action, mine === true)]))
}

const none = { id: 'x', name: 'x', appId: 'x', tenant: 't', allowed: new Set<never>(), permissions: new Set<string>() }

test('nobody who is not signed in gets anything', async () => {
  expect(await answers(null)).toEqual(expected(null))
})

test('who has no role and no permission gets only what everybody gets', async () => {
  expect(await answers({ ...none, kind: 'user', permissions: new Set(['user_impersonation']) })).toEqual(
    expected(new Set(), ownerActions),
  )
  expect(await answers({ ...none, kind: 'app' })).toEqual(expected(new Set()))
})

test.each(roles)('a person with the role $displayName gets what it gives, of every route', async ({ id, gives }) => {
  const person: Caller = {
    ...none,
    kind: 'user',
    allowed: actionsOfRoles([id]),
    permissions: new Set(['user_impersonation']),
  }
  expect(await answers(person)).toEqual(expected(new Set(gives), ownerActions))
})

test.each(permissions.filter(({ id }) => id !== undefined))(
  'an application with the permission $value gets what it gives, of every route',
  async ({ value, gives, owned }) => {
    expect(await answers({ ...none, kind: 'app', permissions: new Set([value]) })).toEqual(
      expected(new Set(owned === true ? [] : gives), new Set(owned === true ? gives : [])),
    )
  },
)

test.each(permissions.filter(({ scope }) => scope !== undefined))(
  'a Global Administrator lets a program do with $value what it gives, of every route',
  async ({ value, gives }) => {
    const all = actionsOfRoles(roles.map(({ id }) => id))
    expect(await answers({ ...none, kind: 'user', allowed: all, permissions: new Set([value]) })).toEqual(
      expected(new Set(gives)),
    )
  },
)
