import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from './test-graph.ts'

let graph: Graph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.close())

test('an answer is JSON with a context, and carries the ids of its request', async () => {
  const { status, headers, body } = await graph.ask('GET', '/v1.0/Organization', undefined, {
    'client-request-id': 'mine',
  })
  expect(status).toBe(200)
  expect(headers.get('content-type')).toMatch(/^application\/json;odata\.metadata=minimal/)
  expect(headers.get('client-request-id')).toBe('mine')
  expect(headers.get('odata-version')).toBe('4.0')
  expect(body).toMatchObject({
    '@odata.context': `${graph.url}/v1.0/$metadata#organization`,
    value: [{ displayName: expect.any(String) as string }],
  })
})

test('both versions are the same', async () => {
  const [one, other] = [await graph.ask('GET', '/v1.0/organization'), await graph.ask('GET', '/beta/organization')]
  expect(other.body['value']).toEqual(one.body['value'])
})

test.each([
  ['GET', '/v1.0/organization', { authorization: '' }, 401, 'InvalidAuthenticationToken'],
  ['GET', '/v1.0/organization', { authorization: 'Bearer a.b.c' }, 401, 'InvalidAuthenticationToken'],
  ['GET', '/v1.0/nothing', {}, 400, 'BadRequest'],
  ['GET', '/v1.0/organization/0f8fad5b-d9cb-469f-a165-70867728950e', {}, 404, 'Request_ResourceNotFound'],
  ['GET', '/v1.0/servicePrincipals/x/synchronization/nothing', {}, 404, 'UnknownError'],
  ['GET', '/v1.0/organization?$top=many', {}, 400, 'Request_BadRequest'],
] as const)('%s %s %o is refused in the envelope', async (...[method, path, given, status, code]) => {
  const answer = await graph.ask(method, path, undefined, given)
  expect(answer.status).toBe(status)
  expect(answer.body).toMatchObject({ error: { code, message: expect.any(String) as string } })
  expect(answer.body).toMatchObject({ error: { innerError: { 'request-id': answer.headers.get('request-id') } } })
  if (status === 401) expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /)
})

test('a batch answers each of its requests, and not those that depend on one that failed', async () => {
  const { status, body } = await graph.ask('POST', '/v1.0/$batch', {
    requests: [
      { id: '1', method: 'GET', url: '/organization' },
      { id: '2', method: 'GET', url: 'nothing' },
      { id: '3', method: 'GET', url: '/organization', dependsOn: ['2'] },
      { id: '4', method: 'POST', url: '/$batch', body: {}, headers: { 'Content-Type': 'application/json' } },
    ],
  })
  expect(status).toBe(200)
  const responses = body['responses'] as readonly { id: string; status: number }[]
  expect(Object.fromEntries(responses.map((one) => [one.id, one.status]))).toEqual({ 1: 200, 2: 400, 3: 424, 4: 400 })
})

test.each([
  [Array.from({ length: 21 }, (_, id) => ({ id: `${id}`, method: 'GET', url: '/organization' })), 'maximum value of 20'],
  [[{ id: 'a', method: 'GET', url: '/x' }, { id: 'A', method: 'GET', url: '/x' }], 'an id of its own'],
  [[{ id: '1', method: 'GET', url: '/x', dependsOn: ['1'] }], 'does not stand before it'],
])('a batch that makes no sense is refused', async (requests, says) => {
  const { status, body } = await graph.ask('POST', '/v1.0/$batch', { requests })
  expect(status).toBe(400)
  expect(body.error?.message).toContain(says)
}) // prettier-ignore
