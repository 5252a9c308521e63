import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProvider, type Provider } from '../../testing/provider.ts'
import { startGraph, type Graph } from '../test-graph.ts'

let graph: Graph
let provider: Provider
let job = ''
const at = '/v1.0/auditLogs/provisioning'
type Row = Readonly<Record<string, unknown>> & { readonly id: string }

beforeAll(async () => {
  ;[graph, provider] = await Promise.all([startGraph(), startProvider()])
  for (const name of ['ana', 'bea', 'cem'])
    await graph.ask('POST', '/usher/users', {
      userPrincipalName: `${name}@contoso.example`,
      displayName: name,
      mailNickname: name,
    })
  await graph.ask('POST', '/usher/apps', { template: 'generic', name: 'Contoso HR' })
  await graph.ask('PATCH', '/usher/apps/Contoso HR/settings', {
    tenantUrl: provider.tenantUrl,
    secretToken: 'a-token',
    scope: 'all',
  })
  const { text } = await graph.ask('POST', '/usher/apps/Contoso HR/run', { yes: true })
  expect(text).toContain('"created":3')
  await graph.ask('PATCH', '/usher/users/ana@contoso.example', { department: 'Sales' })
  await graph.ask('POST', '/usher/apps/Contoso HR/run', { yes: true })
  const [first] = await found('')
  job = String(first?.['jobId'])
})
afterAll(() => Promise.all([graph.close(), provider.close()]))

async function found(filter: string, more = ''): Promise<readonly Row[]> {
  const { status, body, text } = await graph.ask('GET', `${at}?$filter=${encodeURIComponent(filter)}${more}`)
  expect(status, text).toBe(200)
  return body['value'] as readonly Row[]
}

test('a line is a provisioningObjectSummary', async () => {
  const [line] = await found("provisioningAction eq 'update'")
  expect(line).toMatchObject({
    provisioningAction: 'update',
    jobId: expect.stringMatching(/^scim\.[0-9a-f]{32}\.[0-9a-f-]{36}$/) as string,
    sourceIdentity: { displayName: 'ana', identityType: 'User' },
    servicePrincipal: { displayName: 'Contoso HR' },
    provisioningStatusInfo: { status: 'success', errorInformation: null },
    modifiedProperties: [{ newValue: 'Sales' }],
  })
  expect(line).not.toHaveProperty('action')
  const { body } = await graph.ask('GET', `/beta/auditLogs/provisioning/${line?.id ?? ''}`)
  expect(body).toMatchObject({ id: line?.id, action: 'update', statusInfo: { status: 'success' } })
})

test.each([
  ["provisioningAction eq 'create'", 3],
  ["action eq 'create' and statusInfo/status eq 'success'", 3],
  ["provisioningAction eq 'Create'", 0],
  ["sourceIdentity/displayName eq 'bea'", 1],
  ["contains(sourceIdentity/displayName, 'e')", 2],
  ["not(provisioningAction eq 'create')", 1],
  ["provisioningStatusInfo/status eq 'failure'", 0],
  ["servicePrincipal/displayName eq 'Contoso HR'", 4],
  ["servicePrincipal/displayName eq 'Another'", 0],
  ['activityDateTime gt 2020-01-01 and activityDateTime lt 2099-01-01T00:00:00Z', 4],
  ['activityDateTime lt 2020-01-01', 0],
  [
    "((contains(tolower(servicePrincipal/id), 'x-none') or contains(tolower(servicePrincipal/displayName), 'contoso')) and activityDateTime gt 2023-07-30)",
    4,
  ],
  ["initiatedBy/displayName eq 'Usher'", 4],
])('%s finds %i', async (filter, count) => {
  expect(await found(filter)).toHaveLength(count)
})

test('the job of a line, in either spelling of its name, finds its lines, and an exact time its own', async () => {
  expect(await found(`jobid eq '${job}'`)).toHaveLength(4)
  expect(await found(`jobId eq '${job.slice(0, -1)}x'`)).toEqual([])
  const [line] = await found('')
  expect((await found(`activityDateTime eq ${String(line?.['activityDateTime'])}`)).map(({ id }) => id)).toContain(
    line?.id,
  )
  expect(await found(`changeId eq '${line?.id ?? ''}'`)).toMatchObject([{ id: line?.id }])
})

test('newest first, oldest first when asked, and every line once over all pages', async () => {
  const all = (await found('')).map(({ id }) => id)
  expect((await found('', '&$orderby=activityDateTime asc')).map(({ id }) => id)).toEqual(all.toReversed())
  for (const start of [`${at}?$top=1`, `${at}?$top=3&$filter=provisioningAction eq 'create'`]) {
    const ids: string[] = []
    let next: string | undefined = start
    while (next !== undefined) {
      const { body } = await graph.ask('GET', next)
      ids.push(...(body['value'] as readonly Row[]).map(({ id }) => id))
      next = body['@odata.nextLink'] as string | undefined
    }
    expect(ids).toEqual(start.includes('filter') ? all.slice(1) : all)
  }
})

test.each([
  ['$top=1001', 400, 'Must be between 1 and 1000'],
  ['$count=true', 400, '$count is not supported'],
  ['$orderby=provisioningAction', 400, '$orderby takes activityDateTime'],
  ["$filter=secret eq 'x'", 400, "property 'secret' of resource 'provisioningObjectSummary'"],
  ['$skiptoken=abc', 400, 'page token'],
])('%s is refused', async (query, status, says) => {
  const answer = await graph.ask('GET', `${at}?${query}`)
  expect(answer.status).toBe(status)
  expect(answer.body.error?.message).toContain(says)
})

test('a line that is not there is not found', async () => {
  for (const id of ['nothing', '0f8fad5b-d9cb-469f-a165-70867728950e'])
    expect((await graph.ask('GET', `${at}/${id}`)).status).toBe(404)
})
