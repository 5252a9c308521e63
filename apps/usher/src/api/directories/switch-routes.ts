/** Going on in another directory, for somebody who has an account in both. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { cookieName, csrfOf, sessionCookie, setCookie } from '../../sign-in/browser.ts'
import { audit } from '../../store/audit.ts'
import { Wrong } from '../../store/directory.ts'
import { directoriesOf } from '../../store/guests.ts'
import { beginSession, endSession } from '../../store/sessions.ts'
import { callerOf } from '../caller.ts'
import type { Context } from '../context.ts'

const body = z.strictObject({ directory: z.string().trim().min(1).max(300) })

export function switchRoutes(app: FastifyInstance, { house: { store } }: Context): void {
  // What holds of a session: it was begun with the account that the person has in their own directory (interaction.ts).
  app.post('/usher/session/directory', async (request, reply) => {
    const { directory } = body.parse(request.body)
    const caller = callerOf(request)
    const cookie = sessionCookie(request)
    if (caller === undefined || request.headers.authorization !== undefined || cookie === null)
      throw new Wrong('invalid', 'This is for the session of a browser. Elsewhere: usher sign-in --directory NAME')
    const name = directory.toLowerCase()
    const found = (await directoriesOf(store, caller.id)).find(({ id, defaultDomain, displayName }) =>
      [id, defaultDomain.toLowerCase(), displayName.toLowerCase()].includes(name),
    )
    // Whether there is such a directory is nobody's business who is not in it.
    if (found === undefined) throw new Wrong('notFound', `You have no account in a directory ${directory}.`)
    const there = { ...store, tenant: found.id }
    const next = await beginSession(there, found.userId)
    await endSession(store, cookie.value)
    const act = { actor: caller.name, activity: 'Switch directory', object: caller.name } as const
    for (const at of [store, there]) await audit(at, { ...act, details: { to: found.displayName } })
    setCookie(reply, cookie.base, { name: cookieName(cookie.base), value: next })
    return { id: found.id, displayName: found.displayName, csrf: csrfOf(next) }
  })
}
