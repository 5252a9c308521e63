/** What signing in rests on: the provider that vouches for people, and the key that signs tokens. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { callbackPath } from '../../sign-in/elsewhere.ts'
import { tried } from '../../sign-in/elsewhere-client.ts'
import { guardedFetch } from '../../sign-in/guarded-fetch.ts'
import { audit } from '../../store/audit.ts'
import { changesBetween } from '../../store/changes-between.ts'
import { Wrong } from '../../store/directory.ts'
import { rotateSigningKey } from '../../store/signing-keys.ts'
import {
  matches,
  relinkUser,
  removeSignInProvider,
  saveSignInProvider,
  signInProvider,
} from '../../store/sign-in-providers.ts'
import { findUser } from '../../store/users.ts'
import { actorOf } from '../actor.ts'
import type { Context } from '../context.ts'

const provider = z.strictObject({
  displayName: z.string().trim().min(1).max(100).optional(),
  issuer: z.url({ protocol: /^https?$/ }).max(1000),
  clientId: z.string().trim().min(1).max(300),
  clientSecret: z.string().min(1).max(1000).optional(),
  match: z.enum(matches).default('upn'),
})
const link = z.strictObject({ who: z.string().max(300), subject: z.string().min(1).max(1000) })
const rotation = z.strictObject({ forget: z.boolean().default(false) })

export function signInAdminRoutes(app: FastifyInstance, { house, keysChanged, origin }: Context): void {
  const { store, keys, connections } = house
  app.get('/usher/sign-in-provider', async () => (await signInProvider(store)) ?? { configured: false })
  app.put('/usher/sign-in-provider', async (request) => {
    const { clientSecret, displayName, ...given } = provider.parse(request.body)
    const refused = connections.guard.refuses(new URL(given.issuer))
    if (refused !== null) throw new Wrong('invalid', `issuer: ${refused}`)
    const before = await signInProvider(store)
    const saved = { ...given, displayName: displayName ?? before?.displayName ?? new URL(given.issuer).hostname }
    await saveSignInProvider(store, keys, { ...saved, secret: clientSecret })
    await audit(store, { actor: actorOf(request), activity: 'Update sign-in provider', object: saved.displayName, changes: changesBetween(before ?? {}, (await signInProvider(store)) ?? {}) }) // prettier-ignore
    return signInProvider(store)
  })
  app.post('/usher/sign-in-provider/test', async (request) => {
    const found = await signInProvider(store)
    if (found === null) throw new Wrong('notFound', 'There is no sign-in provider to be tested.')
    const redirectUri = (origin?.() ?? `${request.protocol}://${request.host}`) + callbackPath
    return tried({ store, keys }, found, { send: guardedFetch(connections), redirectUri })
  })
  app.delete('/usher/sign-in-provider', async (request) => {
    const before = await signInProvider(store)
    if (before === null || !(await removeSignInProvider(store)))
      throw new Wrong('notFound', 'There is no sign-in provider.')
    await audit(store, { actor: actorOf(request), activity: 'Remove sign-in provider', object: before.displayName })
    return { configured: false }
  })
  app.put('/usher/sign-in-provider/links', async (request) => {
    const { who, subject } = link.parse(request.body)
    const found = await signInProvider(store)
    if (found === null)
      throw new Wrong('notFound', 'There is no sign-in provider. usher sign-in-provider set makes one.')
    const { id, userPrincipalName } = await findUser(store, who, 'live')
    await relinkUser(store, id, found.issuer, subject)
    await audit(store, { actor: actorOf(request), activity: 'Link sign-in', object: userPrincipalName, details: { issuer: found.issuer, subject } }) // prettier-ignore
    return { userPrincipalName, subject }
  })
  app.post('/usher/keys/rotate', async (request) => {
    const { forget } = rotation.parse(request.body ?? {})
    const kid = await rotateSigningKey(store, keys, { forget })
    keysChanged?.()
    await audit(store, { actor: actorOf(request), activity: 'Rotate signing key', object: 'Signing key', details: { kid, forget } }) // prettier-ignore
    return { kid, forget }
  })
}
