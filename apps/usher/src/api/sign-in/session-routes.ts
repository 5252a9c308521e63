/** Who is signed in, and what they sign in with: for themselves. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { everyAction } from '../../graph/access/actions.ts'
import { may, type Caller } from '../../graph/access/may.ts'
import { roles } from '../../graph/access/roles.ts'
import { attempt, succeeded } from '../../store/attempts.ts'
import { audit } from '../../store/audit.ts'
import { isUuid, Wrong } from '../../store/directory.ts'
import { directoriesOf } from '../../store/guests.ts'
import { localAccount, saveSecondFactor, savePassword, useStep, type LocalAccount } from '../../store/local-accounts.ts'
import { ownedBy } from '../../store/owners.ts'
import { rolesOfPerson } from '../../store/principals.ts'
import { readTenant } from '../../store/tenant.ts'
import { csrfOf, sessionCookie } from '../../sign-in/browser.ts'
import { hashPassword, isPassword, passwordProblem } from '../../sign-in/passwords.ts'
import { opened, sealed } from '../../sign-in/sealed.ts'
import { newSecret, stepOf, uriOf } from '../../sign-in/second-factor.ts'
import { callerOf } from '../caller.ts'
import type { Context } from '../context.ts'

const password = z.string().min(1).max(1000)
const change = z.strictObject({ current: password, password })
const confirmed = z.strictObject({ proof: z.string().max(4000), code: z.string().max(20) })
const confirming = z.strictObject({ current: password })

export function sessionRoutes(app: FastifyInstance, { house: { store, keys } }: Context): void {
  /** Whoever changes what they sign in with says their password again. Throws `Wrong`. */
  const proved = async (request: FastifyRequest, current: string): Promise<LocalAccount> => {
    const account = await own(request)
    const wait = await attempt(store, 'account', `own:${account.userId}`)
    if (wait > 0) throw new Wrong('invalid', `Too many attempts failed. Try again in ${wait} seconds.`)
    if (!(await isPassword(current, account.passwordHash))) throw new Wrong('invalid', 'The current password is wrong.')
    await succeeded(store, 'account', `own:${account.userId}`)
    return account
  }
  const own = async (request: FastifyRequest): Promise<LocalAccount> => {
    const caller = callerOf(request)
    const account = caller?.kind === 'user' && caller.appId !== null ? await localAccount(store, caller.id) : null
    if (account !== null && account.passwordHash !== null) return account
    throw new Wrong('invalid', 'This is for people who sign in here with a password: usher sign-in.')
  }
  const note = (
    account: LocalAccount,
    activity: 'Change password' | 'Register second factor' | 'Remove second factor',
  ) => audit(store, { actor: account.userPrincipalName, activity, object: account.userPrincipalName })

  /** The applications that somebody owns, and what they may do with those. */
  const owned = async (caller: Caller | undefined) => {
    const all = caller === undefined || !isUuid(caller.id) ? [] : await ownedBy(store, caller.id)
    const applications = all.filter(({ type }) => type === 'servicePrincipal')
    return {
      applications: applications.map(({ id, displayName }) => ({ id, displayName })),
      may: caller === undefined ? [] : everyAction.filter((action) => may(caller, action, true)),
    }
  }

  app.get('/usher/session', async (request) => {
    const caller = callerOf(request)
    const cookie = request.headers.authorization === undefined ? sessionCookie(request) : null
    const theirs = caller?.kind === 'user' && caller.appId !== null ? await directoriesOf(store, caller.id) : []
    const ids = new Set((await rolesOfPerson(store, caller?.id ?? '')).map(({ id }) => id))
    return {
      name: caller?.name,
      kind: caller?.appId === null ? 'machine' : caller?.kind,
      id: caller?.id,
      tenant: caller?.tenant,
      directory: (await readTenant(store)).displayName,
      directories: theirs.map(({ id, displayName, defaultDomain }) => ({ id, displayName, defaultDomain })),
      may: caller === undefined ? [] : everyAction.filter((action) => may(caller, action, false)),
      owns: await owned(caller),
      roles: roles.filter(({ id }) => ids.has(id)).map(({ displayName }) => displayName),
      ...(cookie !== null && { csrf: csrfOf(cookie.value) }),
    }
  })
  app.post('/usher/session/password', async (request) => {
    const given = change.parse(request.body)
    const account = await proved(request, given.current)
    const problem = passwordProblem(given.password, account.userPrincipalName)
    if (problem !== null) throw new Wrong('invalid', problem)
    await savePassword(store.db, store.tenant, account.userId, await hashPassword(given.password))
    await note(account, 'Change password')
    return { changed: true }
  })
  // Nothing counts until a code proves that the app has the secret.
  app.post('/usher/session/second-factor', async (request) => {
    // Whoever finds a browser open neither locks its owner out nor puts another one in the place of theirs.
    const account = await proved(request, confirming.parse(request.body).current)
    const secret = newSecret()
    const proof = sealed(keys, 'factor', { userId: account.userId, secret })
    return { secret, uri: uriOf(secret, account.userPrincipalName), proof }
  })
  app.put('/usher/session/second-factor', async (request) => {
    const { proof, code } = confirmed.parse(request.body)
    const account = await own(request)
    const known = opened<{ userId: string; secret: string }>(keys, 'factor', proof)
    const step = known?.userId === account.userId ? stepOf(known.secret, code, Date.now()) : null
    if (known === null || step === null)
      throw new Wrong('invalid', 'This code is wrong. Type in the one that the app shows now.')
    await saveSecondFactor(store, account.userId, keys.encrypt(known.secret))
    await useStep(store, account.userId, step)
    await note(account, 'Register second factor')
    return { registered: true }
  })
  app.post('/usher/session/second-factor/remove', async (request) => {
    const account = await proved(request, confirming.parse(request.body).current)
    await saveSecondFactor(store, account.userId, null)
    await note(account, 'Remove second factor')
    return { registered: false }
  })
}
