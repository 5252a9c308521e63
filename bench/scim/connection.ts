import { connect, type Socket } from 'node:net'

/** What a request and its answer need to be told apart from a wrong one. */
export type Exchange = {
  /** The next request, whole, in ASCII; `null` when there is none any more. */
  readonly next: () => string | null
  /** Called once for each answer. `head` is its first piece: all of it but for long lists. */
  readonly answered: (status: number, head: Buffer, milliseconds: number) => void
}

const endOfHeaders = '\r\n\r\n'

/**
 * One keep-alive connection that sends a request as soon as the last one is answered; resolves when `next` is out.
 *
 * The generator shares the processors with what it measures. Against a server that answers a constant, a request cost
 * a bare socket 10 µs with the look at the answer, a pool of undici 18, and autocannon 12 when all requests are the same
 * and only the status is looked at. So it is a bare socket: requests differ here, and answers are looked at. It
 * understands only what the servers send: a status line, `content-length`, a body.
 */
export function converse(port: number, { next, answered }: Exchange): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let began = 0
    let head: Buffer | null = null
    let missing = 0
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('The server closed a connection')))
    socket.on('data', (piece: Buffer) => {
      if (head === null) {
        head = piece
        missing = lengthOf(piece) - piece.length
      } else {
        missing -= piece.length
      }
      if (missing > 0) return
      if (missing < 0) return fail(`More bytes than announced: ${head.toString('latin1', 0, 500)}`)
      const whole = head
      head = null
      try {
        answered(statusOf(whole), whole, performance.now() - began)
      } catch (error) {
        return fail((error as Error).message)
      }
      send()
    })

    function send(): void {
      const request = next()
      if (request === null) return end(socket, resolve)
      began = performance.now()
      socket.write(request, 'latin1')
    }

    function fail(sentence: string): void {
      reject(new Error(sentence))
      socket.destroy()
    }
  })
}

function end(socket: Socket, resolve: () => void): void {
  socket.removeAllListeners()
  socket.on('error', () => undefined)
  socket.destroy()
  resolve()
}

/** `HTTP/1.1 200 OK` */
function statusOf(head: Buffer): number {
  return ((head[9] ?? 0) - 48) * 100 + ((head[10] ?? 0) - 48) * 10 + (head[11] ?? 0) - 48
}

/** The length of the whole answer. */
function lengthOf(head: Buffer): number {
  const end = head.indexOf(endOfHeaders)
  if (end < 0) throw new Error('The headers of an answer came in pieces')
  const text = head.toString('latin1', 0, end).toLowerCase()
  const at = text.indexOf('content-length:')
  if (at < 0 && statusOf(head) !== 204) throw new Error(`An answer without content-length:\n${text}`)
  return end + endOfHeaders.length + (at < 0 ? 0 : Number.parseInt(text.slice(at + 'content-length:'.length), 10))
}
