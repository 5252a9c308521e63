import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph, type GraphAnswer } from '../test-graph.ts'

type Row = Readonly<Record<string, unknown>>
let graph: Graph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.close())

const custom = '8adf8e6e-67b2-4cf2-a259-e3dc5476c621'
const rows = (answer: GraphAnswer): readonly Row[] => answer.body['value'] as readonly Row[]
async function does(status: number, method: string, path: string, body?: unknown): Promise<GraphAnswer> {
  const answer = await graph.ask(method, path, body)
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(status)
  return answer
}
async function make(displayName: string): Promise<{ app: string; sp: string; job: string }> {
  const { body } = await does(201, 'POST', `/v1.0/applicationTemplates/${custom}/instantiate`, { displayName })
  const { application, servicePrincipal } = body as Readonly<Record<string, Row>>
  const sp = servicePrincipal?.['id'] as string
  const job = await does(201, 'POST', `/v1.0/servicePrincipals/${sp}/synchronization/jobs`, { templateId: 'scim' })
  return { app: application?.['id'] as string, sp, job: job.body['id'] as string }
}
const at = '/v1.0/directory/deletedItems'

test('what was deleted is listed by its type, and restored as it was, with its job, which stays paused', async () => {
  const { app, sp, job } = await make('Back')
  await does(204, 'POST', `/v1.0/servicePrincipals/${sp}/synchronization/jobs/${job}/start`)
  await does(204, 'DELETE', `/v1.0/applications/${app}`)
  expect(rows(await does(200, 'GET', `${at}/microsoft.graph.application`))).toMatchObject([
    { id: app, displayName: 'Back', deletedDateTime: expect.any(String) as string },
  ])
  expect(rows(await does(200, 'GET', `${at}/graph.servicePrincipal?$select=id`))).toEqual([
    { '@odata.type': '#microsoft.graph.servicePrincipal', id: sp },
  ])
  expect((await does(200, 'GET', `${at}/${app}`)).body).toMatchObject({
    '@odata.type': '#microsoft.graph.application',
    id: app,
  })
  const restored = await does(200, 'POST', `${at}/${app}/restore`)
  expect(restored.body).toMatchObject({ '@odata.type': '#microsoft.graph.application', id: app, deletedDateTime: null })
  const found = await does(200, 'GET', `/v1.0/servicePrincipals/${sp}/synchronization/jobs/${job}`)
  expect(found.body).toMatchObject({ schedule: { state: 'Paused' } })
  await does(404, 'POST', `${at}/${app}/restore`)
})

test('what is removed for good is gone with everything that belonged to it', async () => {
  const { app, sp, job } = await make('Gone')
  await does(204, 'DELETE', `/v1.0/applications/${app}`)
  await does(204, 'DELETE', `${at}/${app}`)
  await does(404, 'GET', `${at}/${app}`)
  await does(404, 'GET', `${at}/${sp}`)
  await does(404, 'GET', `/v1.0/servicePrincipals/${sp}/synchronization/jobs/${job}`)
  await does(404, 'DELETE', `${at}/nonsense`)
})
