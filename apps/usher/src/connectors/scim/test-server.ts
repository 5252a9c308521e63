/** A service provider for tests that answers as it is told and writes down what it was asked, byte for byte. */
import type { Attributes, Json } from '@usher/scim'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** `list`: a ListResponse of these; `text`: a body that is no JSON. */
export type Reply = {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Json
  readonly list?: readonly Attributes[]
  readonly text?: string
}
export type Asked = {
  readonly method: string
  /** The request target as it stood in the request line. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  readonly body: Json | null
}
export type RecordingServer = {
  readonly url: string
  readonly asked: readonly Asked[]
  close(): Promise<void>
}

/** Gives the replies in turn, or what a function makes of the request; whoever asks more often is told so by 500. */
export async function recordingServer(
  replies: readonly Reply[] | ((asked: Asked, count: number) => Reply),
): Promise<RecordingServer> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (piece) => (text += String(piece)))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const one: Asked = { method, target: url, headers, body: text === '' ? null : parsed(text) }
      asked.push(one)
      const reply: Reply =
        typeof replies === 'function'
          ? replies(one, asked.length)
          : (replies[asked.length - 1] ?? { status: 500, body: { detail: 'no answer was prepared' } })
      const { status = 200, headers: own = {}, body, list, text: raw } = reply
      const json = list === undefined ? body : { totalResults: list.length, Resources: list }
      const written = raw ?? (json === undefined ? '' : JSON.stringify(json))
      response.writeHead(status, {
        ...(raw === undefined && written !== '' && { 'content-type': 'application/scim+json' }),
        ...own,
      })
      response.end(written)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
