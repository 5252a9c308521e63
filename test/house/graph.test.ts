/** Provisioning over the Graph, from the gallery to Dynamic Signal, by Microsoft's unmodified clients (graph-api.md 8.6 and 13). */
import type { GraphError } from '@microsoft/microsoft-graph-client'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { signInAs, type Console } from './dynamic-signal.ts'
import { serviceOn, type Row, type Service } from './graph.ts'
import { typedClient } from './kiota.ts'
import { endAll, eventually, freePort, minute, newFolder, run, usherService } from './house.ts'

vi.setConfig({ testTimeout: 2 * minute })

const password = 'only-on-loopback-and-for-this-test'
const people = ['ana', 'bea', 'cem', 'dan', 'eva', 'fay']
const ids = new Map<string, string>()
let service: Service
let console: Console
let target = ''
let token = ''

beforeAll(async () => {
  const folder = newFolder()
  const data = join(folder, 'data')
  const port = await freePort()
  target = `http://127.0.0.1:${port}/scim/v2`
  const program = run('apps/dynamic-signal/src/main.ts', ['--data', join(folder, 'target'), '--port', String(port)], {
    env: { DYNAMIC_SIGNAL_ADMIN_PASSWORD: password },
  })
  await Promise.all([program.until('SCIM API URL'), usherService(data)])
  service = serviceOn(data)
  console = await signInAs({ userName: 'admin', password }, `http://127.0.0.1:${port}`)
  ;({ token } = await console.post<{ token: string }>('/tokens', { label: 'Usher', expiresInDays: 1 }))
  for (const name of people) {
    const upn = `${name}@contoso.example`
    const made = await service.does(200, 'POST', '/usher/users', { userPrincipalName: upn, displayName: name, mail: upn, mailNickname: name }) // prettier-ignore
    ids.set(name, (made['user'] as Row)['id'] as string)
  }
}, 2 * minute)
afterAll(endAll, minute)

type Value = { readonly value: readonly Row[] }
type Status = {
  readonly schedule: { readonly state: string }
  readonly status: {
    readonly code: string
    readonly quarantine: (Row & { readonly nextAttempt: string; readonly currentBegan: string }) | null
    readonly lastExecution: Row | null
    readonly synchronizedEntryCountByType: readonly Row[]
  }
}
type App = {
  readonly sp: string
  readonly appId: string
  readonly app: string
  readonly at: string
  readonly job: string
}
const get = async <T>(path: string): Promise<T> => (await service.client.api(path).get()) as T
const post = async <T>(path: string, body: object = {}): Promise<T> => (await service.client.api(path).post(body)) as T

const secrets = (secret: string, more: readonly object[] = []) => ({
  value: [{ key: 'BaseAddress', value: target }, { key: 'SecretToken', value: secret }, ...more],
})
const active = async (): Promise<readonly string[]> =>
  (await console.accounts()).filter((one) => one.active && one.userName.endsWith('@contoso.example')).map(({ userName }) => userName.replace(/@.*/, '')).toSorted() // prettier-ignore

/** Steps 1, 2 and 4 of the documented sequence, and the role that everybody is given. */
async function fromGallery(displayName: string): Promise<App & { readonly role: string }> {
  const { value } = await get<Value>(`/applicationTemplates?$filter=displayName eq 'Dynamic Signal'`)
  expect(value).toHaveLength(1)
  const made = await post<{ application: Row; servicePrincipal: Row }>(`/applicationTemplates/${value[0]?.['id'] as string}/instantiate`, { displayName }) // prettier-ignore
  const { application, servicePrincipal } = made
  expect(servicePrincipal['applicationTemplateId']).toBe(value[0]?.['id'])
  expect(application['applicationTemplateId']).toBe(value[0]?.['id'])
  const roles = servicePrincipal['appRoles'] as readonly Row[]
  const sp = servicePrincipal['id'] as string
  const at = `/servicePrincipals/${sp}/synchronization`
  const [template] = (await get<Value>(`${at}/templates`)).value.filter((one) => one['default'] === true)
  const job = await post<Row>(`${at}/jobs`, { templateId: template?.['id'] })
  expect(job).toMatchObject({ schedule: { state: 'Disabled' } })
  const role = roles.find(({ displayName: name }) => name === 'User')?.['id'] as string
  return { sp, at, role, job: `${at}/jobs/${job['id'] as string}`, app: application['id'] as string, appId: application['appId'] as string } // prettier-ignore
}
const assigned = async ({ sp, role }: { sp: string; role: string }, ...names: readonly string[]): Promise<void> => {
  for (const name of names)
    await post(`/servicePrincipals/${sp}/appRoleAssignedTo`, { principalId: ids.get(name), resourceId: sp, appRoleId: role }) // prettier-ignore
}
const until = (job: string, what: string, holds: (now: Status) => boolean): Promise<Status> =>
  eventually(what, minute, async () => {
    const now = await get<Status>(job)
    return holds(now) ? now : null
  })
const removed = async (job: string): Promise<void> => {
  await service.client.api(job).delete()
  const gone = await service.ask('GET', `/v1.0${job}`)
  expect(gone.status).toBe(404)
}

describe('scenarios of the specification, by microsoft-graph-client', () => {
  test('A: from the gallery to a job that runs', async () => {
    const made = await fromGallery('A')
    const { at, job } = made
    const bad = await post(`${job}/validateCredentials`, { credentials: secrets('dsig_wrong').value }).then(
      () => null,
      (error: unknown) => error as GraphError,
    )
    expect(bad).toMatchObject({ statusCode: 400, code: 'InvalidCredentials' })
    expect(await post(`${job}/validateCredentials`, { credentials: secrets(token).value })).toBeUndefined()
    await service.client.api(`${at}/secrets`).put(secrets(token, [{ key: 'SyncAll', value: 'false' }]))
    expect((await get<Value>(`${at}/secrets`)).value).toEqual([
      { key: 'BaseAddress', value: target },
      { key: 'SecretToken', value: '*' },
      { key: 'SyncAll', value: 'false' },
    ])
    await assigned(made, 'ana', 'bea')
    await post(`${job}/start`)
    const started = await get<Status>(job)
    expect(started.schedule.state).toBe('Active')
    expect(['NotRun', 'Active']).toContain(started.status.code)
    const { status } = await until(job, 'the first cycle', (now) => now.status.code === 'Active')
    expect(status.lastExecution).toMatchObject({ state: 'Succeeded', countExported: 2 })
    expect(status.synchronizedEntryCountByType).toEqual([{ key: 'User to User', value: 2 }])
    expect(await active()).toEqual(['ana', 'bea'])
    const { value: lines } = await get<Value>(
      `/auditLogs/provisioning?$filter=jobId eq '${job.split('/').at(-1) ?? ''}' and provisioningAction eq 'create'`,
    )
    const created = lines.map(({ sourceIdentity, provisioningStatusInfo }) => `${(sourceIdentity as Row)['displayName'] as string} ${(provisioningStatusInfo as Row)['status'] as string}`) // prettier-ignore
    expect(created.toSorted()).toEqual(['ana success', 'bea success'])
    await removed(job)
  })

  test('B: mappings are edited whole, by PUT and by PATCH, and everybody is looked at again', async () => {
    const { at, job } = await fromGallery('B')
    await service.client.api(`${at}/secrets`).put(secrets(token))
    type Mapping = { attributeMappings: Row[]; scope: unknown }
    type Schema = { '@odata.context'?: string; version: string; synchronizationRules: { objectMappings: Mapping[] }[]; directories: { objects: { attributes: Row[] }[] }[] } // prettier-ignore
    const { '@odata.context': _, ...schema } = await get<Schema>(`${job}/schema`)
    const badge = 'urn:ietf:params:scim:schemas:extension:contoso:2.0:User:badge'
    const mapping = schema.synchronizationRules[0]?.objectMappings[0]
    mapping?.attributeMappings.push({
      targetAttributeName: badge, matchingPriority: 0, flowType: 'Always', flowBehavior: 'FlowWhenChanged', exportMissingReferences: false,
      defaultValue: null, source: { expression: '[employeeId]', name: 'employeeId', type: 'Attribute', parameters: [] },
    }) // prettier-ignore
    if (mapping !== undefined)
      mapping.scope = {
        groups: [{ name: 'Sales', clauses: [{ sourceOperandName: 'department', operatorName: 'EQUALS', targetOperand: { values: ['Sales'] } }] }],
        categoryFilterGroups: [], inputFilterGroups: [],
      } // prettier-ignore
    schema.directories[1]?.objects[0]?.attributes.push({
      name: badge, type: 'String', anchor: false, caseExact: true, multivalued: false, required: false, mutability: 'ReadWrite',
      defaultValue: null, flowNullValues: false, apiExpressions: [], referencedObjects: [], metadata: [],
    }) // prettier-ignore
    await service.client.api(`${job}/schema`).put(schema)
    const { '@odata.context': __, ...after } = await get<Schema>(`${job}/schema`)
    const without = ({ version: ___, directories, ...rest }: Omit<Schema, '@odata.context'>) => ({ ...rest, directories: directories.map((one) => ({ ...one, version: '' })) }) // prettier-ignore
    expect(without(after)).toEqual(without(schema))
    expect(after.version).not.toBe(schema.version)
    await service.client.api(`${job}/schema`).patch(after)
    await service.client.api(`${job}/schema`).delete()
    expect((await get<Schema>(`${job}/schema`)).synchronizationRules[0]?.objectMappings[0]?.scope).toBeNull()
    await removed(job)
  })

  test('B: what the typed client makes of the mappings, sent back, changes nothing', async () => {
    const { job } = await fromGallery('B typed')
    const typed = typedClient(service)
    const before = await get<Row>(`${job}/schema`)
    const read = await typed.schema(job)
    expect(read?.synchronizationRules?.[0]?.objectMappings?.[0]?.attributeMappings?.length).toBeGreaterThan(10)
    await typed.saveSchema(job, read ?? {})
    const after = await get<Row>(`${job}/schema`)
    const { version: _, directories: __, ...rest } = before
    expect(after).toMatchObject(rest)
    const shown = await typed.job(job)
    expect(shown).toMatchObject({ schedule: { state: 'Disabled' }, status: { code: 'NotConfigured' } })
    await removed(job)
  })

  test('D: a wrong token brings a job into quarantine; the right one and a restart bring it out', async () => {
    const made = await fromGallery('D')
    const { at, job } = made
    await service.client.api(`${at}/secrets`).put(secrets('dsig_wrong'))
    await assigned(made, 'ana')
    await post(`${job}/start`)
    const { status } = await until(job, 'quarantine', (now) => now.status.code === 'Quarantine')
    expect(status.quarantine).toMatchObject({ reason: 'EncounteredQuarantineException', seriesCount: 1, error: { code: 'Unauthorized', tenantActionable: true } }) // prettier-ignore
    const { nextAttempt = '', currentBegan = '' } = status.quarantine ?? {}
    expect(Date.parse(nextAttempt) - Date.parse(currentBegan)).toBe(6 * 60 * minute)
    expect(status.lastExecution).toMatchObject({ state: 'Failed', error: { code: 'Unauthorized' } })
    await service.client.api(`${at}/secrets`).put(secrets(token))
    await post(`${job}/restart`, { criteria: { resetScope: 'QuarantineState' } })
    const after = await until(job, 'active', (now) => now.status.code === 'Active')
    expect(after.status.quarantine).toBeNull()
    await removed(job)
  })

  test('E: more removals than allowed are held until somebody forces them', async () => {
    const made = await fromGallery('E')
    const { at, job } = made
    const guard = JSON.stringify({
      Enabled: false,
      Recipients: '',
      DeleteThresholdEnabled: true,
      DeleteThresholdValue: 2,
    })
    await service.client.api(`${at}/secrets`).put(secrets(token, [{ key: 'SyncNotificationSettings', value: guard }]))
    const leavers = ['bea', 'cem', 'dan', 'eva', 'fay']
    await assigned(made, 'ana', ...leavers)
    await post(`${job}/start`)
    await until(job, 'the first cycle', (now) => now.status.code === 'Active')
    expect(await active()).toEqual(['ana', ...leavers])
    await post(`${job}/pause`)
    for (const name of leavers) await service.does(200, 'DELETE', `/usher/users/${name}@contoso.example`)
    await post(`${job}/start`)
    const { status } = await until(job, 'held', (now) => now.status.code === 'Quarantine')
    expect(status.quarantine).toMatchObject({ reason: 'TooManyDeletes' })
    expect(await active()).toEqual(['ana', ...leavers])
    await post(`${job}/restart`, { criteria: { resetScope: 'ForceDeletes' } })
    await eventually('they are disabled', minute, async () => ((await active()).length === 1 ? true : null))
    await until(job, 'active', (now) => now.status.code === 'Active')
    for (const name of leavers) await service.does(200, 'POST', `/usher/users/${name}@contoso.example/restore`)
    await removed(job)
  })

  test('F: on demand; the sixth call within ten seconds waits, and the client asks again by itself', async () => {
    const made = await fromGallery('F')
    const { at, job } = made
    await service.client.api(`${at}/secrets`).put(secrets(token))
    const upn = 'gil@contoso.example'
    const created = await service.does(200, 'POST', '/usher/users', { userPrincipalName: upn, displayName: 'gil', mail: upn, mailNickname: 'gil' }) // prettier-ignore
    ids.set('gil', (created['user'] as Row)['id'] as string)
    await assigned(made, 'gil')
    const schema = await get<{ synchronizationRules: readonly { id: string }[] }>(`${job}/schema`)
    const ruleId = schema.synchronizationRules[0]?.id
    const demand = async (name: string): Promise<{ key: Row; value: Row }> => {
      const subjects = [{ objectId: ids.get(name), objectTypeName: 'User' }]
      const { key, value } = await post<{ key: string; value: string }>(`${job}/provisionOnDemand`, { parameters: [{ ruleId, subjects }] }) // prettier-ignore
      return { key: JSON.parse(key) as Row, value: JSON.parse(value) as Row }
    }
    const first = await demand('gil')
    expect(first.key).toEqual({ result: 'Success', details: {} })
    expect(first.value).toMatchObject({ action: 'Create', statusInfo: { status: 'Success' } })
    expect((await demand('ana')).key).toMatchObject({
      result: 'Skipped',
      details: { errorCode: 'NotEffectivelyEntitled' },
    })
    expect((await demand('gil')).key).toMatchObject({ result: 'Skipped', details: { errorCode: 'RedundantExport' } })
    await demand('gil')
    await demand('gil')
    const began = Date.now()
    expect((await demand('gil')).key).toMatchObject({ result: 'Skipped' })
    expect(Date.now() - began).toBeGreaterThan(1000)
    await removed(job)
  })
})

test('C: the calls of the Terraform provider, in its order', async () => {
  const { does, ask } = service
  const five = async (path: string): Promise<void> => {
    const answers = []
    for (let poll = 0; poll < 5; poll += 1) answers.push(await does(200, 'GET', path))
    for (const one of answers) expect(one).toEqual(answers[0])
  }
  // The cloud, and a token of a client that is made for it.
  const { authentication, microsoftGraphResourceId: resource } = await does(200, 'GET', '/metadata/endpoints?api-version=2022-09-01') // prettier-ignore
  const own = await does(201, 'POST', '/v1.0/applications', { displayName: 'Terraform itself' })
  const me = await does(201, 'POST', '/v1.0/servicePrincipals', { appId: own['appId'] })
  const { secretText } = await does(200, 'POST', `/v1.0/applications/${own['id'] as string}/addPassword`, {})
  const graphSp = await does(200, 'GET', "/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')")
  const all = (graphSp['appRoles'] as readonly Row[]).find(({ value }) => value === 'Group.ReadWrite.All')
  await does(201, 'POST', `/v1.0/servicePrincipals/${me['id'] as string}/appRoleAssignments`, { principalId: me['id'], resourceId: graphSp['id'], appRoleId: all?.['id'] }) // prettier-ignore
  const { loginEndpoint } = authentication as { readonly loginEndpoint: string }
  const form = { grant_type: 'client_credentials', client_id: own['appId'] as string, client_secret: secretText as string, scope: `${resource as string}/.default` } // prettier-ignore
  const asked = await fetch(`${loginEndpoint}/${me['appOwnerOrganizationId'] as string}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) }) // prettier-ignore
  const { access_token: bearer } = (await asked.json()) as { readonly access_token: string }
  const claims = JSON.parse(Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString()) as Row
  expect(claims).toMatchObject({ appid: own['appId'], oid: me['id'], tid: me['appOwnerOrganizationId'] })
  // azuread_group and its members and owners, over /beta
  const asTerraform = async (status: number, method: string, path: string, content?: object): Promise<Row> => {
    const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', 'odata-maxversion': '4.0' }
    const answer = await fetch(service.url + path, { method, headers, ...(content !== undefined && { body: JSON.stringify(content) }) }) // prettier-ignore
    const text = await answer.text()
    expect(answer.status, `${method} ${path}: ${text}`).toBe(status)
    return text.startsWith('{') ? (JSON.parse(text) as Row) : {}
  }
  const objects = `${service.url}/v1.0/directoryObjects`
  const group = await asTerraform(201, 'POST', '/beta/groups', {
    '@odata.type': '#microsoft.graph.group', displayName: 'Terraform', mailEnabled: false, mailNickname: 'terraform', securityEnabled: true,
    'owners@odata.bind': [`${objects}/${me['id'] as string}`],
  }) // prettier-ignore
  const groupAt = `/beta/groups/${group['id'] as string}`
  for (let poll = 0; poll < 5; poll += 1) expect(await asTerraform(200, 'GET', groupAt)).toMatchObject({ displayName: 'Terraform' }) // prettier-ignore
  await asTerraform(204, 'PATCH', groupAt, { description: 'Made by a program' })
  const ana = ids.get('ana') ?? ''
  await asTerraform(204, 'POST', `${groupAt}/members/$ref`, { '@odata.id': `${objects}/${ana}` })
  const twice = await asTerraform(400, 'POST', `${groupAt}/members/$ref`, { '@odata.id': `${objects}/${ana}` })
  expect(JSON.stringify(twice)).toContain('One or more added object references already exist')
  expect((await asTerraform(200, 'GET', `${groupAt}/members?$filter=id eq '${ana}'`))['value']).toMatchObject([{ id: ana }]) // prettier-ignore
  expect((await asTerraform(200, 'GET', `${groupAt}/owners`))['value']).toMatchObject([{ id: me['id'] }])
  expect((await asTerraform(200, 'GET', `${groupAt}/transitiveMembers`))['value']).toMatchObject([{ id: ana }])
  await asTerraform(204, 'DELETE', `${groupAt}/members/${ana}/$ref`)
  await asTerraform(204, 'DELETE', groupAt)
  await asTerraform(404, 'GET', groupAt)
  await asTerraform(403, 'POST', '/v1.0/applications', { displayName: 'Not allowed' })
  // azuread_application_from_template
  const [template] = (await does(200, 'GET', `/v1.0/applicationTemplates?$filter=displayName eq 'Dynamic Signal'`))[
    'value'
  ] as readonly Row[]
  const name = 'TERRAFORM_INSTANTIATE_1'
  const made = await does(201, 'POST', `/v1.0/applicationTemplates/${template?.['id'] as string}/instantiate`, { displayName: name, '@odata.type': '#microsoft.graph.applicationTemplate' }) // prettier-ignore
  const { application, servicePrincipal } = made as Readonly<Record<string, Row>>
  const [appId, sp] = [application?.['appId'] as string, servicePrincipal?.['id'] as string]
  const found = await does(
    200,
    'GET',
    `/v1.0/applications?$filter=applicationTemplateId eq '${template?.['id'] as string}' and displayName eq '${name}'`,
  )
  expect(found['value']).toMatchObject([{ appId, applicationTemplateId: template?.['id'] }])
  const principals = await does(200, 'GET', `/v1.0/servicePrincipals?$filter=appId eq '${appId}'`)
  expect(principals['value']).toMatchObject([{ id: sp, applicationTemplateId: template?.['id'] }])
  await does(204, 'PATCH', `/beta/applications/${application?.['id'] as string}`, {
    displayName: 'Terraform',
    oauth2RequirePostResponse: false,
  })
  await does(204, 'PATCH', `/v1.0/servicePrincipals/${sp}`, { description: 'TERRAFORM_UPDATE_1' })
  await does(204, 'PATCH', `/v1.0/servicePrincipals/${sp}`, { description: null })
  await five(`/v1.0/servicePrincipals/${sp}`)
  // azuread_synchronization_secret
  const at = `/v1.0/servicePrincipals/${sp}/synchronization`
  await does(204, 'PUT', `${at}/secrets`, secrets(token))
  await five(`${at}/secrets`)
  // azuread_synchronization_job
  const job = await does(201, 'POST', `${at}/jobs`, {
    templateId: 'dynamicSignal',
    '@odata.type': '#microsoft.graph.synchronizationJob',
  })
  const path = `${at}/jobs/${job['id'] as string}`
  await five(path)
  await does(204, 'POST', `${path}/start`)
  expect(await does(200, 'GET', path)).toMatchObject({ schedule: { state: 'Active' } })
  await does(204, 'POST', `${path}/pause`)
  expect(await does(200, 'GET', path)).toMatchObject({ schedule: { state: 'Paused' } })
  // azuread_app_role_assignment
  const role = ((servicePrincipal?.['appRoles'] ?? []) as readonly Row[])[0]?.['id']
  const body = { principalId: ids.get('ana'), resourceId: sp, appRoleId: role }
  const given = await does(201, 'POST', `/v1.0/servicePrincipals/${sp}/appRoleAssignedTo`, body)
  const again = await ask('POST', `/v1.0/servicePrincipals/${sp}/appRoleAssignedTo`, body)
  expect(again.status).toBe(400)
  await does(200, 'GET', `/v1.0/servicePrincipals/${sp}/appRoleAssignedTo/${given['id'] as string}`)
  await does(204, 'DELETE', `/v1.0/servicePrincipals/${sp}/appRoleAssignedTo/${given['id'] as string}`)
  // azuread_synchronization_job_provision_on_demand
  const { synchronizationRules } = await does(200, 'GET', `${path}/schema`)
  const ruleId = (synchronizationRules as readonly Row[])[0]?.['id']
  await does(200, 'POST', `${path}/provisionOnDemand`, { parameters: [{ ruleId, subjects: [{ objectId: ids.get('ana'), objectTypeName: 'User' }] }] }) // prettier-ignore
  // Destroyed in the opposite order.
  await does(204, 'DELETE', path)
  await does(404, 'GET', path)
  await does(204, 'PUT', `${at}/secrets`, {
    value: [
      { key: 'BaseAddress', value: '' },
      { key: 'SecretToken', value: '' },
    ],
  })
  expect((await does(200, 'GET', `${at}/secrets`))['value']).toEqual([])
  await does(204, 'DELETE', `/v1.0/servicePrincipals/${sp}`)
  await does(204, 'DELETE', `/v1.0/applications/${application?.['id'] as string}`)
  const gone = await ask('GET', `/v1.0/servicePrincipals/${sp}`)
  expect(gone.text).toMatch(
    /Resource '.+' does not exist or one of its queried reference-property objects are not present/,
  )
})
