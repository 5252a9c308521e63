import type { Send } from './http.ts'

/** Counts the requests that were sent. */
export function counted(send: Send): { send: Send; sent(): number } {
  let sent = 0
  return {
    send: (request) => {
      sent += 1
      return send(request)
    },
    sent: () => sent,
  }
}
