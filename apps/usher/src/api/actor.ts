import type { FastifyRequest } from 'fastify'
import { callerOf } from './caller.ts'

/** Who did it, as the audit log names them. */
export function actorOf(request: FastifyRequest): string {
  return callerOf(request)?.name ?? 'cli:unknown'
}
