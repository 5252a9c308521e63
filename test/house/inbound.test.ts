/** People by API, by microsoft-graph-client as it is (graph-api.md 13 G). */
import { ResponseType, type GraphError } from '@microsoft/microsoft-graph-client'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startGraph } from '../../apps/usher/src/graph/test-graph.ts'
import { makeClient } from '../../apps/usher/src/sign-in/test-clients.ts'
import { serviceOn, type Row, type Service } from './graph.ts'
import { endAll, eventually, minute, newFolder, usherService } from './house.ts'

vi.setConfig({ testTimeout: 2 * minute })
let service: Service
beforeAll(async () => {
  const data = join(newFolder(), 'data')
  await usherService(data)
  service = serviceOn(data)
}, 2 * minute)
afterAll(endAll, minute)

type Value = { readonly value: readonly Row[] }
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const person = (externalId: string, more: Row = {}): Row => ({
  externalId,
  userName: `${externalId}@contoso.example`,
  displayName: externalId,
  active: true,
  ...more,
})
const request = (...people: readonly Row[]): object => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
  Operations: people.map((data, n) => ({ method: 'POST', bulkId: `${n}`, path: '/Users', data })),
  failOnErrors: null,
})

test('G: three people, one inactive, one with a manager by externalId; too many and another content type are refused', async () => {
  const { client } = service
  const { value } = (await client.api('/applicationTemplates').filter("displayName eq 'API-driven provisioning to Usher'").get()) as Value // prettier-ignore
  const made = (await client.api(`/applicationTemplates/${value[0]?.['id'] as string}/instantiate`).post({ displayName: 'HR' })) as { servicePrincipal: Row } // prettier-ignore
  const at = `/servicePrincipals/${made.servicePrincipal['id'] as string}/synchronization`
  const [template] = ((await client.api(`${at}/templates`).get()) as Value).value
  const { id } = (await client.api(`${at}/jobs`).post({ templateId: template?.['id'] })) as { id: string }
  const job = `${at}/jobs/${id}`
  await client.api(`${job}/start`).post({})
  const send = async (people: readonly Row[], type = 'application/scim+json'): Promise<Response> =>
    (await client
      .api(`${job}/bulkUpload`)
      .header('Content-Type', type)
      .responseType(ResponseType.RAW)
      .post(JSON.stringify(request(...people)))) as Response
  const refused = async (sent: Promise<Response>): Promise<number> => {
    const answer = await sent.catch((error: unknown) => ({ status: (error as GraphError).statusCode }))
    return answer.status
  }
  const boss = { [enterprise]: { manager: { value: 'cem' } } }
  const answer = await send([person('ana', boss), person('bea', { active: false }), person('cem')])
  expect([answer.status, await answer.text()]).toEqual([202, ''])
  const location = answer.headers.get('location') ?? ''
  expect(location).toMatch(new RegExp(`^${service.url}/v1\\.0/auditLogs/provisioning/\\?\\$filter=jobid%20eq%20`))
  const lines = await eventually('the lines of three people', minute, async () => {
    // Over http the client knows no absolute addresses.
    const found = (await client.api(location.slice(`${service.url}/v1.0`.length)).get()) as Value
    return found.value.length >= 3 ? found.value : null
  })
  const told = lines.map(({ provisioningAction, sourceIdentity }) => `${provisioningAction as string} ${(sourceIdentity as Row)['id'] as string}`) // prettier-ignore
  expect(told.toSorted()).toEqual(['create ana', 'create bea', 'create cem'])
  const user = (who: string): Promise<Row> => service.does(200, 'GET', `/usher/users/${who}`)
  const [ana, bea, cem] = [await user('ana'), await user('bea'), await user('cem')]
  expect([ana['accountEnabled'], bea['accountEnabled'], ana['managerId']]).toEqual([true, false, cem['id']])
  const many = Array.from({ length: 51 }, (_, n) => person(`p${n}`))
  expect(await refused(send(many))).toBe(400)
  expect(await refused(send([person('dan')], 'application/json'))).toBe(400)
})

test('G: the same over https, by a client that may send people and read what became of them, and nothing else', async () => {
  const graph = await startGraph({ https: true })
  try {
    const client = await makeClient(graph, 'HR', 'SynchronizationData-User.Upload', 'ProvisioningLog.Read.All')
    const first = async (path: string): Promise<Row> => ((await graph.ask('GET', path)).body['value'] as readonly Row[])[0] ?? {} // prettier-ignore
    const template = await first("/v1.0/applicationTemplates?$filter=displayName eq 'API-driven provisioning to Usher'")
    const made = await graph.ask('POST', `/v1.0/applicationTemplates/${template['id'] as string}/instantiate`, { displayName: 'HR' }) // prettier-ignore
    const at = `/servicePrincipals/${(made.body['servicePrincipal'] as Row)['id'] as string}/synchronization`
    const { id: templateId } = await first(`/v1.0${at}/templates`)
    const { body } = await graph.ask('POST', `/v1.0${at}/jobs`, { templateId })
    const job = `${at}/jobs/${body['id'] as string}`
    expect((await graph.ask('POST', `/v1.0${job}/start`, {})).status).toBe(204)
    const { id: tenant } = await first('/v1.0/organization')
    const boss = { [enterprise]: { manager: { value: 'cem' } } }
    const given = {
      url: graph.url.replace('127.0.0.1', 'localhost'),
      tenant,
      clientId: client.appId,
      secret: client.secret,
      job,
      bodies: {
        three: request(person('ana', boss), person('bea', { active: false }), person('cem')),
        many: request(...Array.from({ length: 51 }, (_, n) => person(`p${n}`))),
      },
    }
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: graph.authorityFile ?? '', GIVEN: JSON.stringify(given) }
    const script = join(import.meta.dirname, 'upload-https.ts')
    const { stdout } = await promisify(execFile)(process.execPath, [script], { env })
    const told = ['create ana', 'create bea', 'create cem']
    expect(JSON.parse(stdout)).toEqual({ accepted: 202, told, many: 400, json: 400, denied: 403 })
  } finally {
    await graph.close()
  }
})
