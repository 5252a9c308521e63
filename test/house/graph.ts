/** The Graph as its clients see it: the service of a house, asked by Microsoft's client and by bare HTTP. */
import type { Client } from '@microsoft/microsoft-graph-client'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { clientOf } from '../../apps/usher/src/graph/test-client.ts'

export type Row = Readonly<Record<string, unknown>>
export type Answer = { readonly status: number; readonly headers: Headers; readonly body: Row; readonly text: string }
export type Service = {
  readonly url: string
  readonly token: string
  readonly client: Client
  /** Below the version for the client's paths; with it here. */
  ask(method: string, path: string, body?: unknown): Promise<Answer>
  /** As `ask`; fails unless it is answered so. */
  does(status: number, method: string, path: string, body?: unknown): Promise<Row>
}

/** The service that runs on this data folder. */
export function serviceOn(data: string): Service {
  const file = readFileSync(join(data, 'usher', 'service.json'), 'utf8')
  const { url, token } = JSON.parse(file) as { url: string; token: string }
  const ask: Service['ask'] = async (method, path, body) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        connection: 'close',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const isJson = (answer.headers.get('content-type') ?? '').startsWith('application/json')
    return { status: answer.status, headers: answer.headers, text, body: isJson ? (JSON.parse(text) as Row) : {} }
  }
  return {
    url,
    token,
    client: clientOf(url, token),
    ask,
    async does(status, method, path, body) {
      const answer = await ask(method, path, body)
      expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(status)
      return answer.body
    },
  }
}
