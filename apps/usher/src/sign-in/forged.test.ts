/** What a page of another site makes a browser send, with the cookie of somebody who may do everything. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '../graph/openapi.ts'
import { startGraph, type Graph } from '../graph/test-graph.ts'
import { browser } from './test-browser.ts'

const mia = { name: 'mia@contoso.example', password: 'correct horse battery' }
let graph: Graph
let cookie = ''
beforeAll(async () => {
  graph = await startGraph()
  const who = browser(graph.url)
  await who.open(graph.invitation)
  await who.submit({ ...mia, again: mia.password })
  await who.open(`${graph.url}/sign-in?to=/sign-in/welcome`)
  await who.submit({ step: 'password', ...mia })
  cookie = `usher=${who.cookies.get('usher')?.value ?? ''}`
})
afterAll(() => graph.close())

const id = '0f8fad5b-d9cb-469f-a165-70867728950e'
const changing = [...operations.filter(({ method }) => method !== 'GET'), { method: 'POST', path: '/v1.0/$batch' }, { method: 'POST', path: '/beta/$batch' }] // prettier-ignore

test('no route that changes something is taken with a cookie alone', async () => {
  expect(changing.length).toBeGreaterThan(150)
  for (const { method, path } of changing) {
    const url = graph.url + path.replaceAll(/:\w+/g, id)
    // Such a form needs no question in advance.
    const headers = { cookie, origin: 'https://evil.example', 'content-type': 'text/plain' }
    const answer = await fetch(url, { method, headers, body: '{}' })
    const text = await answer.text()
    expect(answer.status, `${method} ${path}: ${text}`).toBe(403)
    expect(text).toContain('A change with a cookie comes from a page of')
  }
}, 120_000)

test('a request of a batch is made by whoever sent the batch, whatever it says of itself', async () => {
  const session = (await (await fetch(`${graph.url}/usher/session`, { headers: { cookie } })).json()) as {
    csrf: string
  }
  const own = { cookie, origin: graph.url, 'x-usher-csrf': session.csrf, 'content-type': 'application/json' }
  const inner = { cookie: 'usher=x', origin: 'https://evil.example', host: 'evil.example', 'x-usher-csrf': 'x', 'x-forwarded-host': 'evil.example', 'x-usher-actor': 'root' } // prettier-ignore
  const body = JSON.stringify({ requests: [{ id: '1', method: 'GET', url: '/me', headers: inner }, { id: '2', method: 'GET', url: '/users?$top=1', headers: inner }] }) // prettier-ignore
  const answer = await fetch(`${graph.url}/v1.0/$batch`, { method: 'POST', headers: own, body })
  const { responses } = (await answer.json()) as { responses: readonly { status: number; body: object }[] }
  expect(responses.map(({ status }) => status)).toEqual([200, 200])
  expect(JSON.stringify(responses)).not.toContain('evil')
})
