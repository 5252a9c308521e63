import { TargetUnusable } from '@usher/engine'
import { storeAway } from '@usher/host'
import type { FastifyReply } from 'fastify'
import { PassThrough } from 'node:stream'

/** Answers with one JSON object a line, as they come. What goes wrong after the first line is the last line. */
export async function stream(
  reply: FastifyReply,
  work: (line: (value: unknown) => void) => Promise<void>,
): Promise<FastifyReply> {
  const out = new PassThrough()
  const line = (value: unknown): void => void out.write(`${JSON.stringify(value)}\n`)
  work(line)
    .catch((error: unknown) => line({ error: problem(error) }))
    .finally(() => out.end())
  return reply.type('application/x-ndjson').send(out)
}

/** `code` is there when the application cannot be used. */
function problem(error: unknown): { readonly code?: string; readonly message: string } {
  if (error instanceof TargetUnusable) return { code: error.error.code, message: error.message }
  return { message: storeAway(error) ?? (error instanceof Error ? error.message : String(error)) }
}
