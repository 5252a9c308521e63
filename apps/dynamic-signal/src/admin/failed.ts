import type { FastifyReply, FastifyRequest } from 'fastify'
import { ScimError } from '@usher/scim'
import { Failure } from './failure.ts'

/** Answers with what went wrong: a sentence for the person at the console, never more than that. */
export function failed(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Failure) return reply.status(error.status).send({ error: error.message })
  if (error instanceof ScimError) return reply.status(error.status).send({ error: error.detail })
  const { statusCode, message } = error as { statusCode?: number; message?: string }
  if (statusCode !== undefined && statusCode < 500) return reply.status(statusCode).send({ error: message ?? '' })
  process.stderr.write(`${request.id} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return reply.status(500).send({ error: `Something went wrong here. The request was ${request.id}.` })
}
