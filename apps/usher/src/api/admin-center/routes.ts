/** The admin center: its files, and its page at every address that is one of its pages. */
import { asksForPage, consoleFiles } from '@usher/host'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const dist = new URL('../../../../console/dist/', import.meta.url)

/** The first word of the addresses of its pages (apps/console/src/places.tsx), one for each noun. */
const nouns = ['enterprise-apps', 'users', 'groups', 'provisioning-logs', 'audit-logs', 'insights', 'settings'] as const

const pages = ['/', ...nouns.flatMap((noun) => [`/${noun}`, `/${noun}/*`])]
export const consolePatterns: readonly string[] = [...pages, '/assets/:file', '/icon.svg']

/** What programs ask for; they are told by a status, whoever asks. */
const api = /^\/(v1\.0|beta|usher|assets)\/|^\/[^/]+\/(oauth2|v2\.0|discovery|\.well-known)(\/|$)/

/** Whether a person follows an old link, or mistypes one. */
export function isAstray(request: FastifyRequest): boolean {
  return asksForPage(request) && request.routeOptions.url === undefined && !api.test(request.url)
}

/** Gives what answers whoever is astray. */
export function consoleRoutes(app: FastifyInstance): (reply: FastifyReply) => Promise<FastifyReply> {
  const page = consoleFiles(app, { dist, pages })
  return (reply) => page(reply.status(404))
}
