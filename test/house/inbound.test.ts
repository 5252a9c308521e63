/** People by API, by microsoft-graph-client as it is (graph-api.md 13 G). */
import { ResponseType, type GraphError } from '@microsoft/microsoft-graph-client'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
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
