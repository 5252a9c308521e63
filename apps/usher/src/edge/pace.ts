import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpResponse, Send } from './http.ts'
import { NoAnswer } from './http.ts'

export type Pace = { readonly start: number; readonly most: number }

/**
 * Keeps as many requests in flight as the target bears: one more after each round without trouble, half after trouble.
 *
 * 429 and 503 are repeated after `Retry-After` (or a second, doubled each time), at most five times; meanwhile nobody
 * else sends either (ER-18). Any other answer is handed on.
 */
export function paced(send: Send, { start, most }: Pace): Send {
  let limit = start
  let good = 0
  let flying = 0
  let pausedUntil = 0
  const waiting: (() => void)[] = []

  const enter = async (): Promise<void> => {
    while (flying >= limit) {
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push(resolve)
      await promise
    }
    flying += 1
  }
  const leave = (): void => {
    flying -= 1
    for (const resolve of waiting.splice(0, Math.max(0, limit - flying))) resolve()
  }
  const trouble = (): void => {
    limit = Math.max(1, Math.floor(limit / 2))
    good = 0
  }
  const fine = (): void => {
    good += 1
    if (good < limit) return
    limit = Math.min(most, limit + 1)
    good = 0
  }

  return async (request) => {
    await enter()
    try {
      for (let attempt = 0; ; attempt += 1) {
        // Asked again after each wait: another answer may have asked for more time meanwhile.
        for (let wait = pausedUntil - Date.now(); wait > 0; wait = pausedUntil - Date.now()) await sleep(wait)
        const answer = await send(request)
        if (answer.status !== 429 && answer.status !== 503) {
          fine()
          return answer
        }
        trouble()
        if (attempt === 5) return answer
        pausedUntil = Math.max(pausedUntil, Date.now() + retryAfter(answer, attempt))
      }
    } catch (error) {
      if (error instanceof NoAnswer) trouble()
      throw error
    } finally {
      leave()
    }
  }
}

const longest = 5 * 60_000

function retryAfter(answer: HttpResponse, attempt: number): number {
  const header = answer.headers['retry-after']
  const fallback = 1000 * 2 ** attempt * (0.5 + Math.random() / 2)
  if (header === undefined) return fallback
  const seconds = Number(header)
  const wait = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000
  return Math.min(longest, Math.max(0, Number.isNaN(wait) ? fallback : wait))
}
