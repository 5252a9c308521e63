import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from '../../graph/test-graph.ts'

let graph: Graph
let path = ''
beforeAll(async () => {
  graph = await startGraph()
  const { body } = await graph.ask('POST', '/usher/apps', { template: 'generic', name: 'Contoso HR' })
  path = `/usher/apps/${String(body['id'])}`
})
afterAll(() => graph.close())

async function listen(from = graph) {
  const headers = { authorization: `Bearer ${from.token}` }
  const answer = await fetch(`${from.url}${path}/events`, { headers })
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  const reader = (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader()
  let said = ''
  return {
    /** Reads until it was said so often; false when it ended before. */
    async until(text: string, times = 1): Promise<boolean> {
      while (said.split(text).length <= times) {
        const { value, done } = await reader.read().catch(() => ({ value: undefined, done: true }))
        if (done) return false
        said += value
      }
      return true
    },
    said: () => said,
    end: () => reader.cancel(),
  }
}

test('a page hears how a job stands, and when it is worth asking again', async () => {
  const heard = await listen()
  expect(await heard.until('event: changed')).toBe(true)
  expect(heard.said()).toMatch(/^event: progress\ndata: null\n\nevent: changed\ndata: "[\w-]+"\n\n$/)
  await graph.ask('PATCH', `${path}/settings`, { tenantUrl: 'http://127.0.0.1:9/scim', secretToken: 'a-secret-token' })
  expect(await heard.until('event: changed', 2)).toBe(true)
  expect(heard.said()).not.toContain('a-secret-token')
  await heard.end()
})

test('only who may see the job hears of it', async () => {
  expect((await fetch(`${graph.url}${path}/events`)).status).toBe(401)
  expect((await graph.ask('GET', `/usher/apps/${crypto.randomUUID()}/events`)).status).toBe(404)
})

test('a stream that somebody listens to does not keep the service from ending', async () => {
  const other = await startGraph()
  await other.ask('POST', '/usher/apps', { template: 'generic', name: 'Contoso HR' })
  path = '/usher/apps/Contoso%20HR'
  const heard = await listen(other)
  expect(await heard.until('event: changed')).toBe(true)
  await other.close()
  expect(await heard.until('never said')).toBe(false)
})
