/** Jobs, mappings, secrets and on-demand provisioning over the Graph (graph-api.md 6 to 8). */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startProvider, type Provider } from '../../testing/provider.ts'
import { startGraph, type Graph, type GraphAnswer } from '../test-graph.ts'

type Row = Readonly<Record<string, unknown>>
type Loose = Record<string, unknown>
type Mapping = Loose & { attributeMappings: [Loose, Loose, Loose, Loose, ...Loose[]] }
type Rule = Loose & { id: string; objectMappings: [Mapping, ...Mapping[]] }
type Directory = Loose & { objects: [{ attributes: Loose[] }] }
type Schema = {
  '@odata.context'?: string
  version: string
  synchronizationRules: [Rule, ...Rule[]]
  directories: [Directory, Directory]
}
type Shown = { readonly schedule: { readonly state: string }; readonly status: Status }
type Status = { readonly code: string; readonly steadyStateFirstAchievedTime: string }
type Demanded = {
  readonly key: Row
  readonly value: Row & { readonly provisioningSteps: readonly Row[]; readonly modifiedProperties: readonly Row[] }
}
let graph: Graph
let provider: Provider
beforeAll(async () => {
  ;[graph, provider] = await Promise.all([startGraph(), startProvider()])
})
afterAll(() => Promise.all([graph.close(), provider.close()]))

const custom = '8adf8e6e-67b2-4cf2-a259-e3dc5476c621'
const nobody = '0f8fad5b-d9cb-469f-a165-70867728950e'
const msiam = 'b9632174-c057-4f7e-951b-be3adc52bfe6'
const rows = (answer: GraphAnswer): readonly Row[] => answer.body['value'] as readonly Row[]
async function does(status: number, method: string, path: string, body?: unknown): Promise<GraphAnswer> {
  const answer = await graph.ask(method, path, body)
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(status)
  return answer
}

/** An application of the gallery's custom entry: the address of its synchronization, and its ids. */
async function application(displayName: string): Promise<{ at: string; sp: Row; app: Row }> {
  const { body } = await does(201, 'POST', `/v1.0/applicationTemplates/${custom}/instantiate`, { displayName })
  const { application: app, servicePrincipal: sp } = body as Row
  return { at: `/v1.0/servicePrincipals/${(sp as Row)['id']}/synchronization`, sp: sp as Row, app: app as Row }
}
async function withJob(displayName: string): Promise<{ at: string; job: string; sp: Row; app: Row; id: string }> {
  const made = await application(displayName)
  const { body } = await does(201, 'POST', `${made.at}/jobs`, { templateId: 'scim' })
  const id = body['id'] as string
  return { ...made, id, job: `${made.at}/jobs/${id}` }
}
const secrets = () => [
  { key: 'BaseAddress', value: provider.tenantUrl },
  { key: 'SecretToken', value: 'a-token' },
]
async function person(name: string): Promise<string> {
  const { body } = await does(200, 'POST', '/usher/users', {
    userPrincipalName: `${name}@contoso.example`,
    displayName: name,
    mailNickname: name,
  })
  return ((body['user'] ?? body) as Row)['id'] as string
}
const assigned = async (sp: Row, principalId: string) =>
  does(201, 'POST', `/v1.0/servicePrincipals/${sp['id']}/appRoleAssignedTo`, {
    principalId,
    resourceId: sp['id'],
    appRoleId: msiam,
  })

describe('jobs', () => {
  test('6.2, 6.3: a template is chosen, and a job of it is made that is not started', async () => {
    const { at, sp } = await application('Templates')
    const templates = rows(await does(200, 'GET', `${at}/templates`))
    expect(templates.map(({ id, default: usual, factoryTag }) => [id, usual, factoryTag])).toEqual([
      ['scim', true, 'CustomSCIM'],
      ['customappsso', false, 'CustomSCIM'],
    ])
    expect(templates[0]).toMatchObject({ applicationId: sp['appId'], discoverable: true, schema: null })
    const made = await does(201, 'POST', `${at}/jobs`, { templateId: 'scim' })
    const tenant = rows(await graph.ask('GET', '/v1.0/organization'))[0]?.['id'] as string
    expect(made.body['id']).toMatch(new RegExp(`^scim\\.${tenant.replaceAll('-', '')}\\.[0-9a-f-]{36}$`))
    expect(made.body).toMatchObject({
      '@odata.context': `${graph.url}/v1.0/$metadata#servicePrincipals('${sp['id']}')/synchronization/jobs/$entity`,
      templateId: 'scim',
      schedule: { expiration: null, interval: 'PT40M', state: 'Disabled' },
      status: {
        countSuccessiveCompleteFailures: 0, escrowsPruned: false, code: 'NotConfigured', lastExecution: null,
        lastSuccessfulExecution: null, lastSuccessfulExecutionWithExports: null, quarantine: null,
        steadyStateFirstAchievedTime: '0001-01-01T00:00:00Z', steadyStateLastAchievedTime: '0001-01-01T00:00:00Z',
        troubleshootingUrl: '', progress: [], synchronizedEntryCountByType: [],
      },
      synchronizationJobSettings: [
        { name: 'AzureIngestionAttributeOptimization', value: 'False' },
        { name: 'LookaheadQueryEnabled', value: 'False' },
      ],
    }) // prettier-ignore
    const legacy = await does(201, 'POST', `${at}/jobs`, { templateId: 'CustomAppSSO' })
    expect(legacy.body['id']).toMatch(/^customappsso\./)
    expect((await does(200, 'GET', `${at}/jobs/$count`)).text).toBe('2')
    expect(rows(await does(200, 'GET', `${at}/jobs?$filter=templateId eq 'scim'&$select=id`))).toEqual([
      { id: made.body['id'] },
    ])
    await does(400, 'POST', `${at}/jobs`, { templateId: 'nothing' })
    await does(400, 'POST', `${at}/jobs`)
    await does(
      200,
      'GET',
      `/v1.0/servicePrincipals(appId='${sp['appId']}')/synchronization/jobs/${made.body['id'] as string}`,
    )
  })

  test('8.1: start, pause and restart show at once, and can be said twice', async () => {
    const { job, at, app, id } = await withJob('States')
    await does(204, 'PUT', `${at}/secrets`, { value: secrets() })
    const state = async () => {
      const { schedule, status } = (await does(200, 'GET', job)).body as unknown as Shown
      return `${schedule.state} ${status.code}`
    }
    expect(await state()).toBe('Disabled NotRun')
    await does(204, 'POST', `${job}/start`)
    expect(await state()).toMatch(/^Active (NotRun|Active)$/)
    await does(204, 'POST', `${job}/start`, {})
    await does(204, 'POST', `${job}/pause`)
    await does(204, 'POST', `${job}/pause`)
    expect(await state()).toBe('Paused Paused')
    for (const resetScope of ['Watermark,Escrows', 'Watermark, Escrows, QuarantineState', 'Full', 'None'])
      await does(204, 'POST', `${job}/restart`, { criteria: { resetScope } })
    await does(204, 'POST', `${job}/restart`)
    expect(await state()).toMatch(/^Active/)
    await does(400, 'POST', `${job}/restart`, { criteria: { resetScope: 'Everything' } })
    // The same job under the registration.
    await does(200, 'GET', `/beta/applications/${app['id']}/synchronization/jobs/${id}`)
    await does(204, 'DELETE', job)
    await does(404, 'GET', job)
    await does(404, 'POST', `${job}/start`)
  })

  test('a job is not made when something of it is refused', async () => {
    const { at } = await application('Refused')
    const wrong = await does(400, 'POST', `${at}/jobs`, { templateId: 'scim', schedule: { interval: 'soon' } })
    expect(wrong.body.error?.message).toContain("'soon' is none")
    expect(rows(await does(200, 'GET', `${at}/jobs`))).toEqual([])
  })

  test('the interval and settings of a job are changed; what minutes cannot say comes back as it was', async () => {
    const { job } = await withJob('Intervals')
    await does(204, 'PATCH', job, { schedule: { interval: 'PT20M', state: 'Active' } })
    expect((await does(200, 'GET', job)).body).toMatchObject({ schedule: { interval: 'PT20M', state: 'Disabled' } })
    await does(204, 'PATCH', job, { schedule: { interval: 'P10675199DT2H48M5.4775807S' } })
    expect((await does(200, 'GET', job)).body).toMatchObject({ schedule: { interval: 'P10675199DT2H48M5.4775807S' } })
    await does(204, 'PATCH', job, {
      synchronizationJobSettings: [{ name: 'QuarantineTooManyDeletesThreshold', value: '7' }],
    })
    expect(((await does(200, 'GET', job)).body as Row)['synchronizationJobSettings']).toContainEqual({
      name: 'QuarantineTooManyDeletesThreshold',
      value: '7',
    })
    await does(400, 'PATCH', job, { schedule: { interval: 'often' } })
  })

  test('9: an application is deleted, and its job is gone until it is restored', async () => {
    const { job, sp } = await withJob('Deleted')
    await does(204, 'POST', `${job}/start`)
    await does(204, 'DELETE', `/v1.0/servicePrincipals/${sp['id']}`)
    await does(404, 'GET', job)
  })
})

describe('secrets', () => {
  test('8.4: they come back in their order, masked; * keeps, nothing takes away, letter case does not matter', async () => {
    const { at } = await withJob('Secrets')
    const notify = JSON.stringify({ Enabled: true, Recipients: 'it@contoso.example', DeleteThresholdEnabled: true, DeleteThresholdValue: 12, HumanResourcesLookaheadQueryEnabled: false }) // prettier-ignore
    await does(204, 'PUT', `${at}/secrets`, {
      value: [
        { key: 'SecretToken', value: 'a-token' },
        { key: 'baseAddress', value: provider.tenantUrl },
        { key: 'SyncNotificationSettings', value: notify },
        { key: 'SyncAll', value: 'true' },
        { key: 'Domain', value: '{"domain":"contoso.com"}' },
      ],
    })
    const shown = [
      { key: 'SecretToken', value: '*' },
      { key: 'BaseAddress', value: provider.tenantUrl },
      { key: 'SyncNotificationSettings', value: notify },
      { key: 'SyncAll', value: 'true' },
      { key: 'Domain', value: '{"domain":"contoso.com"}' },
    ]
    expect(rows(await does(200, 'GET', `${at}/secrets`))).toEqual(shown)
    const { body: settings } = await does(200, 'GET', '/usher/apps/Secrets/settings')
    expect(settings).toMatchObject({ scope: 'all', notificationEmail: 'it@contoso.example', preventAccidentalDeletions: { threshold: 12 }, secretToken: '(stored)' }) // prettier-ignore
    await does(204, 'PUT', `${at}/secrets`, { value: shown })
    expect(rows(await does(200, 'GET', `${at}/secrets`))).toEqual(shown)
    // What is changed elsewhere shows here.
    await does(200, 'PATCH', '/usher/apps/Secrets/settings', {
      notificationEmail: 'ops@contoso.example',
      scope: 'assigned',
    })
    const after = rows(await does(200, 'GET', `${at}/secrets`))
    expect(JSON.parse(after[2]?.['value'] as string)).toMatchObject({ Recipients: 'ops@contoso.example' })
    expect(after[3]).toEqual({ key: 'SyncAll', value: 'False' })
    await does(204, 'PUT', `${at}/secrets`, { value: shown.map(({ key }) => ({ key, value: '' })) })
    expect(rows(await does(200, 'GET', `${at}/secrets`))).toEqual([])
    expect((await does(200, 'GET', '/usher/apps/Secrets/settings')).body).toMatchObject({
      tenantUrl: null,
      notificationEmail: null,
    })
  })

  test('secrets that are given before there is a job are those of the job', async () => {
    const { at } = await application('Early')
    await does(204, 'PUT', `${at}/secrets`, { value: [...secrets(), { key: 'SyncAll', value: 'true' }] })
    expect(rows(await does(200, 'GET', `${at}/secrets`)).map(({ key }) => key)).toEqual([
      'BaseAddress',
      'SecretToken',
      'SyncAll',
    ])
    await does(201, 'POST', `${at}/jobs`, { templateId: 'scim' })
    expect((await does(200, 'GET', '/usher/apps/Early/settings')).body).toMatchObject({
      scope: 'all',
      secretToken: '(stored)',
    })
  })

  test('a stored secret goes to no other host', async () => {
    const { at } = await withJob('Elsewhere')
    await does(204, 'PUT', `${at}/secrets`, { value: secrets() })
    const elsewhere = [{ key: 'BaseAddress', value: 'https://attacker.example/scim' }, { key: 'SecretToken', value: '*' }] // prettier-ignore
    await does(400, 'PUT', `${at}/secrets`, { value: elsewhere })
    await does(400, 'POST', `${at}/jobs/validateCredentials`, { credentials: elsewhere })
    // The other name of the address does not cover it.
    const decoy = [{ key: 'Url', value: provider.tenantUrl }, ...elsewhere]
    await does(400, 'PUT', `${at}/secrets`, { value: decoy })
    await does(400, 'POST', `${at}/jobs/validateCredentials`, { credentials: decoy })
    // Nor does a token go there that is had for a stored secret.
    const client = [
      { key: 'BaseAddress', value: provider.tenantUrl }, { key: 'Oauth2ClientId', value: 'usher' },
      { key: 'Oauth2ClientSecret', value: 'x' }, { key: 'Oauth2TokenExchangeUri', value: 'https://login.example/token' },
    ] // prettier-ignore
    await does(204, 'PUT', `${at}/secrets`, { value: client })
    const moved = client.map(({ key, value }) => ({ key, value: { BaseAddress: 'https://attacker.example/scim', Oauth2ClientSecret: '*' }[key] ?? value })) // prettier-ignore
    await does(400, 'POST', `${at}/jobs/validateCredentials`, { credentials: moved })
    await does(400, 'PATCH', '/usher/apps/Elsewhere/settings', { tenantUrl: 'https://attacker.example/scim' })
  })

  test.each([
    [[{ key: 'Nonsense', value: 'x' }], "Requested value 'Nonsense' was not found"],
    [[{ key: 'SyncAll', value: 'perhaps' }], 'SyncAll is true or false'],
    [[{ key: 'SecretToken', value: '*' }], 'there is none'],
    [[{ key: 'SyncNotificationSettings', value: 'x' }], 'JSON object'],
    [
      [
        { key: 'BaseAddress', value: 'http://10.1.2.3/' },
        { key: 'SecretToken', value: 'x' },
      ],
      'cannot be used',
    ],
    [
      [
        { key: 'Domain', value: 'a' },
        { key: 'domain', value: 'b' },
      ],
      'twice',
    ],
    [{}, 'value'],
  ])('%j is refused', async (value, sentence) => {
    const { at } = await application('Refused')
    const { body } = await does(400, 'PUT', `${at}/secrets`, { value })
    expect(body.error?.message).toContain(sentence)
  })
})

describe('validateCredentials', () => {
  test('6.4: what works is answered with nothing, and nothing is stored', async () => {
    const { at, job } = await withJob('Valid')
    await does(204, 'POST', `${job}/validateCredentials`, { templateId: 'scim', credentials: secrets() })
    await does(204, 'POST', `${at}/jobs/scim/validateCredentials`, { credentials: secrets() })
    expect(rows(await does(200, 'GET', `${at}/secrets`))).toEqual([])
    await does(400, 'POST', `${job}/validateCredentials`, { useSavedCredentials: true })
    await does(204, 'PUT', `${at}/secrets`, { value: secrets() })
    await does(204, 'POST', `${at}/jobs/validateCredentials`, { useSavedCredentials: true })
  })

  test.each([
    ['authentication', 'InvalidCredentials', () => ({ status: 401, body: { detail: 'no' } })],
    ['http', 'CredentialValidationUnavailable', () => ({ status: 500, body: {} })],
    ['http', 'CredentialValidationUnavailable', () => ({ status: 404, body: {} })],
    ['filter', 'CredentialValidationUnavailable', () => ({ status: 400, body: { detail: 'no filters' } })],
    ['scim', 'CredentialValidationUnavailable', () => ({ status: 200, body: { hello: 'world' } })],
    [
      'filter',
      'CredentialValidationUnavailable',
      () => ({ status: 200, body: { totalResults: 1, Resources: [{ id: '1' }] } }),
    ],
  ] as const)('BT-9: what fails at the stage %s is told as %s', async (stage, code, instead) => {
    const { job } = await withJob(`Stage ${stage}`)
    provider.instead = instead
    const answer = await does(400, 'POST', `${job}/validateCredentials`, { credentials: secrets() })
    provider.instead = () => null
    expect(answer.body.error).toMatchObject({ code, details: [{ target: stage }] })
    expect(answer.text).not.toContain('a-token')
  })

  test.each([
    ['tcp', 'http://127.0.0.1:9/scim'],
    ['tls', 'tls'],
    ['dns', 'https://nothing.invalid/scim'],
  ])('BT-9: the way there ends at %s', async (stage, url) => {
    const { job } = await withJob(`Way ${stage}`)
    const value = url === 'tls' ? provider.tenantUrl.replace('http:', 'https:') : url
    const credentials = [{ key: 'BaseAddress', value }, { key: 'SecretToken', value: 'x' }] // prettier-ignore
    const { body } = await does(400, 'POST', `${job}/validateCredentials`, { credentials })
    expect(body.error).toMatchObject({ code: 'CredentialValidationUnavailable', details: [{ target: stage }] })
  })

  test('BT-9: test-connection says the stages too', async () => {
    const { at } = await withJob('Stages')
    await does(204, 'PUT', `${at}/secrets`, { value: secrets() })
    provider.instead = () => ({ status: 401, body: {} })
    const { body } = await does(200, 'POST', '/usher/apps/Stages/test-connection')
    provider.instead = () => null
    expect(body).toMatchObject({ ok: false, exchange: { status: 401, method: 'GET' } })
    expect((body['stages'] as readonly Row[]).map(({ stage, status }) => `${stage} ${status}`)).toEqual([
      'dns passed', 'tcp passed', 'tls skipped', 'http passed', 'authentication failed', 'contentType notTried',
      'filter notTried', 'scim notTried',
    ]) // prettier-ignore
  })
})

describe('the schema', () => {
  test('7.7, 8.5: what is read, changed and saved comes back as it was sent, with what nobody knows', async () => {
    const { job } = await withJob('Schema')
    const { body } = await does(200, 'GET', `${job}/schema`)
    const schema = structuredClone(body) as unknown as Schema
    const { '@odata.context': _, ...plain } = schema
    const [rule] = plain.synchronizationRules
    const [people] = rule.objectMappings
    expect(people.attributeMappings[0]).toMatchObject({ matchingPriority: 1, flowType: 'Always', flowBehavior: 'FlowWhenChanged', source: { type: 'Attribute', expression: '[userPrincipalName]', name: 'userPrincipalName', parameters: [] } }) // prettier-ignore
    people.attributeMappings.push({
      targetAttributeName: 'urn:ietf:params:scim:schemas:extension:Contoso:2.0:User:badge', matchingPriority: 0, flowType: 'Always', flowBehavior: 'FlowWhenChanged',
      exportMissingReferences: false, defaultValue: null,
      source: { expression: 'Append([employeeId], "-x")', name: 'Append', type: 'Function', parameters: [{ key: 'mine', value: { expression: '[employeeId]', name: 'employeeId', type: 'Attribute', parameters: [] } }] },
    }) // prettier-ignore
    people.scope = {
      groups: [{ name: 'Sales', clauses: [{ sourceOperandName: 'department', operatorName: 'EQUALS', targetOperand: { values: ['Sales'] } }] }],
      categoryFilterGroups: [], inputFilterGroups: [],
    } // prettier-ignore
    people.metadata = [{ key: 'OriginalJoiningProperty', value: '"x"' }]
    people.somethingNew = { kept: true }
    plain.directories[1].objects[0].attributes.push({
      name: 'urn:ietf:params:scim:schemas:extension:Contoso:2.0:User:badge', type: 'String', anchor: false, caseExact: false, multivalued: false, required: false,
      mutability: 'ReadWrite', defaultValue: null, flowNullValues: false, apiExpressions: [], referencedObjects: [],
      metadata: [{ key: 'IsCustomerDefined', value: 'true' }],
    }) // prettier-ignore
    await does(204, 'PUT', `${job}/schema`, schema)
    const after = (await does(200, 'GET', `${job}/schema`)).body as unknown as Schema
    const { '@odata.context': __, version, ...rest } = after
    expect(version).not.toBe(plain.version)
    const { version: ___, ...sent } = plain
    expect(rest).toEqual({
      ...sent,
      directories: sent.directories.map((one) => ({ ...one, version: expect.any(String) as string })),
    })
    await does(204, 'DELETE', `${job}/schema`)
    const back = (await does(200, 'GET', `${job}/schema`)).body as unknown as Schema
    expect(back.synchronizationRules[0].objectMappings[0].scope).toBeNull()
  })

  test('0.9: what a typed client makes of flags and of nothing is taken for absent', async () => {
    const { job } = await withJob('Typed')
    const { body } = await does(200, 'GET', `${job}/schema`)
    const schema = structuredClone(body) as unknown as Schema
    for (const rule of schema.synchronizationRules) {
      rule.containerFilter = {}
      rule.groupFilter = {}
      for (const mapping of rule.objectMappings) Object.assign(mapping, { flowTypes: '', scope: {} })
    }
    for (const directory of schema.directories) directory.discoverabilities = ''
    await does(204, 'PATCH', `${job}/schema`, schema)
    const after = (await does(200, 'GET', `${job}/schema`)).body as unknown as Schema
    expect(after.synchronizationRules[0]).toMatchObject({ containerFilter: null, groupFilter: null })
    expect(after.synchronizationRules[0].objectMappings[0]).toMatchObject({
      flowTypes: 'Add, Update, Delete',
      scope: null,
    })
    expect(after.directories[1].discoverabilities).toBe('AttributeNames, AttributeDataTypes, AttributeReadOnly')
    await does(204, 'PATCH', `${job}/schema`, { synchronizationRules: after.synchronizationRules })
    await does(400, 'PUT', `${job}/schema`, { synchronizationRules: after.synchronizationRules })
  })

  test.each([
    [
      'an expression',
      (s: Schema) =>
        (s.synchronizationRules[0].objectMappings[0].attributeMappings[0].source = { expression: 'Nothing(' }),
    ],
    ['a directory', (s: Schema) => (s.synchronizationRules[0].targetDirectoryName = 'nowhere')],
    [
      'no matching',
      (s: Schema) =>
        s.synchronizationRules[0].objectMappings[0].attributeMappings.forEach((one) => (one.matchingPriority = 0)),
    ],
    [
      'an unknown target',
      (s: Schema) => (s.synchronizationRules[0].objectMappings[0].attributeMappings[3].targetAttributeName = 'nowhere'),
    ],
    ['no list', (s: Schema) => Object.assign(s, { synchronizationRules: 7 })],
    ['twice the same id', (s: Schema) => s.synchronizationRules.push(s.synchronizationRules[0])],
  ])('8.5: %s that is wrong is refused with what it is', async (_name, spoil) => {
    const { job } = await withJob('Spoilt')
    const { body } = await does(200, 'GET', `${job}/schema`)
    const schema = structuredClone(body)
    spoil(schema as unknown as Schema)
    const answer = await does(400, 'PUT', `${job}/schema`, schema)
    expect(answer.body.error?.message).toContain('The schema cannot be saved.')
  })

  test('20, 21: the directories, and what an application says that it has', async () => {
    const { job, at } = await withJob('Discover')
    await does(204, 'PUT', `${at}/secrets`, { value: secrets() })
    const list = rows(await does(200, 'GET', `${job}/schema/directories`))
    expect(list.map(({ name }) => name)).toEqual(['Usher directory', 'SCIM 2.0 application'])
    await does(200, 'GET', `${job}/schema/directories/${list[0]?.['id']}`)
    await does(404, 'GET', `${job}/schema/directories/${nobody}`)
    await does(400, 'POST', `${job}/schema/directories/${list[0]?.['id']}/discover`)
    provider.instead = ({ path }) => path.startsWith('Schemas')
        ? { status: 200, body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: 1, Resources: [{ id: 'urn:ietf:params:scim:schemas:core:2.0:User', attributes: [{ name: 'shoeSize', type: 'integer' }] }] } }
        : null // prettier-ignore
    const found = await does(200, 'POST', `${job}/schema/directories/${list[1]?.['id']}/discover`)
    provider.instead = () => null
    expect((found.body['objects'] as readonly Row[])[0]?.['attributes']).toContainEqual(
      expect.objectContaining({ name: 'shoeSize', type: 'Integer' }),
    )
  })

  test('6.6: an expression is read and tried', async () => {
    const { job } = await withJob('Expressions')
    const ask = async (body: unknown) => (await does(200, 'POST', `${job}/schema/parseExpression`, body)).body
    const expression = 'Replace([preferredLanguage], "-", , , "_", , )'
    const good = await ask({ expression, targetAttributeDefinition: null, testInputObject: { properties: [{ key: 'preferredLanguage', value: 'EN-US' }, { key: 'tags', 'value@odata.type': '#Collection(String)', value: ['a', 'b'] }] } }) // prettier-ignore
    expect(good).toMatchObject({ error: null, evaluationSucceeded: true, evaluationResult: ['EN_US'], parsingSucceeded: true, parsedExpression: { name: 'Replace', type: 'Function' } }) // prettier-ignore
    expect((good['parsedExpression'] as { parameters: readonly Row[] }).parameters.map(({ key }) => key)).toEqual([
      'source',
      'Find',
      'Replacement',
    ])
    expect(await ask({ expression })).toMatchObject({
      parsingSucceeded: true,
      evaluationSucceeded: false,
      evaluationResult: [],
    })
    expect(await ask({ expression: 'Replac([a]' })).toMatchObject({
      parsingSucceeded: false,
      error: { message: expect.stringContaining('Replace') },
    })
    const { body } = await does(200, 'GET', `${job}/schema/filterOperators()`)
    expect(body['value']).toContainEqual({ id: 'IS TRUE', name: 'IS TRUE', arity: 'Unary', multivaluedComparisonType: 'Any', supportedAttributeTypes: ['Boolean'] }) // prettier-ignore
    const functions = rows(await does(200, 'GET', `${job}/schema/functions`))
    expect(functions.find(({ id }) => id === 'Append')).toEqual({
      id: 'Append', name: 'Append', parameters: [
        { name: 'source', type: 'String', required: true, allowMultipleOccurrences: false },
        { name: 'suffix', type: 'String', required: true, allowMultipleOccurrences: false },
      ],
    }) // prettier-ignore
  })
})

describe('on demand', () => {
  test('6.5: who is assigned is created, who is not is skipped, the second time there is nothing to do, and the sixth call waits', async () => {
    const { job, at, sp } = await withJob('Demand')
    await does(204, 'PUT', `${at}/secrets`, { value: secrets() })
    const [ana, bea] = [await person('ana'), await person('bea')]
    await assigned(sp, ana)
    const { body } = await does(200, 'GET', `${job}/schema`)
    const ruleId = (body as unknown as Schema).synchronizationRules[0]?.id ?? ''
    const ask = (objectId: string) => graph.ask('POST', `${job}/provisionOnDemand`, { parameters: [{ ruleId, subjects: [{ objectId, objectTypeName: 'User' }] }] }) // prettier-ignore
    const read = (answer: GraphAnswer): Demanded => {
      expect(answer.status, answer.text).toBe(200)
      return {
        key: JSON.parse(answer.body['key'] as string) as Row,
        value: JSON.parse(answer.body['value'] as string) as Demanded['value'],
      }
    }
    const made = read(await ask(ana))
    expect(made.key).toEqual({ result: 'Success', details: {} })
    expect(made.value).toMatchObject({
      action: 'Create', reportableIdentifier: 'ana@contoso.example', statusInfo: { status: 'Success' }, sourceIdentity: { id: ana, type: 'User' }, targetIdentity: { id: expect.any(String) as string },
    }) // prettier-ignore
    expect(made.value.provisioningSteps.map(({ name, type, status }) => `${name} ${type} ${status}`)).toEqual([
      'EntryImport Import Success', 'EntryImport Matching Success', 'EntrySynchronizationScoping Scoping Success', 'EntryExportAdd Export Success',
    ]) // prettier-ignore
    expect(made.value.modifiedProperties).toContainEqual({
      displayName: 'userName',
      oldValue: null,
      newValue: 'ana@contoso.example',
    })
    const skipped = read(await ask(bea))
    expect(skipped.key).toMatchObject({ result: 'Skipped', details: { errorCode: 'NotEffectivelyEntitled' } })
    const again = read(await ask(ana))
    expect(again.key).toMatchObject({ result: 'Skipped', details: { errorCode: 'RedundantExport' } })
    expect(again.value).toMatchObject({ action: 'Other', statusInfo: { status: 'Skipped' } })
    expect(again.value.provisioningSteps.at(-1)).toMatchObject({
      name: 'EntrySynchronizationSkip',
      details: { SkipReason: 'RedundantExport' },
    })
    expect((await ask(nobody)).status).toBe(400)
    expect((await graph.ask('POST', `${job}/provisionOnDemand`, { parameters: [] })).status).toBe(400)
    const late = await ask(ana)
    expect(late.status).toBe(429)
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

test('7.3 to 7.5: after a cycle the status says what was done', async () => {
  const { job, at, sp } = await withJob('Cycle')
  await does(204, 'PUT', `${at}/secrets`, { value: secrets() })
  await assigned(sp, await person('cem'))
  await does(204, 'POST', `${job}/start`)
  const status = async () => ((await does(200, 'GET', job)).body as unknown as { status: Status }).status
  for (let tries = 0; (await status()).code !== 'Active' && tries < 100; tries += 1) await sleep(100)
  const now = await status()
  expect(now).toMatchObject({
    code: 'Active', lastExecution: { state: 'Succeeded', error: null }, quarantine: null,
    synchronizedEntryCountByType: [{ key: 'User to User', value: 1 }],
    lastSuccessfulExecutionWithExports: { countExported: 1, countExports: 1, countEntitled: 1, state: 'Succeeded', error: null },
  }) // prettier-ignore
  expect(now.steadyStateFirstAchievedTime).not.toBe('0001-01-01T00:00:00Z')
})
