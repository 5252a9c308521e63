/** HTTP/1.1 as bytes, since what is sent here is often nothing that a well-behaved client would send. */
import { connect, type Socket } from 'node:net'

export type Sent = {
  readonly method: string
  /** The request target as it stands on the wire. */
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array | null
}

export type Answer = {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly body: Buffer
}

export type Wire = { send(request: Sent): Promise<Answer>; close(): void }

const patience = 4_000 // ms, after which a request counts as never answered

/** One connection, which is opened anew when the server closes it. */
export function openWire(port: number): Wire {
  let socket: Socket | null = null
  return {
    async send(request) {
      // A server that refuses a body closes while it is still being sent; what it answered before counts.
      socket ??= connect({ port, host: '127.0.0.1', noDelay: true }).on('error', () => undefined)
      const used = socket
      const { answer, ends } = await exchange(used, request).catch((error: unknown) => {
        used.destroy()
        socket = null
        throw error
      })
      if (ends) {
        used.destroy()
        socket = null
      }
      return answer
    },
    close() {
      socket?.destroy()
    },
  }
}

function exchange(socket: Socket, request: Sent): Promise<{ answer: Answer; ends: boolean }> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    let late: NodeJS.Timeout | undefined = setTimeout(() => over(new Error('The request was never answered')), patience)
    const over = (error: Error | null, found?: { answer: Answer; ends: boolean }): void => {
      clearTimeout(late)
      late = undefined
      socket.off('data', read).off('close', closed)
      if (found === undefined) reject(error ?? new Error('The connection was closed without an answer'))
      else resolve(found)
    }
    const read = (piece: Buffer): void => {
      pieces.push(piece)
      try {
        const found = parse(Buffer.concat(pieces), request.method)
        if (found !== null) over(null, found)
      } catch (error) {
        over(error as Error)
      }
    }
    const closed = (): void => over(null)
    socket.on('data', read).on('close', closed)
    socket.write(head(request), 'latin1')
    if (request.body !== null) socket.write(request.body)
  })
}

function head({ method, target, headers, body }: Sent): string {
  const names = new Set(headers.map(([name]) => name.toLowerCase()))
  const length =
    body === null || names.has('content-length') || names.has('transfer-encoding')
      ? []
      : [['content-length', String(body.length)]]
  const lines = [['host', '127.0.0.1'], ...headers, ...length].map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`
}

/** The answer when all of it is there, else `null`. */
function parse(bytes: Buffer, method: string): { answer: Answer; ends: boolean } | null {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return null
  const [line = '', ...fields] = bytes.toString('latin1', 0, end).split('\r\n')
  const headers = new Map(
    fields.map((field) => [
      field.slice(0, field.indexOf(':')).toLowerCase(),
      field.slice(field.indexOf(':') + 1).trim(),
    ]),
  )
  const status = Number(line.split(' ')[1])
  const ends = headers.get('connection')?.toLowerCase() === 'close'
  if (status === 100) return parse(bytes.subarray(end + 4), method)
  const bodiless = method === 'HEAD' || status === 204 || status === 304
  const length = headers.get('content-length')
  if (!bodiless && length === undefined) throw new Error(`An answer without content-length: ${line}`)
  const size = bodiless ? 0 : Number(length)
  if (bytes.length < end + 4 + size) return null
  return { answer: { status, headers, body: bytes.subarray(end + 4, end + 4 + size) }, ends }
}
