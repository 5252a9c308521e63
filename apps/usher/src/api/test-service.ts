/** A service on a store of its own, asked over its API with its own token. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '../serve.ts'

type Body = Record<string, unknown> & { readonly error?: { readonly message: string } }
/** `body`: of what is streamed the last of its `lines`. */
export type Answer = { readonly status: number; readonly body: Body; readonly lines: readonly Body[] }
export type Asked = { ask(method: string, path: string, body?: unknown): Promise<Answer>; close(): Promise<void> }

export async function startService(): Promise<Asked> {
  const folder = await mkdtemp(join(tmpdir(), 'usher-api-'))
  const at = { data: join(folder, 'data'), host: '127.0.0.1', port: 0, databaseUrl: undefined }
  const service = await serve(at, () => undefined)
  const { token } = JSON.parse(await readFile(service.tokenFile, 'utf8')) as { token: string }
  return {
    async ask(method, path, body) {
      const answer = await fetch(new URL(path, service.url), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      const streamed = (answer.headers.get('content-type') ?? '').includes('ndjson')
      const lines = (streamed ? text.trim().split('\n') : [text]).map((line) => JSON.parse(line) as Body)
      return { status: answer.status, body: lines.at(-1) ?? {}, lines }
    },
    async close() {
      await service.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
