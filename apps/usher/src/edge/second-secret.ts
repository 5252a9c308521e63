import type { Send } from './http.ts'
import { NoAnswer } from './no-answer.ts'

/**
 * Sends with the secret in use, and when that is refused (401, or no token for it) once with the other one.
 *
 * `helped` hears each time that the other one was taken. When both are refused, the answer is that of the first.
 */
export function withSecond(send: Send, other: Send, helped: () => Promise<void>): Send {
  return async (request) => {
    const first = await send(request).catch((error: unknown) => {
      if (error instanceof NoAnswer && error.kind === 'unauthorized') return error
      throw error
    })
    if (!(first instanceof NoAnswer) && first.status !== 401) return first
    const second = await other(request).catch(() => null)
    if (second !== null && second.status !== 401) {
      await helped()
      return second
    }
    if (first instanceof NoAnswer) throw first
    return first
  }
}
