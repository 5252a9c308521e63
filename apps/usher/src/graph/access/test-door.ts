/** An API that takes whoever a test says for whoever asks. */
import { openGround } from '../../acceptance/test-ground.ts'
import { World } from '../../acceptance/test-world.ts'
import { createApi } from '../../api/server.ts'
import type { Observing } from '../../observing.ts'
import type { Store } from '../../store/directory.ts'
import { ensureGraph } from '../../store/ensure-graph.ts'
import { servicePrincipalBy } from '../../store/service-principals.ts'
import { everyAction, type Action } from './actions.ts'
import { actionsOfRoles, type Caller } from './may.ts'
import { graphAppId, permissions } from './permissions.ts'
import { roles } from './roles.ts'

export type Answered = { readonly status: number; readonly text: string; readonly body: Readonly<Record<string, unknown>> } // prettier-ignore
export type Door = {
  readonly store: Store
  readonly everybody: Caller
  /** Somebody with these built-in roles, by name. */
  person(...names: readonly string[]): Caller
  /** Somebody with a custom role of these actions. */
  custom(...actions: readonly Action[]): Caller
  app(id: string, ...permissions: readonly string[]): Caller
  ask(who: Caller, method: string, url: string, body?: object): Promise<Answered> // prettier-ignore
  /** A client with its registration, and permissions of the Graph. */
  client(displayName: string, ...permissions: readonly string[]): Promise<{ readonly id: string; readonly appId: string; readonly app: string }> // prettier-ignore
  close(): Promise<void>
}

const nobody = '00000000-0000-0000-0000-000000000000'
const somebody = '0f8fad5b-d9cb-469f-a165-70867728950e'

export async function openDoor(postgresUrl: string): Promise<Door> {
  const ground = await openGround('pglite', postgresUrl)
  const world = await World.of(ground)
  await ensureGraph(ground.database.db)
  const resource = (await servicePrincipalBy(world.store, 'appId', graphAppId))?.id ?? ''
  const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
  const observing = { log: quiet, metrics: {}, metricsToken: 'm' } as unknown as Observing
  const context = { house: world.house, runner: world.runner, teller: {} as never, running: () => true }
  const everybody: Caller = {
    kind: 'user', id: nobody, name: 'root', appId: null, tenant: world.store.tenant, allowed: new Set(everyAction),
    permissions: new Set(['user_impersonation']),
  } // prettier-ignore
  const signedIn = { ...everybody, id: somebody, appId: 'x' }
  let caller = everybody
  const api = createApi(context, { token: 't', observing, callerFor: () => Promise.resolve(caller) })
  await api.ready()
  const ask: Door['ask'] = async (who, method, url, body) => {
    caller = who
    const answer = await api.inject({
      method: method as 'GET', url, headers: { ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    }) // prettier-ignore
    const isJson = /json/.test(String(answer.headers['content-type'])) && !/ndjson/.test(String(answer.headers['content-type'])) // prettier-ignore
    return { status: answer.statusCode, text: answer.body, body: isJson ? (JSON.parse(answer.body) as Record<string, unknown>) : {} } // prettier-ignore
  }
  return {
    store: world.store,
    everybody,
    person: (...names) => ({
      ...signedIn,
      name: names.join('+'),
      allowed: actionsOfRoles(roles.flatMap(({ id, displayName }) => (names.includes(displayName) ? [id] : []))),
    }),
    custom: (...actions) => ({ ...signedIn, name: 'custom', allowed: new Set(actions) }),
    app: (id, ...values) => ({ ...signedIn, kind: 'app', id, name: `app:${id}`, allowed: new Set(), permissions: new Set(values) }), // prettier-ignore
    ask,
    async client(displayName, ...values) {
      const made = await ask(everybody, 'POST', '/v1.0/applications', { displayName })
      const appId = String(made.body['appId'])
      const id = String((await ask(everybody, 'POST', '/v1.0/servicePrincipals', { appId })).body['id'])
      for (const value of values) {
        const appRoleId = permissions.find((one) => one.value === value)?.id
        const grant = { principalId: id, resourceId: resource, appRoleId }
        await ask(everybody, 'POST', `/v1.0/servicePrincipals/${id}/appRoleAssignments`, grant)
      }
      return { id, appId, app: String(made.body['id']) }
    },
    async close() {
      await api.close()
      await world.close()
      await ground.close()
    },
  }
}
