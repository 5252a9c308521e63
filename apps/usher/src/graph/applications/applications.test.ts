// The library looks for it when it is loaded.
import 'reflect-metadata'
import { X509CertificateGenerator } from '@peculiar/x509'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from '../test-graph.ts'

let graph: Graph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.close())

const nobody = '0f8fad5b-d9cb-469f-a165-70867728950e'
const custom = '8adf8e6e-67b2-4cf2-a259-e3dc5476c621'
type Row = Readonly<Record<string, unknown>>
const rows = (body: Row): readonly Row[] => body['value'] as readonly Row[]
const make = async (body: object): Promise<Row> => {
  const made = await graph.ask('POST', '/v1.0/applications', body)
  expect(made.status, made.text).toBe(201)
  return made.body
}

test('the gallery is searched by name, and one entry is found by the id that every script knows', async () => {
  const found = await graph.ask('GET', `/v1.0/applicationTemplates?$filter=displayName eq 'dynamic signal'`)
  expect(rows(found.body)).toMatchObject([{ displayName: 'Dynamic Signal', supportedProvisioningTypes: ['sync'] }])
  const many = await graph.ask(
    'GET',
    `/v1.0/applicationTemplates?$filter=contains(displayName,'s')&$top=2&$orderby=displayName desc&$count=true`,
  )
  expect(rows(many.body)).toHaveLength(2)
  expect(many.body['@odata.count']).toBeGreaterThan(2)
  const next = await graph.ask('GET', String(many.body['@odata.nextLink']))
  expect(rows(next.body)[0]?.['id']).not.toBe(rows(many.body)[0]?.['id'])
  const one = await graph.ask('GET', `/v1.0/applicationTemplates/${custom}?$select=displayName`)
  expect(one.body).toMatchObject({ id: custom, displayName: 'SCIM 2.0 application' })
  expect(one.body['publisher']).toBeUndefined()
  expect((await graph.ask('GET', `/v1.0/applicationTemplates/${nobody}`)).status).toBe(404)
  const sync = await graph.ask(
    'GET',
    `/v1.0/applicationTemplates?$filter=supportedProvisioningTypes/any(t:t eq 'sync')`,
  )
  expect(rows(sync.body).length).toBeGreaterThan(10)
})

test('instantiating makes both objects, readable at once and by the template', async () => {
  const made = await graph.ask('POST', `/v1.0/applicationTemplates/${custom}/instantiate`, { displayName: 'Ours' })
  expect(made.status, made.text).toBe(201)
  const { application, servicePrincipal } = made.body as Readonly<Record<string, Row>>
  if (application === undefined || servicePrincipal === undefined) throw new Error(made.text)
  expect(application).toMatchObject({ displayName: 'Ours', applicationTemplateId: custom, identifierUris: [] })
  expect(servicePrincipal).toMatchObject({
    appId: application['appId'],
    appDisplayName: 'Ours',
    applicationTemplateId: custom,
    appRoleAssignmentRequired: true,
    servicePrincipalType: 'Application',
  })
  expect(servicePrincipal['appRoles']).toContainEqual({
    allowedMemberTypes: ['User'], description: 'msiam_access', displayName: 'msiam_access',
    id: 'b9632174-c057-4f7e-951b-be3adc52bfe6', isEnabled: true, origin: 'Application', value: null,
  }) // prettier-ignore
  const by = await graph.ask(
    'GET',
    `/beta/applications?$filter=applicationTemplateId eq '${custom}' and displayName eq 'Ours'`,
  )
  expect(rows(by.body)).toMatchObject([{ id: application['id'] }])
  const sp = await graph.ask('GET', `/v1.0/servicePrincipals?$filter=appId eq '${application['appId']}'`)
  expect(rows(sp.body)).toMatchObject([{ id: servicePrincipal['id'], applicationTemplateId: custom }])
  const key = await graph.ask('GET', `/v1.0/servicePrincipals(appId='${application['appId']}')`)
  expect(key.body['id']).toBe(servicePrincipal['id'])
  expect((await graph.ask('POST', `/v1.0/applicationTemplates/${custom}/instantiate`, {})).status).toBe(400)
  expect(
    (await graph.ask('POST', `/v1.0/applicationTemplates/${nobody}/instantiate`, { displayName: 'x' })).status,
  ).toBe(404)
})

test('an application is changed, found by its names, deleted with its service principal', async () => {
  const app = await make({ displayName: 'Ledger', tags: ['one'], web: { redirectUris: ['https://a.example'] } })
  expect(app).toMatchObject({
    signInAudience: 'AzureADMyOrg',
    web: { redirectUris: ['https://a.example'], homePageUrl: null },
  })
  const at = `/v1.0/applications/${app['id']}`
  expect((await graph.ask('PATCH', at, { displayName: 'Ledger 2', notes: 'n', tags: ['two'] })).status).toBe(204)
  expect((await graph.ask('GET', at)).body).toMatchObject({ displayName: 'Ledger 2', notes: 'n', tags: ['two'] })
  await graph.ask('PATCH', at, { notes: null })
  expect((await graph.ask('GET', at)).body['notes']).toBeNull()
  const tagged = await graph.ask('GET', `/v1.0/applications?$filter=tags/any(t:t eq 'two')&$select=id`)
  expect(rows(tagged.body)).toEqual([{ id: app['id'] }])
  const sp = await graph.ask('POST', '/v1.0/servicePrincipals', { appId: app['appId'] })
  expect(sp.status, sp.text).toBe(201)
  const again = await graph.ask('POST', '/v1.0/servicePrincipals', { appId: app['appId'] })
  expect(again.body['error']).toMatchObject({ code: 'Request_MultipleObjectsWithSameKeyValue' })
  expect((await graph.ask('DELETE', at)).status).toBe(204)
  expect((await graph.ask('GET', at)).status).toBe(404)
  expect((await graph.ask('GET', `/v1.0/servicePrincipals/${sp.body['id'] as string}`)).status).toBe(404)
})

test('by its unique name an application is made once and changed after', async () => {
  const at = `/v1.0/applications(uniqueName='ledger')`
  expect((await graph.ask('PATCH', at, { displayName: 'L' })).status).toBe(404)
  const made = await graph.ask('PATCH', at, { displayName: 'L' }, { prefer: 'create-if-missing' })
  expect(made.status, made.text).toBe(201)
  expect((await graph.ask('PATCH', at, { displayName: 'L2' }, { prefer: 'create-if-missing' })).status).toBe(204)
  expect((await graph.ask('GET', at)).body).toMatchObject({
    id: made.body['id'],
    displayName: 'L2',
    uniqueName: 'ledger',
  })
})

test('app roles are the same on both sides; one that is enabled does not go', async () => {
  const role = (isEnabled: boolean) => ({ id: nobody, displayName: 'Editor', description: 'Edits', value: 'Editor', isEnabled, allowedMemberTypes: ['User'] }) // prettier-ignore
  const app = await make({ displayName: 'Roles' })
  const sp = (await graph.ask('POST', '/v1.0/servicePrincipals', { appId: app['appId'] })).body
  const [a, s] = [`/v1.0/applications/${app['id']}`, `/v1.0/servicePrincipals/${sp['id'] as string}`]
  expect((await graph.ask('PATCH', s, { appRoles: [role(true)] })).status).toBe(204)
  expect((await graph.ask('GET', a)).body['appRoles']).toMatchObject([{ value: 'Editor' }])
  const refused = await graph.ask('PATCH', a, { appRoles: [] })
  expect(refused.body.error?.code).toBe('CannotDeleteOrUpdateEnabledEntitlement')
  expect((await graph.ask('PATCH', a, { appRoles: [role(false)] })).status).toBe(204)
  expect((await graph.ask('PATCH', a, { appRoles: [] })).status).toBe(204)
  expect((await graph.ask('GET', s)).body['appRoles']).toEqual([])
})

test('a secret is shown once, and goes by its key', async () => {
  const app = await make({ displayName: 'Client' })
  const at = `/v1.0/applications/${app['id']}`
  const made = await graph.ask('POST', `${at}/addPassword`, { passwordCredential: { displayName: 'ci' } })
  expect(made.status, made.text).toBe(200)
  expect(made.body).toMatchObject({ displayName: 'ci', hint: String(made.body['secretText']).slice(0, 3) })
  expect(String(made.body['secretText']).length).toBeGreaterThan(42)
  const seen = (await graph.ask('GET', at)).body as Row
  expect(seen['passwordCredentials']).toMatchObject([
    { keyId: made.body['keyId'], secretText: null, displayName: 'ci' },
  ])
  expect((await graph.ask('POST', `${at}/removePassword`, { keyId: made.body['keyId'] })).status).toBe(204)
  expect((await graph.ask('POST', `${at}/removePassword`, { keyId: made.body['keyId'] })).status).toBe(400)
  const past = { endDateTime: '2020-01-01T00:00:00Z' }
  expect((await graph.ask('POST', `${at}/addPassword`, { passwordCredential: past })).status).toBe(400)
})

/** A self-signed one with an RSA key: base64 of its DER. */
async function certificate(name: string): Promise<string> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: 2048,
  }
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const made = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
  })
  return Buffer.from(made.rawData).toString('base64')
}

test('a certificate is kept without its key material in answers, found by its key, and goes when it is left out', async () => {
  const key = await certificate('client.contoso.example')
  const app = await make({
    displayName: 'Certified',
    keyCredentials: [{ type: 'AsymmetricX509Cert', usage: 'Verify', key }],
  })
  const [shown] = app['keyCredentials'] as readonly Row[]
  expect(shown).toMatchObject({
    key: null,
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
    customKeyIdentifier: expect.stringMatching(/^[0-9A-F]{40}$/) as string,
  })
  const found = await graph.ask(
    'GET',
    `/v1.0/applications?$filter=keyCredentials/any(k:k/keyId eq ${String(shown?.['keyId'])})&$select=id`,
  )
  expect(rows(found.body)).toEqual([{ id: app['id'] }])
  const at = `/v1.0/applications/${app['id']}`
  expect((await graph.ask('PATCH', at, { keyCredentials: [{ keyId: shown?.['keyId'] }] })).status).toBe(204)
  expect((await graph.ask('GET', at)).body['keyCredentials']).toHaveLength(1)
  expect((await graph.ask('PATCH', at, { keyCredentials: [] })).status).toBe(204)
  expect((await graph.ask('GET', at)).body['keyCredentials']).toEqual([])
})

test('a logo is a picture, and comes back as it was sent', async () => {
  const app = await make({ displayName: 'Logo' })
  const url = `${graph.url}/v1.0/applications/${app['id']}/logo`
  const headers = { authorization: `Bearer ${graph.token}` }
  const picture = Buffer.from('89504e470d0a1a0a00ff', 'hex')
  expect((await fetch(url, { headers })).status).toBe(404)
  const put = (type: string): Promise<Response> =>
    fetch(url, { method: 'PUT', headers: { ...headers, 'content-type': type }, body: picture })
  expect((await put('image/svg+xml')).status).toBe(400)
  expect((await put('image/png')).status).toBe(204)
  const got = await fetch(url, { headers })
  expect(got.headers.get('content-type')).toBe('image/png')
  expect(Buffer.from(await got.arrayBuffer())).toEqual(picture)
})

test('people and clients own applications; the host of a reference does not matter', async () => {
  const app = await make({ displayName: 'Owned' })
  const sp = (await graph.ask('POST', '/v1.0/servicePrincipals', { appId: app['appId'] })).body
  const at = `/v1.0/applications/${app['id']}/owners`
  const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${sp['id'] as string}` }
  expect((await graph.ask('POST', `${at}/$ref`, reference)).status).toBe(204)
  const twice = await graph.ask('POST', `${at}/$ref`, reference)
  expect(twice.body.error?.message).toContain('One or more added object references already exist')
  expect(rows((await graph.ask('GET', at)).body)).toMatchObject([
    { '@odata.type': '#microsoft.graph.servicePrincipal', id: sp['id'] },
  ])
  const owned = await graph.ask('GET', `/v1.0/servicePrincipals/${sp['id'] as string}/ownedObjects`)
  expect(rows(owned.body)).toMatchObject([{ '@odata.type': '#microsoft.graph.application', id: app['id'] }])
  expect((await graph.ask('DELETE', `${at}/${sp['id'] as string}/$ref`)).status).toBe(204)
  expect((await graph.ask('DELETE', `${at}/${sp['id'] as string}/$ref`)).status).toBe(404)
  expect((await graph.ask('POST', `${at}/$ref`, { '@odata.id': 'x' })).body.error?.message).toContain(
    'Not a valid reference update',
  )
  expect((await graph.ask('POST', `${at}/$ref`, { '@odata.id': nobody })).status).toBe(404)
})

test('a list is paged by links, counted with ConsistencyLevel, searched by words', async () => {
  for (const name of ['Zeta one', 'Zeta two', 'Zeta three']) await make({ displayName: name })
  const first = await graph.ask('GET', `/v1.0/applications?$filter=startswith(displayName,'Zeta')&$top=2&$orderby=displayName&$count=true`, undefined, { consistencylevel: 'eventual' }) // prettier-ignore
  expect(first.body['@odata.count']).toBe(3)
  expect(rows(first.body).map((one) => one['displayName'])).toEqual(['Zeta one', 'Zeta three'])
  const second = await graph.ask('GET', String(first.body['@odata.nextLink']))
  expect(rows(second.body).map((one) => one['displayName'])).toEqual(['Zeta two'])
  expect(second.body['@odata.nextLink']).toBeUndefined()
  const found = await graph.ask('GET', `/v1.0/applications?$search="displayName:thr"`, undefined, {
    consistencylevel: 'eventual',
  })
  expect(rows(found.body)).toHaveLength(1)
  expect(
    (await graph.ask('GET', '/v1.0/applications/$count', undefined, { consistencylevel: 'eventual' })).text,
  ).toMatch(/^\d+$/)
  expect((await graph.ask('GET', '/v1.0/applications/$count')).status).toBe(400)
})

test('owners and assignments are shown beside an object, and what there is none of is an empty list', async () => {
  const app = await make({ displayName: 'Beside' })
  const sp = (await graph.ask('POST', '/v1.0/servicePrincipals', { appId: app['appId'] })).body
  await graph.ask('POST', `/v1.0/applications/${app['id']}/owners/$ref`, { '@odata.id': `x/${sp['id'] as string}` })
  const one = await graph.ask('GET', `/v1.0/applications/${app['id']}?$expand=owners($select=id)&$select=displayName`)
  expect(one.body).toMatchObject({ displayName: 'Beside', owners: [{ id: sp['id'] }] })
  const many = await graph.ask(
    'GET',
    `/v1.0/servicePrincipals?$filter=id eq '${sp['id'] as string}'&$expand=appRoleAssignedTo`,
  )
  expect(rows(many.body)).toMatchObject([{ id: sp['id'], appRoleAssignedTo: [] }])
  expect((await graph.ask('GET', '/v1.0/applications?$expand=nothing')).status).toBe(400)
  const none = await graph.ask('GET', `/v1.0/servicePrincipals/${sp['id'] as string}/oauth2PermissionGrants`)
  expect(none.body['value']).toEqual([])
})

test.each([
  ['POST', '/v1.0/applications', {}, 400],
  ['POST', '/v1.0/applications', { displayName: 7 }, 400],
  ['POST', '/v1.0/applications', { displayName: 'x'.repeat(300) }, 400],
  ['POST', '/v1.0/applications', '{"displayName":"a\\u0000b"}', 400],
  ['POST', '/v1.0/applications', '{"displayName":"a\\ud800"}', 400],
  ['POST', '/v1.0/applications', { displayName: 'x', nothing: 1 }, 400],
  ['POST', '/v1.0/applications', { displayName: 'x', appId: nobody }, 400],
  ['POST', '/v1.0/applications', { displayName: 'x', tags: 'a' }, 400],
  ['POST', '/v1.0/applications', { displayName: 'x', appRoles: [{ id: 'no' }] }, 400],
  ['POST', '/v1.0/applications', { displayName: 'x', keyCredentials: [{ key: 'AAAA' }] }, 400],
  ['POST', '/v1.0/applications', { displayName: 'x', 'owners@odata.bind': ['nobody'] }, 400],
  ['POST', '/v1.0/applications', '{', 400],
  ['POST', '/v1.0/servicePrincipals', { appId: nobody }, 400],
  ['POST', '/v1.0/servicePrincipals', {}, 400],
  ['GET', '/v1.0/applications/nonsense', undefined, 404],
  ['GET', '/v1.0/applications/%00', undefined, 400],
  ['GET', `/v1.0/servicePrincipals(appId='x')`, undefined, 404],
  ['GET', `/v1.0/applications?$filter=nothing eq 'x'`, undefined, 400],
  ['GET', `/v1.0/applications?$filter=id eq 'x'`, undefined, 200],
  ['GET', '/v1.0/applications?$top=1000', undefined, 400],
  ['GET', '/v1.0/applications?$skip=1', undefined, 400],
  ['GET', '/v1.0/applications?$skiptoken=nonsense', undefined, 400],
  ['PATCH', `/v1.0/applications/${nobody}`, { displayName: 'x' }, 404],
  ['DELETE', `/v1.0/servicePrincipals/${nobody}`, undefined, 404],
  ['GET', `/v1.0/servicePrincipals/${nobody}/appRoleAssignedTo/x`, undefined, 404],
] as const)('%s %s with %o is answered %#', async (method, path, body, status) => {
  const answer = await graph.ask(method, path, body)
  expect(answer.status, answer.text).toBe(status)
  if (status >= 400) expect(answer.body.error?.message).not.toBe('')
})

test('the service principal that was not found is told by the sentence that Terraform waits for', async () => {
  const answer = await graph.ask('POST', '/v1.0/servicePrincipals', { appId: nobody })
  expect(answer.body.error?.message).toBe(
    `The appId '${nobody}' of the service principal does not reference a valid application object.`,
  )
})
