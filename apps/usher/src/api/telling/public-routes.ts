/** The pages that links in mails lead to. They need no token, and say nothing that whoever has the link does not know. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { html, sendPage, type Page } from '../../sign-in/html.ts'
import { audit } from '../../store/audit.ts'
import { unsubscribe } from '../../store/mail-settings.ts'
import { pageOf, readUnsubscribe } from '../../tell/links.ts'
import type { Context } from '../context.ts'

const params = z.object({ proof: z.string().max(1000) })

const paths = { status: ['/status', '/status/:application'], unsubscribe: '/unsubscribe/:proof' } as const

/** Whether the pattern of a route is one of these. */
export function isPublic(route: string | undefined): boolean {
  return route !== undefined && [...paths.status, paths.unsubscribe].some((path) => path === route)
}

export function publicRoutes(app: FastifyInstance, context: Context): void {
  // Apart, since nobody else takes forms.
  void app.register(async (inner) => pages(inner, context))
}

function pages(app: FastifyInstance, { house: { store, keys, now } }: Context): void {
  // RFC 8058: the program of the reader posts a form; what is in it says nothing more.
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, _body, done) =>
    done(null, null),
  )
  // In mails of before there was an admin center.
  for (const path of paths.status)
    app.get<{ Params: { application?: string } }>(path, ({ params: { application = null } }, reply) =>
      reply.redirect(pageOf(application)),
    )
  const addressIn = (request: FastifyRequest): string | null =>
    readUnsubscribe(keys, store.tenant, params.parse(request.params).proof)
  app.get(paths.unsubscribe, (request, reply) => {
    const address = addressIn(request)
    if (address === null) return sendPage(reply, unknown)
    // A link is followed by programs that look for malice, so it changes nothing by itself.
    const body = html`<form method="post"><button>Send no more mail to ${address}</button></form>`
    return sendPage(reply, { title: 'Mail', body })
  })
  app.post(paths.unsubscribe, async (request, reply) => {
    const address = addressIn(request)
    if (address === null) return sendPage(reply, unknown)
    await unsubscribe(store, address, now())
    await audit(store, { actor: 'mail:reader', activity: 'Unsubscribe address', object: address })
    const body = html`<p>${address} gets no more mail from Usher. An administrator can change that.</p>`
    return sendPage(reply, { title: 'Mail', body })
  })
}

const unknown: Page = {
  title: 'Mail',
  body: html`<p>This link is not whole, or not from this Usher.</p>`,
  status: 404,
}
