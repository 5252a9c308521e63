import type { FastifyRequest } from 'fastify'

/** Who did it, as the audit log names them: before there is sign-in, the account that ran the command line. */
export function actorOf(request: FastifyRequest): string {
  const name = request.headers['x-usher-actor']
  return typeof name === 'string' && /^[\w.:@-]{1,100}$/.test(name) ? name : 'cli:unknown'
}
