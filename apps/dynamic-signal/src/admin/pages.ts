import { asksForPage, consoleFiles } from '@usher/host'
import type { FastifyInstance } from 'fastify'

/** Where `vite build` puts the console. */
const dist = new URL('../../console/dist/', import.meta.url)

/** The addresses that are pages: each is answered with the one page, and the console in it shows what belongs there. */
const pages = [
  '/',
  '/users',
  '/users/*',
  '/groups',
  '/groups/*',
  '/activity',
  '/admin',
  '/admin/advanced/api',
  '/admin/rights',
  '/admin/settings',
  '/admin/tenants',
]

export function consolePages(app: FastifyInstance): void {
  const page = consoleFiles(app, { dist, pages })
  // Whoever follows an old link, or mistypes one, is told so by the console.
  app.setNotFoundHandler((request, reply) =>
    asksForPage(request)
      ? page(reply.status(404))
      : reply.status(404).send({ error: 'There is nothing at this path.' }),
  )
}
