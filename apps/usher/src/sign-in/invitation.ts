/** The page behind a link by which somebody chooses their password, once. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { audit } from '../store/audit.ts'
import { Wrong, type Store } from '../store/directory.ts'
import { invitation, useInvitation, type Invitation } from '../store/invitations.ts'
import { savePassword } from '../store/local-accounts.ts'
import { giveRole } from '../store/roles.ts'
import { createUser, findUser, type User } from '../store/users.ts'
import { globalAdministrator } from '../graph/access/roles.ts'
import { sendPage } from './html.ts'
import { invitationPage, sentencePage } from './pages.ts'
import { hashPassword, passwordProblem } from './passwords.ts'
import type { SignIn } from './sign-in.ts'

export const invitationPath = '/sign-in/invitation/:secret'

export const invitationLink = (base: string, secret: string): string => `${base}/sign-in/invitation/${secret}`

const form = z.object({
  name: z.string().trim().max(300).default(''),
  password: z.string().max(1000).default(''),
  again: z.string().max(1000).default(''),
})

export function invitationRoutes(app: FastifyInstance, signIn: SignIn): void {
  const { store } = signIn.context.house
  app.get<{ Params: { secret: string } }>(invitationPath, async (request, reply) => {
    const found = await invitation(store, request.params.secret)
    return found === null ? ended(reply, signIn, request) : sendPage(reply, invitationPage(shown(found)))
  })
  app.post<{ Params: { secret: string } }>(invitationPath, async (request, reply) => {
    const { secret } = request.params
    const found = await invitation(store, secret)
    if (found === null) return ended(reply, signIn, request)
    const given = form.parse(request.body)
    const name = found.userPrincipalName ?? given.name
    const problem = given.password === given.again ? passwordProblem(given.password, name) : 'The two passwords differ.'
    const again = (message: string): FastifyReply =>
      sendPage(reply, invitationPage({ ...shown(found), typed: given.name, message }))
    if (problem !== null) return again(problem)
    try {
      await accept(store, secret, { ...found, name, hash: await hashPassword(given.password) })
    } catch (error) {
      if (error instanceof Wrong) return again(error.message)
      throw error
    }
    return sendPage(reply, sentencePage('Done', `${name} has a password now. It is not shown anywhere; keep it.`))
  })
}

const shown = ({ userPrincipalName, roleId }: Invitation) =>
  ({ name: userPrincipalName, typed: '', isAdministrator: roleId === globalAdministrator }) as const

type Accepted = Invitation & { readonly name: string; readonly hash: string }

async function accept(
  store: Store,
  secret: string,
  { userId, userPrincipalName, roleId, name, hash }: Accepted,
): Promise<void> {
  const user =
    userId === null ? await personOf(store, name, userPrincipalName !== null) : await findUser(store, userId, 'live')
  await store.db.transaction().execute(async (trx) => {
    if (!(await useInvitation(trx, store.tenant, secret))) throw new Wrong('invalid', 'This link was used just now.')
    await savePassword(trx, store.tenant, user.id, hash)
    const here = { ...store, db: trx }
    const act = { actor: user.userPrincipalName, object: user.userPrincipalName }
    await audit(here, { ...act, activity: 'Accept invitation' })
    if (roleId === null || (await giveRole(here, roleId, { id: user.id, type: 'user' })) === null) return
    await audit(here, {
      ...act,
      activity: 'Add member to role',
      details: { role: 'Global Administrator', by: 'invitation' },
    })
  })
}

/** Whoever is invited to administer may be somebody whom the directory does not know yet. `isNew`: they were not there then. */
async function personOf(store: Store, who: string, isNew: boolean): Promise<User> {
  if (!who.includes('@')) throw new Wrong('invalid', 'Your account name has an @, like ana@contoso.example.')
  const known = await findUser(store, who, 'live').catch((error: unknown) => {
    if (error instanceof Wrong && error.code === 'notFound') return null
    throw error
  })
  // By nothing but the account name: another person's mail may be spelled like that.
  if (known !== null && known.userPrincipalName.toLowerCase() === who.toLowerCase()) {
    if (!isNew) return known
    throw new Wrong('conflict', `Somebody was called ${who} meanwhile. Ask for another link.`)
  }
  const { user } = await createUser(store, who, { displayName: who.split('@')[0] ?? who })
  await audit(store, { actor: who, activity: 'Add user', object: who })
  return user
}

function ended(reply: FastifyReply, { failures }: SignIn, { ip }: { readonly ip: string }): FastifyReply {
  const wait = failures.spend(ip)
  if (wait > 0) return sendPage(reply, { ...sentencePage('Wait', `Wait ${wait} seconds.`, 429), wait })
  return sendPage(reply, sentencePage('This link has ended', 'It was used, or is older than a day. An administrator makes another: usher admin invite NAME.', 404)) // prettier-ignore
}
