/** A service on a store of its own, asked over its API with its own token. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '../serve.ts'
import { mustFit } from './test-shapes.ts'

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
    async ask(method, path, given) {
      const answer = await fetch(new URL(path, service.url), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(given !== undefined && { 'content-type': 'application/json' }),
        },
        ...(given !== undefined && { body: JSON.stringify(given) }),
      })
      const text = await answer.text()
      const streamed = (answer.headers.get('content-type') ?? '').includes('ndjson')
      const lines = (streamed ? text.trim().split('\n') : [text]).map((line) => JSON.parse(line) as Body)
      const body = lines.at(-1) ?? {}
      mustFit(method, path, { status: answer.status, body })
      return { status: answer.status, body, lines }
    },
    async close() {
      await service.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
