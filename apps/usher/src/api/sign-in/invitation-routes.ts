/** Who can sign in: links by which people choose a password, and an end to what they have signed in to. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { mustGovern } from '../../graph/access/govern.ts'
import { globalAdministrator } from '../../graph/access/roles.ts'
import { audit } from '../../store/audit.ts'
import { Wrong } from '../../store/directory.ts'
import { homeOf } from '../../store/guests.ts'
import { invite } from '../../store/invitations.ts'
import { revokeSignIns, saveSecondFactor } from '../../store/local-accounts.ts'
import { findUser, type User } from '../../store/users.ts'
import { invitationLink } from '../../sign-in/invitation.ts'
import { actorOf } from '../actor.ts'
import { callerOf } from '../caller.ts'
import type { Context } from '../context.ts'

const administrator = z.strictObject({
  userPrincipalName: z
    .string()
    .trim()
    .max(300)
    .regex(/^[^\s@]+@[^\s@]+$/, 'must be an account name like ana@contoso.example'),
})
type Whose = { readonly Params: { readonly who: string } }

export function invitationRoutes(app: FastifyInstance, { house: { store }, origin }: Context): void {
  const link = (request: FastifyRequest, secret: string): string =>
    invitationLink(origin?.() ?? `${request.protocol}://${request.host}`, secret)
  /** Whoever can make somebody's password can sign in as them, so may do at least what they may. Throws `GraphFault` (403). */
  const mine = async (request: FastifyRequest, who: string): Promise<User> => {
    const user = await findUser(store, who, 'live')
    await mustGovern(store, callerOf(request), user)
    return user
  }

  /** By the account name alone; null: there is nobody yet. */
  const byName = async (name: string): Promise<User | null> => {
    const found = await findUser(store, name, 'live').catch(() => null)
    return found?.userPrincipalName.toLowerCase() === name.toLowerCase() ? found : null
  }

  app.post('/usher/administrators', async (request) => {
    const { userPrincipalName } = administrator.parse(request.body)
    const known = await byName(userPrincipalName)
    const secret = await invite(store, { userId: known?.id ?? null, userPrincipalName, roleId: globalAdministrator })
    await audit(store, { actor: actorOf(request), activity: 'Invite user', object: userPrincipalName, details: { role: 'Global Administrator' } }) // prettier-ignore
    return { userPrincipalName, link: link(request, secret), hours: 24 }
  })
  app.post<Whose>('/usher/users/:who/invitation', async (request) => {
    const { id: userId, userPrincipalName, accountEnabled } = await mine(request, request.params.who)
    if (!accountEnabled)
      throw new Wrong('invalid', `${userPrincipalName} is disabled, so they cannot sign in. Enable them first.`)
    const home = await homeOf(store, userId)
    if (home !== null)
      throw new Wrong('invalid', `${userPrincipalName} is a guest, who signs in with their account of ${home.directory}.`) // prettier-ignore
    const secret = await invite(store, { userId, userPrincipalName, roleId: null })
    await audit(store, { actor: actorOf(request), activity: 'Invite user', object: userPrincipalName })
    return { userPrincipalName, link: link(request, secret), hours: 24 }
  })
  app.post<Whose>('/usher/users/:who/sign-out', async (request) => {
    const { id, userPrincipalName } = await mine(request, request.params.who)
    await revokeSignIns(store, id)
    await audit(store, { actor: actorOf(request), activity: 'Revoke sign-in sessions', object: userPrincipalName })
    return { userPrincipalName }
  })
  app.delete<Whose>('/usher/users/:who/second-factor', async (request) => {
    const { id, userPrincipalName } = await mine(request, request.params.who)
    await saveSecondFactor(store, id, null)
    await audit(store, { actor: actorOf(request), activity: 'Remove second factor', object: userPrincipalName })
    return { userPrincipalName }
  })
}
