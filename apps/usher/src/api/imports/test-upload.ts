/** The API behind a real socket, where somebody who may do everything sends files. */
import { openGround } from '../../acceptance/test-ground.ts'
import { World } from '../../acceptance/test-world.ts'
import { everyAction } from '../../graph/access/actions.ts'
import type { Observing } from '../../observing.ts'
import type { Store } from '../../store/directory.ts'
import { createApi } from '../server.ts'

type Fields = Readonly<Record<string, string>>
type Answer = { readonly status: number; readonly text: string; readonly body: unknown }
export type Listening = {
  readonly store: Store
  readonly url: string
  send(to: 'columns' | 'files', fields: Fields, file: string | Uint8Array): Promise<Answer>
  import(fields: Fields, file: string): Promise<{ readonly report: unknown }>
  close(): Promise<void>
}

export async function listen(): Promise<Listening> {
  const ground = await openGround('pglite', '')
  const world = await World.of(ground)
  const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
  const observing = { log: quiet, metrics: {}, metricsToken: 'm' } as unknown as Observing
  const context = { house: world.house, runner: world.runner, teller: {} as never, running: () => true }
  const caller = {
    kind: 'user', id: '0f8fad5b-d9cb-469f-a165-70867728950e', name: 'mia', appId: 'x', tenant: world.store.tenant,
    allowed: new Set(everyAction), permissions: new Set(['user_impersonation']),
  } as const // prettier-ignore
  const api = createApi(context, { token: 't', observing, callerFor: () => Promise.resolve(caller) })
  const url = await api.listen({ host: '127.0.0.1', port: 0 })
  const send: Listening['send'] = async (to, fields, file) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    form.append('file', new Blob([file as BlobPart]), 'people.csv')
    const answer = await fetch(`${url}/usher/imports/${to}`, { method: 'POST', body: form })
    const text = await answer.text()
    return { status: answer.status, text, body: to === 'columns' && answer.ok ? JSON.parse(text) : null }
  }
  return {
    store: world.store,
    url,
    send,
    async import(fields, file) {
      const { text } = await send('files', fields, file)
      return JSON.parse(text.trim().split('\n').at(-1) ?? '') as { readonly report: unknown }
    },
    async close() {
      await api.close()
      await world.close()
      await ground.close()
    },
  }
}
