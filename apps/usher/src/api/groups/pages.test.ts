import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from '../../graph/test-graph.ts'

let graph: Graph
let app = ''
beforeAll(async () => {
  graph = await startGraph()
  app = String((await does('POST', '/usher/apps', { template: 'dynamic-signal', name: 'Signal' }))['id'])
  for (const displayName of ['b', 'A', 'c', 'B', 'd']) {
    const { id } = await does('POST', '/v1.0/groups', { displayName, mailEnabled: false, mailNickname: 'x', securityEnabled: true }) // prettier-ignore
    await does('POST', `/usher/apps/${app}/assignments`, { who: id })
  }
})
afterAll(() => graph.close())

async function does(method: string, path: string, body?: unknown) {
  const answer = await graph.ask(method, path, body)
  expect(answer.status, answer.text).toBeLessThan(300)
  return answer.body
}

/** What stands on each page of two. */
async function pages(path: string, name: string): Promise<readonly (readonly string[])[]> {
  const found: string[][] = []
  for (let after: string | null = ''; after !== null;) {
    const page: Readonly<Record<string, unknown>> = await does('GET', `${path}?limit=2${after === '' ? '' : `&after=${after}`}`) // prettier-ignore
    found.push((page[name] as readonly { readonly displayName: string }[]).map(({ displayName }) => displayName))
    after = page['next'] as string | null
  }
  return found
}

test('groups come in pages by name, of which nobody stands on two, though two have one name', async () => {
  const found = await pages('/usher/groups', 'groups')
  expect(found.map((page) => page.length)).toEqual([2, 2, 1])
  expect(found.flat().map((name) => name.toLowerCase())).toEqual(['a', 'b', 'b', 'c', 'd'])
  expect(new Set(found.flat()).size).toBe(5)
})

test('assignments come in pages, and all are there', async () => {
  const found = await pages(`/usher/apps/${app}/assignments`, 'assignments')
  expect(found.map((page) => page.length)).toEqual([2, 2, 1])
  expect(new Set(found.flat())).toEqual(new Set(['A', 'B', 'b', 'c', 'd']))
})

test('a page that is none is refused', async () => {
  for (const path of ['/usher/groups', `/usher/apps/${app}/assignments`])
    for (const query of ['after=x', 'after=eyJuYW1lIjoieCIsImlkIjoieCJ9', 'limit=0', 'limit=1001'])
      expect((await graph.ask('GET', `${path}?${query}`)).status).toBe(400)
})
