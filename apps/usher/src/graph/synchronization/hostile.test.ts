/** Whatever is sent, the answer is the Graph's envelope with a sentence, and never that Usher has failed. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from '../test-graph.ts'

type Row = Readonly<Record<string, unknown>>
let graph: Graph
const at = { sp: '', app: '', job: '', rule: '', directory: '' }
beforeAll(async () => {
  graph = await startGraph()
  const made = await graph.ask('POST', '/v1.0/applicationTemplates/8adf8e6e-67b2-4cf2-a259-e3dc5476c621/instantiate', {
    displayName: 'x',
  })
  const { application, servicePrincipal } = made.body as Readonly<Record<string, Row>>
  at.app = application?.['id'] as string
  at.sp = servicePrincipal?.['id'] as string
  const job = await graph.ask('POST', `/v1.0/servicePrincipals/${at.sp}/synchronization/jobs`, { templateId: 'scim' })
  at.job = job.body['id'] as string
  const { body } = await graph.ask('GET', `/v1.0/servicePrincipals/${at.sp}/synchronization/jobs/${at.job}/schema`)
  at.rule = (body['synchronizationRules'] as readonly Row[])[0]?.['id'] as string
  at.directory = (body['directories'] as readonly Row[])[1]?.['id'] as string
})
afterAll(() => graph.close())

const deep = (levels: number): unknown => (levels === 0 ? {} : { a: deep(levels - 1) })
const bodies: readonly unknown[] = [
  '', '{', '[]', '[1]', 'null', '7', '"text"', 'true', '{"value":null}', '{"value":7}', '{"value":[null]}', '{"value":[{}]}',
  '{"value":[{"key":1}]}', '{"key":"\\u0000"}', '{"key":"\\ud800"}', '{"__proto__":{"a":1}}', '{"constructor":1}', deep(500),
  { templateId: 'x'.repeat(10_000) }, { templateId: 7 }, { schedule: 7 }, { schedule: { interval: 'P1Y' } }, { schedule: { interval: 'PT0.000001S' } },
  { schedule: { expiration: 'tomorrow' } }, { synchronizationJobSettings: [{ name: 'QuarantineTooManyDeletesThreshold', value: '1e9' }] },
  { synchronizationJobSettings: {} }, { criteria: 7 }, { criteria: { resetScope: 7 } }, { criteria: { resetScope: ['Watermark', 7] } },
  { parameters: null }, { parameters: [{ ruleId: 'x', subjects: [] }] }, { parameters: [{ ruleId: 7, subjects: [{}] }] },
  { parameters: [{ ruleId: 'x', subjects: [{ objectId: "' or 1=1", objectTypeName: 'User' }] }] },
  { parameters: [{ ruleId: 'x', subjects: [{ objectId: 'a', objectTypeName: 'User', links: { members: [7] } }] }] },
  { expression: 7 }, { expression: '('.repeat(5000) }, { expression: 'x'.repeat(30_000) }, { expression: '[a]', testInputObject: { properties: [{ key: 'a', value: 1e308 }, { key: '__proto__', value: {} }] } },
  { credentials: 7 }, { credentials: [{ key: 'BaseAddress', value: 'ftp://x' }] }, { credentials: [{ key: 'BaseAddress', value: 'http://169.254.169.254/latest' }, { key: 'SecretToken', value: 'x' }] },
  { credentials: [{ key: 'BaseAddress', value: 'https://user:pass@x.invalid' }, { key: 'SecretToken', value: 'x' }] },
  { credentials: [{ key: 'BaseAddress', value: 'https://x.invalid' }, { key: 'SecretToken', value: 'a\r\nb: c' }] },
  { synchronizationRules: null, directories: null }, { synchronizationRules: [null], directories: [null] }, { synchronizationRules: [{}], directories: [{}] },
  { synchronizationRules: [{ objectMappings: [{ attributeMappings: [{ source: 'x' }] }] }] }, { directories: [{ objects: 7 }] },
] // prettier-ignore

const routes = [
  ['POST', '/servicePrincipals/SP/synchronization/jobs'],
  ['PATCH', '/servicePrincipals/SP/synchronization/jobs/JOB'],
  ['POST', '/servicePrincipals/SP/synchronization/jobs/JOB/restart'],
  ['POST', '/servicePrincipals/SP/synchronization/jobs/JOB/validateCredentials'],
  ['PUT', '/servicePrincipals/SP/synchronization/secrets'],
  ['PUT', '/servicePrincipals/SP/synchronization/jobs/JOB/schema'],
  ['PATCH', '/servicePrincipals/SP/synchronization/jobs/JOB/schema'],
  ['POST', '/servicePrincipals/SP/synchronization/jobs/JOB/schema/parseExpression'],
  ['POST', '/servicePrincipals/SP/synchronization/jobs/JOB/schema/directories/DIR/discover'],
  ['POST', '/servicePrincipals/SP/appRoleAssignedTo'],
  ['POST', '/servicePrincipals/SP/owners/$ref'],
  ['PATCH', '/servicePrincipals/SP'],
  ['POST', '/servicePrincipals'],
  ['PATCH', '/applications/APP'],
  ['POST', '/applications'],
  ['POST', '/applications/APP/addPassword'],
  ['POST', '/applications/APP/removePassword'],
  ['PUT', '/applications/APP/logo'],
  ['POST', '/applicationTemplates/8adf8e6e-67b2-4cf2-a259-e3dc5476c621/instantiate'],
] as const
const filled = (path: string): string =>
  `/v1.0${path.replace('SP', at.sp).replace('APP', at.app).replace('JOB', at.job).replace('DIR', at.directory)}`

test.each(routes)('%s %s takes any body without failing', async (method, path) => {
  for (const body of bodies) {
    const answer = await graph.ask(method, filled(path), body)
    const said = `${method} ${path} ${JSON.stringify(body).slice(0, 200)}: ${answer.status} ${answer.text}`
    expect(answer.status, said).toBeLessThan(500)
    if (answer.status >= 400) expect(answer.body, said).toMatchObject({ error: { code: expect.any(String) as string, message: expect.stringMatching(/\S/) as string, innerError: expect.any(Object) as object } }) // prettier-ignore
  }
})

test('provisionOnDemand takes any body without failing; what it is asked too often is told to wait', async () => {
  for (const body of bodies) {
    const answer = await graph.ask(
      'POST',
      filled('/servicePrincipals/SP/synchronization/jobs/JOB/provisionOnDemand'),
      body,
    )
    expect(answer.status, answer.text).toBeLessThan(500)
  }
})

const queries = [
  "$filter=templateId eq 7", "$filter=nothing eq 'x'", "$filter=displayName eq 'a'' or ''1'='1'", '$filter=((((', "$filter=startswith(displayName,7)",
  "$filter=displayName gt null", "$filter=id in ('a','b')", "$filter=createdDateTime ge yesterday", "$filter=createdDateTime ge 2024-13-45",
  "$filter=createdDateTime ge 99999-01-01", "$filter=tags/any(t:t eq 7)", "$filter=tags/$count eq 0", "$filter=appRoles/any(r:r/id eq 'x')",
  "$filter=keyCredentials/any(k:k/keyId eq 0f8fad5b-d9cb-469f-a165-70867728950e)", "$filter=accountEnabled eq 'perhaps'", '$orderby=nothing', '$orderby=tags',
  '$orderby=displayName desc,id', '$top=0', '$top=99999999999', '$top=-1', '$search="displayName:%00"', '$search=displayName', '$search="tags:x"',
  '$skiptoken=e30', '$skiptoken=eyJuZXh0IjpbMV19', '$skiptoken=eyJuZXh0Ijp7ImtleSI6e30sImlkIjoiJyBvciAxPTEifX0', '$expand=owners($levels=max;$select=id)', '$expand=((', '$select=', '$count=maybe',
] // prettier-ignore

test.each(['/applications', '/servicePrincipals', '/servicePrincipals/SP/appRoleAssignedTo', '/servicePrincipals/SP/synchronization/jobs', '/applicationTemplates', '/directory/deletedItems/microsoft.graph.application'])('GET %s takes any query without failing', async (path) => {
  for (const query of queries) {
    const answer = await graph.ask('GET', `${filled(path)}?${query}`, undefined, { consistencylevel: 'eventual' })
    expect(answer.status, `${query}: ${answer.text}`).toBeLessThan(500)
  }
}) // prettier-ignore
