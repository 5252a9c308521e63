import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from '../test-graph.ts'

let graph: Graph
let text = ''
beforeAll(async () => {
  graph = await startGraph()
  const answer = await graph.ask('GET', '/v1.0/$metadata')
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/xml'])
  text = answer.text
})
afterAll(() => graph.close())

const all = (pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map((found) => found[1] ?? '')

test('the document is well formed: each element ends where it should', () => {
  const open: string[] = []
  for (const [, slash, name = '', end] of text.matchAll(/<(\/?)([\w:]+)(?: [\w:]+="[^"<&]*")*(\/?)>/g))
    if (slash === '/') expect(open.pop()).toBe(name)
    else if (end === '') open.push(name)
  expect(open).toEqual([])
  expect(text.replaceAll(/<(?:\?xml[^?]*\?|\/?[\w:]+(?: [\w:.]+="[^"<&]*")*\/?)>/g, '').trim()).toBe('')
})

test('every type that it speaks of is there, once, and nothing has two members of one name', () => {
  const types = all(/<EntityType Name="(\w+)"/g)
  expect(new Set(types).size).toBe(types.length)
  expect(types).toEqual(expect.arrayContaining(['user', 'group', 'servicePrincipal', 'synchronizationJob', 'directoryRole'])) // prettier-ignore
  for (const name of all(/"(?:Collection\()?graph\.(\w+)\)?"/g)) expect(types, name).toContain(name)
  for (const entity of all(/<EntityType ([\s\S]*?)<\/EntityType>/g)) {
    const names = [...entity.matchAll(/Property Name="(\w+)"/g)].map(([, name]) => name)
    expect(new Set(names).size, entity).toBe(names.length)
  }
  expect(text).toContain('<Property Name="accountEnabled" Type="Edm.Boolean"/>')
  expect(text).toContain('<Property Name="businessPhones" Type="Collection(Edm.String)"/>')
  expect(text).toContain('<NavigationProperty Name="members" Type="Collection(graph.directoryObject)"')
  expect(text).toMatch(/<Action Name="start" IsBound="true"><Parameter Name="bindingParameter" Type="graph.synchronizationJob"\/>/) // prettier-ignore
  expect(text).toMatch(/<Function Name="delta" IsBound="true"><Parameter Name="bindingParameter" Type="Collection\(graph.user\)"\/>/) // prettier-ignore
})

test('every set that it promises can be listed, except objects of any type, which are asked for by id', async () => {
  const sets = all(/<EntitySet Name="(\w+)"/g).filter((set) => set !== 'directoryObjects')
  expect(sets.length).toBeGreaterThan(8)
  const answers = await Promise.all(sets.map(async (set) => [set, (await graph.ask('GET', `/v1.0/${set}`)).status]))
  expect(answers).toEqual(sets.map((set) => [set, 200]))
})
