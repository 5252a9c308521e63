import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { activeAccounts } from '../../store/active-accounts.ts'
import { erasable, erase } from '../../store/erase.ts'
import { stillWritten } from '../../store/still-written.ts'
import { audit } from '../../store/audit.ts'
import { changesBetween } from '../../store/changes-between.ts'
import { Wrong } from '../../store/directory.ts'
import { createUser, findUser, listUsers, updateUser, type SetUser, type User } from '../../store/users.ts'
import { deleteUser, purgeUser, restoreUser } from '../../store/user-life.ts'
import { concernsSignIn, mustGovern } from '../../graph/access/govern.ts'
import { may } from '../../graph/access/may.ts'
import { denied } from '../../graph/wire/fault.ts'
import { callerOf } from '../caller.ts'
import { actorOf } from '../actor.ts'
import type { Context } from '../context.ts'
import { attributesOf } from './attributes-of.ts'
import { forgetting, values } from './bodies.ts'
import { refuseUnknown } from './known-names.ts'

const who = z.object({ who: z.string().min(1) })
const list = z.object({
  search: z.string().optional(),
  deleted: z.stringbool().optional(),
  after: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})
/** `reads`: attributes that are computed only when they are asked for. */
const seen = z.object({ reads: z.string().default(''), app: z.string().optional(), job: z.string().optional() })
/** `newAttributes`: names that nobody has yet are meant so, and are no typing mistakes. */
const added = z.object({ newAttributes: z.stringbool().default(false) })

export function userRoutes(app: FastifyInstance, { house }: Context): void {
  const { store } = house
  app.get('/usher/users', (request) => listUsers(store, list.parse(request.query)))
  app.get('/usher/users/:who', (request) => findUser(store, who.parse(request.params).who))
  app.get('/usher/users/:who/attributes', async (request) => {
    const user = await findUser(store, who.parse(request.params).who)
    return attributesOf(house, user, seen.parse(request.query))
  })
  const valuesOf = async (request: Pick<FastifyRequest, 'body' | 'query'>) => {
    const { userPrincipalName, ...changes } = values.parse(request.body)
    const { newAttributes } = added.parse(request.query)
    if (!newAttributes) await refuseUnknown(store, Object.keys(changes))
    return { userPrincipalName, changes }
  }
  const told = async (request: FastifyRequest, { before, ...done }: SetUser) => {
    if (done.result !== 'unchanged')
      await audit(store, {
        actor: actorOf(request),
        activity: done.result === 'created' ? 'Add user' : 'Update user',
        object: done.user.userPrincipalName,
        details: { id: done.user.id },
        changes: changesBetween(before, done.user),
      })
    return done
  }
  app.post('/usher/users', async (request) => {
    const { userPrincipalName, changes } = await valuesOf(request)
    if (typeof userPrincipalName !== 'string')
      throw new Wrong('invalid', 'Say which userPrincipalName the person has, like ana@contoso.example.')
    return told(request, await createUser(store, userPrincipalName, changes))
  })
  /** Throws `GraphFault` (403) when the person may do more than whoever asks. */
  const governed = async (request: FastifyRequest, state: 'live' | 'deleted' | 'any'): Promise<User> => {
    const user = await findUser(store, who.parse(request.params).who, state)
    await mustGovern(store, callerOf(request), user)
    return user
  }
  app.patch('/usher/users/:who', async (request) => {
    const { userPrincipalName, changes } = await valuesOf(request)
    const all = userPrincipalName === undefined ? changes : { ...changes, userPrincipalName }
    const caller = callerOf(request)
    if (
      'manager' in changes &&
      (caller === undefined || !may(caller, 'microsoft.directory/users/manager/update', false))
    )
      throw denied('Who manages a person is a right of its own.')
    const { who: named } = who.parse(request.params)
    const known = await findUser(store, named, 'live').catch(() => null)
    if (known === null) return told(request, await updateUser(store, named, all))
    if (concernsSignIn({ ...known.attributes, ...known }, all)) await mustGovern(store, caller, known)
    return told(request, await updateUser(store, known.id, all))
  })
  app.delete('/usher/users/:who', async (request) => {
    const user = await deleteUser(store, (await governed(request, 'live')).id)
    await audit(store, {
      actor: actorOf(request),
      activity: 'Delete user',
      object: user.userPrincipalName,
      details: { id: user.id },
    })
    return user
  })
  app.post('/usher/users/:who/restore', async (request) => {
    const user = await restoreUser(store, (await governed(request, 'deleted')).id)
    await audit(store, {
      actor: actorOf(request),
      activity: 'Restore user',
      object: user.userPrincipalName,
      details: { id: user.id },
    })
    return user
  })
  app.post('/usher/users/:who/forget', async (request) => {
    const user = await governed(request, 'any')
    const { yes } = forgetting.parse(request.body ?? {})
    const accounts = await activeAccounts(store, user.id)
    // Before they are gone, by whose addresses it is found.
    const written = await stillWritten(store, user)
    if (!yes) return { person: user.userPrincipalName, accounts, written, would: await erasable(store, user) }
    const erased = await erase(store, user)
    const by = actorOf(request)
    const details = { accounts: accounts.length, erased }
    await audit(store, { actor: by, activity: 'Forget person', object: user.id, details })
    return { receipt: { person: user.id, at: house.now(), by, ...details, written } }
  })
  app.post('/usher/users/:who/purge', async (request) => {
    const user = await purgeUser(store, (await governed(request, 'deleted')).id)
    await audit(store, { actor: actorOf(request), activity: 'Hard delete user', object: user.id })
    return user
  })
}
