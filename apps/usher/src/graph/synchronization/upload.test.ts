/** bulkUpload over the Graph: what it takes, refuses and limits (graph-api.md 6.7, engine.md AP-3 to AP-7, A-49, A-50). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph, type GraphAnswer } from '../test-graph.ts'

type Row = Readonly<Record<string, unknown>>
const entry = '2b0a5e64-7d5b-4b44-a0c5-9d3f6f2f0c18'
const bulk = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest'
let graph: Graph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.close())

async function job(name: string, start = true): Promise<string> {
  const made = await graph.ask('POST', `/v1.0/applicationTemplates/${entry}/instantiate`, { displayName: name })
  expect(made.status, made.text).toBe(201)
  const at = `/v1.0/servicePrincipals/${(made.body['servicePrincipal'] as Row)['id']}/synchronization/jobs`
  const { status, body, text } = await graph.ask('POST', at, { templateId: 'API2AAD' })
  expect(status, text).toBe(201)
  const path = `${at}/${body['id'] as string}`
  if (start) expect((await graph.ask('POST', `${path}/start`)).status).toBe(204)
  return path
}
const person = (key: string): Row => ({ externalId: key, userName: `${key}@contoso.example`, displayName: key })
const request = (...people: readonly Row[]) => ({
  schemas: [bulk],
  Operations: people.map((data, n) => ({ method: 'POST', bulkId: `b${n}`, path: '/Users', data })),
  failOnErrors: null,
})
function send(path: string, body: unknown, type = 'application/scim+json'): Promise<GraphAnswer> {
  return graph.ask('POST', `${path}/bulkUpload`, body, { 'content-type': type })
}

test('a call is accepted with no body, and told where its lines will be', async () => {
  const at = await job('Accepts')
  const answer = await send(at, request(person('accepted')), 'application/scim+json; charset=utf-8')
  expect([answer.status, answer.text]).toEqual([202, ''])
  const id = at.split('/').at(-1) ?? ''
  const location = new URL(answer.headers.get('location') ?? '')
  expect(`${location.origin}${location.pathname}`).toBe(`${graph.url}/v1.0/auditLogs/provisioning/`)
  expect(location.searchParams.get('$filter')).toBe(`jobid eq '${id}'`)
  expect(id).toMatch(/^API2AAD\.[0-9a-f]{32}\.[0-9a-f-]{36}$/)
  expect((await graph.ask('GET', location.href)).status).toBe(200)
})

test('A-49: fifty operations are taken, and fifty-one are refused', async () => {
  const at = await job('Fifty')
  const people = Array.from({ length: 51 }, (_, n) => person(`fifty${n}`))
  expect((await send(at, request(...people.slice(1)))).status).toBe(202)
  const refused = await send(at, request(...people))
  expect(refused.status).toBe(400)
  expect(refused.body.error?.message).toBe('Invalid Data Format. Operations must have 1 to 50 operations.')
})

test('A-49: the forty-first call within five seconds is told to wait; another job is not', async () => {
  const at = await job('Often')
  const answers = await Promise.all(Array.from({ length: 41 }, () => send(at, request(person('often')))))
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(40)
  const [late] = answers.filter(({ status }) => status === 429)
  expect(late?.body.error).toMatchObject({
    code: 'TooManyRequests',
    message: expect.stringContaining('40 calls') as string,
  })
  expect(Number(late?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
  expect((await send(await job('Another'), request(person('other')))).status).toBe(202)
})

test.each(['application/json', 'text/plain', 'application/scim+jsonx'])('A-50: %s is refused', async (type) => {
  const refused = await send(await job(`Type ${type}`), request(person('x')), type)
  expect([refused.status, refused.body.error?.message]).toEqual([
    400,
    'Invalid Data Format. The content type must be application/scim+json.',
  ])
})

const deep = (levels: number): unknown => (levels === 0 ? 'x' : { a: deep(levels - 1) })
test('whatever has not the form is refused with what is wrong', async () => {
  const at = await job('Form')
  const one = { method: 'POST', path: '/Users', data: {} }
  const of = (operation: object) => ({ schemas: [bulk], Operations: [operation] })
  const bodies = [
    '', '{', '[]', 'null', '7', '{"schemas":[],"Operations":[]}', { Operations: [one] }, { schemas: [bulk] }, { schemas: [bulk], Operations: [] },
    of({ ...one, method: 'PATCH' }), of({ ...one, path: '/Groups' }), of({ ...one, data: null }), of({ ...one, data: [] }), of({ ...one, bulkId: 7 }),
    of({ ...one, data: { a: deep(500) } }), of({ ...one, data: { userName: '\0' } }), JSON.stringify(of({ ...one, data: { userName: '?' } })).replace('?', '\\ud800'),
  ] // prettier-ignore
  for (const body of bodies) {
    const refused = await send(at, body)
    expect([refused.status, typeof refused.body.error?.message], `${JSON.stringify(body)} ${refused.text}`).toEqual([400, 'string']) // prettier-ignore
  }
})

test('a job that was not started, or is paused, does not listen', async () => {
  const at = await job('Deaf', false)
  expect((await send(at, request(person('deaf')))).status).toBe(403)
  await graph.ask('POST', `${at}/start`)
  expect((await send(at, request(person('deaf')))).status).toBe(202)
  await graph.ask('POST', `${at}/pause`)
  const refused = await send(at, request(person('deaf')))
  expect([refused.status, refused.body.error?.message]).toEqual([
    403,
    'The job does not listen: it is Paused. Start it, and send this again.',
  ])
})

test('a job that provisions an application takes nobody, and what is not there is not found', async () => {
  const made = await graph.ask('POST', '/v1.0/applicationTemplates/8adf8e6e-67b2-4cf2-a259-e3dc5476c621/instantiate', {
    displayName: 'Outbound',
  })
  const at = `/v1.0/servicePrincipals/${(made.body['servicePrincipal'] as Row)['id']}/synchronization/jobs`
  const { body } = await graph.ask('POST', at, { templateId: 'scim' })
  expect((await send(`${at}/${body['id'] as string}`, request(person('x')))).status).toBe(403)
  expect((await send(`${at}/nothing`, request(person('x')))).status).toBe(404)
})

test('an inbound job shows what it listens to, and provisions nobody on demand', async () => {
  const at = await job('Shown')
  expect((await graph.ask('GET', at)).body).toMatchObject({ templateId: 'API2AAD', schedule: { state: 'Active' } })
  const schema = await graph.ask('GET', `${at}/schema`)
  expect(schema.body['synchronizationRules']).toMatchObject([{ sourceDirectoryName: 'API' }])
  const { status } = await graph.ask('PUT', `${at}/schema`, schema.body)
  expect(status).toBe(204)
  const demanded = await graph.ask('POST', `${at}/provisionOnDemand`, {
    parameters: [{ ruleId: 'x', subjects: [{ objectId: entry, objectTypeName: 'User' }] }],
  })
  expect(demanded.status).toBe(400)
})
