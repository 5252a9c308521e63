/** Reads that fail in passing are sent again: one of many must not end what they are part of. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpResponse, Send } from './http.ts'
import { NoAnswer } from './no-answer.ts'

/** A fault of the moment, as the gateways of an application make them; 429 and 503 are the pace's (ER-18). */
const passing: ReadonlySet<number> = new Set([500, 502, 504])
const mostRepetitions = 3
/** Milliseconds before the first repetition; doubled each time. */
const firstWait = 200
/** So many failures more than answers are an outage, which repetitions make worse. */
const outage = 10

/**
 * Repeats a read up to three times within about a second: after a connection that broke, 500, 502, 504, or a web page in place
 * of an answer. What the last one brings is the answer.
 *
 * Reads alone: a write whose answer is lost may have been carried out, so it is decided anew from what is there (ER-4).
 * Neither does it ask again where nobody is, nor after a minute without an answer, nor during an outage.
 */
export function repeating(send: Send, wait: (ms: number) => Promise<unknown> = sleep): Send {
  let failures = 0
  return async (request) => {
    if (request.method !== 'GET') return send(request)
    for (let attempt = 0; ; attempt += 1) {
      const answer = await send(request).catch(onlyBroken)
      const failed = hasFailed(answer)
      failures = failed ? Math.min(outage, failures + 1) : Math.max(0, failures - 1)
      if (!failed || attempt === mostRepetitions || failures === outage) {
        if (answer instanceof NoAnswer) throw answer
        return answer
      }
      await wait(firstWait * 2 ** attempt * (0.5 + Math.random() / 2))
    }
  }
}

function onlyBroken(error: unknown): NoAnswer {
  if (error instanceof NoAnswer && error.kind === 'broken') return error
  throw error
}

function hasFailed(answer: HttpResponse | NoAnswer): boolean {
  if (answer instanceof NoAnswer) return true
  const { status, headers } = answer
  return passing.has(status) || (status < 300 && /\bhtml\b/i.test(headers['content-type'] ?? ''))
}
