import type { Json } from '@usher/scim'
import type { Caller } from './call.ts'
import { targetError } from './failures.ts'

/** Refuses what is larger than the application takes, before it is sent; `payload` in bytes of the body. */
export function withinPayload(write: Caller, payload: number | undefined): Caller {
  if (payload === undefined) return write
  return (operation, trace, call) => {
    const size = call.body === undefined ? 0 : sizeOf(call.body)
    if (size <= payload) return write(operation, trace, call)
    const kilobytes = (bytes: number): string => `${Math.max(1, Math.round(bytes / 1000))} kB`
    return Promise.reject(
      targetError(
        'UnprocessableEntity',
        `the request would have ${kilobytes(size)}, and the application takes ${kilobytes(payload)}: map fewer or shorter values`,
        'later',
      ),
    )
  }
}

/** Bytes of a body on the wire. */
export function sizeOf(body: Json): number {
  return Buffer.byteLength(JSON.stringify(body))
}
