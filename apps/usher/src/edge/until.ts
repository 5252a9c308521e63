import type { Send } from './http.ts'
import { NoAnswer } from './no-answer.ts'

/** Waits for no answer any more once `ending` is aborted; whether the request arrived is then not known. */
export function until(send: Send, ending: AbortSignal): Send {
  return (request) => {
    if (ending.aborted) return Promise.reject(gone())
    const { promise, reject } = Promise.withResolvers<never>()
    const end = (): void => reject(gone())
    ending.addEventListener('abort', end, { once: true })
    return Promise.race([send(request), promise]).finally(() => ending.removeEventListener('abort', end))
  }
}

const gone = (): NoAnswer => new NoAnswer('broken', 'Usher was stopped before the answer came')
