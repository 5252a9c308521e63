/** The directories of this service. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { globalAdministrator } from '../../graph/access/roles.ts'
import { invitationLink } from '../../sign-in/invitation.ts'
import { audit } from '../../store/audit.ts'
import { addDirectory, findIn, listDirectories, type Directory } from '../../store/directories.ts'
import { Wrong, type Store } from '../../store/directory.ts'
import { ensureGraph } from '../../store/ensure-graph.ts'
import { addGuest, peopleElsewhere, type Home } from '../../store/guests.ts'
import { invite } from '../../store/invitations.ts'
import { endDirectory, refuseLast, whatIsLost } from '../../store/remove-directory.ts'
import { giveRole } from '../../store/roles.ts'
import type { User } from '../../store/users.ts'
import { actorOf } from '../actor.ts'
import type { Context } from '../context.ts'

const name = z.string().trim().min(1).max(200)
const domain = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'must be a domain name like fabrikam.com')
const account = z
  .string()
  .trim()
  .max(300)
  .regex(/^[^\s@]+@[^\s@]+$/, 'must be an account name like ana@contoso.example')
const added = z.strictObject({
  displayName: name,
  defaultDomain: domain.optional(),
  administrator: account.optional(),
  from: z.string().max(300).optional(),
})
const removal = z.strictObject({ yes: z.boolean().default(false) })
const guest = z.strictObject({
  userPrincipalName: account,
  from: z.string().max(300).optional(),
  administrator: z.boolean().default(false),
})
type Which = { readonly Params: { readonly directory: string } }
const hours = 24

export function directoryRoutes(app: FastifyInstance, context: Context): void {
  const { store } = context.house
  const { db } = store
  /** Its own store, whose runner hears of what is changed. */
  const storeOf = ({ id }: Directory): Store =>
    context.directories?.contextOf(id)?.house.store ?? { ...store, tenant: id, changed: () => undefined }
  const named = async (which: string): Promise<Directory> => findIn(await listDirectories(db), which)

  app.get('/usher/directories', async () => ({ directories: await listDirectories(db) }))
  app.post('/usher/directories', async (request) => {
    const { displayName, defaultDomain = domainOf(displayName), administrator, from } = added.parse(request.body)
    const home = administrator === undefined ? null : await homeOf({ ...store, tenant: nobody }, administrator, from, await listDirectories(db)) // prettier-ignore
    const made = await addDirectory(db, { displayName, defaultDomain })
    // A command without a service has no address that stays.
    await ensureGraph(db, context.runner.pace === 'asked' ? undefined : (context.origin?.() ?? undefined))
    await context.directories?.changed()
    const its = storeOf(made)
    const actor = actorOf(request)
    const act = { actor, activity: 'Add directory', object: displayName, details: { defaultDomain } } as const
    for (const log of [store, its]) await audit(log, act)
    if (home !== null) {
      const { userPrincipalName } = await letIn(its, home, { made, actor, isAdministrator: true })
      return { ...made, administrator: userPrincipalName }
    }
    const secret = await invite(its, { userId: null, userPrincipalName: null, roleId: globalAdministrator })
    const base = context.origin?.() ?? `${request.protocol}://${request.host}`
    return { ...made, link: invitationLink(base, secret), hours }
  })
  app.delete<Which>('/usher/directories/:directory', async (request) => {
    const { yes } = removal.parse(request.body ?? {})
    const found = await named(request.params.directory)
    await refuseLast(db, found.id)
    const lost = await whatIsLost(db, found.id)
    if (!yes) return { ...found, lost, removed: false }
    await endDirectory(db, found.id)
    await context.directories?.changed()
    // In the log of one that is left, since its own goes with it.
    const [first] = await listDirectories(db)
    if (first !== undefined)
      await audit(found.id === store.tenant ? storeOf(first) : store, { actor: actorOf(request), activity: 'Remove directory', object: found.displayName, details: { ...lost } }) // prettier-ignore
    return { ...found, lost, removed: true }
  })
  app.post<Which>('/usher/directories/:directory/guests', async (request) => {
    const { userPrincipalName, from, administrator } = guest.parse(request.body)
    const made = await named(request.params.directory)
    const home = await homeOf(storeOf(made), userPrincipalName, from, await listDirectories(db))
    const user = await letIn(storeOf(made), home, { made, actor: actorOf(request), isAdministrator: administrator })
    return { id: user.id, userPrincipalName: user.userPrincipalName, directory: made.displayName, home: home.directory }
  })
}

/** Of no directory: everybody is somewhere else. */
const nobody = '00000000-0000-0000-0000-000000000000'

/** A domain that nobody has: RFC 2606. Throws `Wrong` when the name has nothing to make one of. */
function domainOf(displayName: string): string {
  const words = displayName
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
  if (words !== null) return `${words.join('-')}.example`
  throw new Wrong('invalid', `No domain can be made of the name ${displayName}. Say one: --domain fabrikam.com`)
}

/** Whom a name means, of another directory. Throws `Wrong`. */
async function homeOf(
  store: Store,
  userPrincipalName: string,
  from: string | undefined,
  directories: readonly Directory[],
): Promise<Home> {
  const where = from === undefined ? null : findIn(directories, from).id
  const found = (await peopleElsewhere(store, userPrincipalName)).filter(({ tenant }) => (where ?? tenant) === tenant)
  const [home] = found
  if (home === undefined)
    throw new Wrong('notFound', `Nobody of another directory is called ${userPrincipalName}, or they are disabled.`)
  if (found.length === 1) return home
  const theirs = found.map(({ directory }) => directory).join(', ')
  throw new Wrong('ambiguous', `${userPrincipalName} is somebody in each of ${theirs}. Say which: --from NAME`)
}

type Letting = { readonly made: Directory; readonly actor: string; readonly isAdministrator: boolean }

async function letIn(store: Store, home: Home, { made, actor, isAdministrator }: Letting): Promise<User> {
  const user = await addGuest(store, home, made.defaultDomain)
  const act = { actor, object: user.userPrincipalName }
  await audit(store, { ...act, activity: 'Add guest', details: { home: home.directory } })
  if (isAdministrator && (await giveRole(store, globalAdministrator, { id: user.id, type: 'user' })) !== null)
    await audit(store, { ...act, activity: 'Add member to role', details: { role: 'Global Administrator' } })
  return user
}
