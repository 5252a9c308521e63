/** A service on an embedded store of its own, asked over the Graph with the token of this machine. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { trustAuthority } from '@usher/host'
import { serve } from '../serve.ts'

type Body = Record<string, unknown> & { readonly error?: { readonly code: string; readonly message: string } }
export type GraphAnswer = {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
  readonly text: string
}
export type Graph = {
  readonly url: string
  /** The token that may do everything. */
  readonly token: string
  /** What to trust, over https. */
  readonly authorityFile: string | undefined
  /** By which somebody becomes its administrator. */
  readonly invitation: string
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<GraphAnswer>
  close(): Promise<void>
}

type Started = { readonly databaseUrl?: string; readonly https?: boolean }

/** `databaseUrl`: on a PostgreSQL instead. */
export async function startGraph({ databaseUrl, https = false }: Started = {}): Promise<Graph> {
  const folder = await mkdtemp(join(tmpdir(), 'usher-graph-'))
  const service = await serve(
    { data: join(folder, 'data'), host: '127.0.0.1', port: 0, databaseUrl, https },
    () => undefined,
  )
  const { authorityFile, invitation = '' } = service
  if (authorityFile !== undefined) trustAuthority(authorityFile)
  const { token } = JSON.parse(await readFile(service.tokenFile, 'utf8')) as { token: string }
  return {
    url: service.url,
    token,
    authorityFile,
    invitation,
    async ask(method, path, body, headers = {}) {
      const answer = await fetch(new URL(path, service.url), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await answer.text()
      const isJson = /^application\/(?!x-ndjson)[^;]*json/.test(answer.headers.get('content-type') ?? '')
      return { status: answer.status, headers: answer.headers, text, body: isJson ? (JSON.parse(text) as Body) : {} }
    },
    async close() {
      await service.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
