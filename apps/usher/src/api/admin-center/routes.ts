/** The admin center: its files, and its page at every address that is one of its pages. */
import { asksForPage, consoleFiles } from '@usher/host'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const dist = new URL('../../../../console/dist/', import.meta.url)

/** The first word of its addresses; a page of a new noun is one word here. */
const nouns = ['enterprise-apps', 'users', 'groups', 'settings', 'audit-logs', 'provisioning-logs', 'insights'] as const

const pages = ['/', ...nouns.flatMap((noun) => [`/${noun}`, `/${noun}/*`])]
export const consolePatterns: readonly string[] = [...pages, '/assets/:file', '/icon.svg']

/** What programs ask for; they are told by a status, whoever asks. */
const api = /^\/(v1\.0|beta|usher|assets)\/|^\/[^/]+\/(oauth2|v2\.0|discovery|\.well-known)(\/|$)/

/** Gives what answers whoever follows an old link, or mistypes one; null: a program asks. */
export function consoleRoutes(
  app: FastifyInstance,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> | null {
  const page = consoleFiles(app, { dist, pages })
  return (request, reply) => (asksForPage(request) && !api.test(request.url) ? page(reply.status(404)) : null)
}
