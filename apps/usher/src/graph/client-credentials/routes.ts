/** Secrets of clients, shown once; and the logo of an application (graph-api.md 4.1). */
import { z } from 'zod'
import { audit } from '../../store/audit.ts'
import { addSecret, removeCredential } from '../../store/client-credentials.ts'
import { logoOf, saveLogo } from '../../store/logos.ts'
import type { Action } from '../access/actions.ts'
import { clientNouns, whichApplication } from '../applications/which.ts'
import { addPasswordShape, lifeOf, removePasswordShape, shownPassword } from '../credentials.ts'
import { mayTakeOver } from '../owning.ts'
import type { Route } from '../route.ts'
import { noContent } from '../route.ts'
import { GraphFault, notFound } from '../wire/fault.ts'
import { metadata } from '../wire/page.ts'

const update: Action = 'microsoft.directory/applications/credentials/update'
const managed = 'Update application – Certificates and secrets management'
const passwordShape = z.object({ keyId: z.guid(), secretText: z.string().nullable(), hint: z.string().nullable() })

export const clientCredentialRoutes: readonly Route[] = [
  ...clientNouns.flatMap(({ noun, type, which }): readonly Route[] => [
    {
      method: 'POST',
      path: `/${noun}/:id/addPassword`,
      action: update,
      owned: type,
      says: 'Makes a secret for a client. It is in this answer, and nowhere else.',
      takes: addPasswordShape,
      gives: passwordShape,
      handle: async (call) => {
        const thing = await which(call)
        const { store } = call.context.house
        const { passwordCredential } = addPasswordShape.parse(call.body ?? {})
        await mayTakeOver(call, { type, id: thing.id, appId: thing.appId }, 'credentials')
        const { row, secret } = await addSecret(store, thing.appId, lifeOf(passwordCredential ?? {}))
        await audit(store, {
          actor: call.caller.name,
          activity: managed,
          object: thing.displayName,
          details: { added: row.key_id },
        })
        return {
          status: 200,
          body: {
            '@odata.context': metadata(call, 'microsoft.graph.passwordCredential'),
            ...shownPassword(row, secret),
          },
        }
      },
    },
    {
      method: 'POST',
      path: `/${noun}/:id/removePassword`,
      action: update,
      owned: type,
      says: 'Removes a secret of a client; it gets no new tokens with it.',
      takes: removePasswordShape,
      handle: async (call) => {
        const thing = await which(call)
        const { store } = call.context.house
        const { keyId } = removePasswordShape.parse(call.body)
        if (!(await removeCredential(store, thing.appId, 'password', keyId)))
          throw new GraphFault('badRequest', `No password credential found with keyId '${keyId}'.`)
        await audit(store, {
          actor: call.caller.name,
          activity: managed,
          object: thing.displayName,
          details: { removed: keyId },
        })
        return noContent
      },
    },
  ]),
  {
    method: 'GET',
    path: '/applications/:id/logo',
    action: 'microsoft.directory/applications/standard/read',
    owned: 'application',
    says: 'The logo of an application.',
    handle: async (call) => {
      const { appId, id } = await whichApplication(call)
      const logo = await logoOf(call.context.house.store, appId)
      if (logo === null) throw notFound(id)
      const headers = { 'content-type': logo.type, 'content-security-policy': "default-src 'none'; sandbox" }
      return { status: 200, body: logo.data, headers }
    },
  },
  {
    method: 'PUT',
    path: '/applications/:id/logo',
    action: 'microsoft.directory/applications/basic/update',
    owned: 'application',
    says: 'Sets the logo of an application: a PNG, JPEG or GIF of at most 100 kB.',
    handle: async (call) => {
      const { appId, displayName } = await whichApplication(call)
      const type = String(call.headers['content-type'] ?? '').toLowerCase()
      const { store } = call.context.house
      if (!(call.body instanceof Buffer) || !/^image\/(png|jpeg|gif)$/.test(type) || call.body.length > 100 * 1024)
        throw new GraphFault(
          'badRequest',
          'A logo is a PNG, JPEG or GIF picture of at most 100 kB, with its Content-Type.',
        )
      await saveLogo(store, appId, { type, data: call.body })
      await audit(store, {
        actor: call.caller.name,
        activity: 'Update application',
        object: displayName,
        details: { logo: true },
      })
      return noContent
    },
  },
]
