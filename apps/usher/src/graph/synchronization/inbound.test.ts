/** What becomes of people whom clients send (graph-api.md 13 G, engine.md section 14, BT-27). */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type Graph } from '../test-graph.ts'

type Row = Readonly<Record<string, unknown>>
type Line = Row & {
  readonly provisioningAction: string
  readonly provisioningStatusInfo: { readonly status: string; readonly errorInformation: Row | null }
  readonly sourceIdentity: Row
  readonly provisioningSteps: readonly {
    readonly name: string
    readonly status: string
    readonly description: string
  }[]
  readonly modifiedProperties: readonly Row[]
}
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
let graph: Graph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.close())

async function job(
  name: string,
): Promise<{ at: string; send(...people: readonly Row[]): Promise<string>; lines(): Promise<readonly Line[]> }> {
  const made = await graph.ask('POST', '/v1.0/applicationTemplates/2b0a5e64-7d5b-4b44-a0c5-9d3f6f2f0c18/instantiate', { displayName: name }) // prettier-ignore
  const jobs = `/v1.0/servicePrincipals/${(made.body['servicePrincipal'] as Row)['id']}/synchronization/jobs`
  const { body } = await graph.ask('POST', jobs, { templateId: 'API2AAD' })
  const at = `${jobs}/${body['id'] as string}`
  await graph.ask('POST', `${at}/start`)
  const log = `/v1.0/auditLogs/provisioning/?$filter=${encodeURIComponent(`jobid eq '${body['id'] as string}'`)}&$top=1000`
  return {
    at,
    async send(...people) {
      const bulk = {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations: people.map((data, n) => ({ method: 'POST', bulkId: `b${n}`, path: '/Users', data })),
      }
      const answer = await graph.ask('POST', `${at}/bulkUpload`, bulk, { 'content-type': 'application/scim+json' })
      expect(answer.status, answer.text).toBe(202)
      return answer.headers.get('location') ?? ''
    },
    async lines() {
      const { status, body: found, text } = await graph.ask('GET', log)
      expect(status, text).toBe(200)
      return found['value'] as readonly Line[]
    },
  }
}
async function until<T>(look: () => Promise<T>, good: (seen: T) => boolean): Promise<T> {
  for (let turn = 0; ; turn++) {
    const seen = await look()
    if (good(seen)) return seen
    if (turn > 100) expect.fail(`It did not come: ${JSON.stringify(seen).slice(0, 2000)}`)
    await sleep(100)
  }
}
async function user(key: string): Promise<Row & { readonly attributes: Row }> {
  const { body } = await graph.ask('GET', `/usher/users/${encodeURIComponent(key)}`)
  return (body['user'] ?? body) as never
}
const person = (key: string, rest: Row = {}): Row => ({
  externalId: key,
  userName: `${key}@contoso.example`,
  displayName: `Person ${key}`,
  active: true,
  ...rest,
})

test('G: three people are made, one inactive, one with a manager by externalId who comes in another call', async () => {
  const hr = await job('HR')
  await hr.send(person('g1', { [enterprise]: { manager: { value: 'g3' } } }), person('g2', { active: false }))
  await until(() => hr.lines(), (lines) => lines.filter(({ provisioningAction }) => provisioningAction === 'create').length === 2) // prettier-ignore
  const location = await hr.send(person('g3'))
  const { body } = await until(
    () => graph.ask('GET', location),
    ({ body: seen }) =>
      (seen['value'] as readonly Line[]).filter((one) => one.provisioningAction === 'create').length === 3,
  )
  const g3 = (body['value'] as readonly Line[]).find(({ sourceIdentity }) => sourceIdentity['id'] === 'g3')
  expect(g3).toMatchObject({
    provisioningAction: 'create',
    provisioningStatusInfo: { status: 'success', errorInformation: null },
    sourceSystem: { displayName: 'API' },
    targetSystem: { displayName: 'Usher directory' },
    servicePrincipal: { displayName: 'HR' },
    sourceIdentity: { id: 'g3', displayName: 'Person g3' },
  })
  expect(g3?.provisioningSteps.map(({ name }) => name)).toEqual([
    'Import from API',
    'Match user',
    'Determine if user is in scope',
    'Provision user',
  ])
  expect(g3?.modifiedProperties).toContainEqual({ displayName: 'employeeId', oldValue: null, newValue: 'g3' })
  const [g1, g2] = [await user('g1'), await user('g2')]
  expect(g1).toMatchObject({ accountEnabled: true, managerId: (await user('g3'))['id'], attributes: { displayName: 'Person g1', mailNickname: 'g1' } }) // prettier-ignore
  expect(g2).toMatchObject({ accountEnabled: false })
})

test('BT-27: what is left out stays, what is null is cleared; somebody found by employeeId is updated, whoever made them', async () => {
  const hr = await job('Partial')
  await hr.send(person('p1', { title: 'Chef', name: { givenName: 'Ana', familyName: 'Silva' }, [enterprise]: { department: 'Kitchen', manager: { value: 'nobody' } } })) // prettier-ignore
  await until(
    () => hr.lines(),
    (lines) => lines.length >= 2,
  )
  await hr.send({ externalId: 'p1', title: null, name: { familyName: 'Souza' } })
  const lines = await until(() => hr.lines(), (seen) => seen.some(({ provisioningAction }) => provisioningAction === 'update')) // prettier-ignore
  expect(await user('p1')).toMatchObject({
    accountEnabled: true,
    userPrincipalName: 'p1@contoso.example',
    managerKey: 'nobody',
    attributes: { displayName: 'Person p1', givenName: 'Ana', surname: 'Souza', department: 'Kitchen' },
  })
  expect((await user('p1')).attributes).not.toHaveProperty('jobTitle')
  expect(lines.find(({ provisioningAction }) => provisioningAction === 'update')?.modifiedProperties).toEqual([
    { displayName: 'jobTitle', oldValue: 'Chef', newValue: null },
    { displayName: 'surname', oldValue: 'Silva', newValue: 'Souza' },
  ])
  expect(lines.find(({ provisioningStatusInfo: { status } }) => status === 'warning')?.provisioningSteps.at(-1)?.description).toBe('the manager nobody is not in the directory') // prettier-ignore
  await hr.send({ externalId: 'p1', [enterprise]: { manager: null } })
  await until(
    () => user('p1'),
    ({ managerKey }) => managerKey === null,
  )
})

test('whoever is said of twice in one call gets both, in their order', async () => {
  const hr = await job('Twice')
  await hr.send(
    person('t1', { title: 'One' }),
    { externalId: 't1', title: 'Two' },
    { externalId: 't1', userType: 'Intern' },
  )
  const t1 = await until(
    () => user('t1'),
    (seen) => seen.attributes?.['employeeType'] === 'Intern',
  )
  expect(t1.attributes).toMatchObject({ jobTitle: 'Two', displayName: 'Person t1' })
})

test('who cannot be made, or names nobody, has a line that says why; the others go on', async () => {
  const hr = await job('Wrong')
  await hr.send(person('w1'), person('w2', { userName: 'w1@contoso.example' }), { externalId: 'w3' }, { userName: 'w4@x' }, person('w'.repeat(300)), person('w5', { title: 7 })) // prettier-ignore
  const lines = await until(
    () => hr.lines(),
    (seen) => seen.length >= 6,
  )
  const failed = lines.filter(({ provisioningStatusInfo: { status } }) => status === 'failure')
  expect(failed.map(({ sourceIdentity, provisioningSteps }) => [sourceIdentity['id'], provisioningSteps.at(-1)?.description].join(' | ')).toSorted()).toEqual([
    ' | names nobody: Mapping to employeeId: it has at most 256 characters.',
    ' | names nobody: There is nothing in externalId.',
    'w2 | The userPrincipalName w1@contoso.example belongs to another person.',
    'w3 | There is no userPrincipalName, and a new person needs one.',
  ]) // prettier-ignore
  expect(await user('w5')).toMatchObject({ accountEnabled: true })
})

test('whoever does not pass the scoping filter is left, and a custom attribute may be mapped', async () => {
  const hr = await job('Scoped')
  const { body: schema } = await graph.ask('GET', `${hr.at}/schema`)
  const custom = 'urn:ietf:params:scim:schemas:extension:csuser:1.0:User:pronouns'
  const [rule] = schema['synchronizationRules'] as {
    objectMappings: { scope: unknown; attributeMappings: unknown[] }[]
  }[]
  const [mapping] = rule?.objectMappings ?? []
  if (mapping === undefined) expect.fail('There is no mapping.')
  const clause = { sourceOperandName: 'title', operatorName: 'EQUALS', targetOperand: { values: ['Employee'] } }
  mapping.scope = { groups: [{ name: 'Employees', clauses: [clause] }] }
  mapping.attributeMappings.push({ targetAttributeName: 'extensionAttribute1', source: { expression: `[${custom}]` } })
  const directories = schema['directories'] as { name: string; objects: { attributes: unknown[] }[] }[]
  directories.find(({ name }) => name === 'API')?.objects[0]?.attributes.push({ name: custom, type: 'String' })
  const saved = await graph.ask('PUT', `${hr.at}/schema`, schema)
  expect(saved.status, saved.text).toBe(204)
  await hr.send(person('s1', { title: 'Guest' }), person('s2', { title: 'Employee', 'urn:ietf:params:scim:schemas:extension:csuser:1.0:User': { pronouns: 'they' } })) // prettier-ignore
  const lines = await until(
    () => hr.lines(),
    (seen) => seen.length >= 2,
  )
  expect(lines.find(({ sourceIdentity }) => sourceIdentity['id'] === 's1')).toMatchObject({
    provisioningStatusInfo: { status: 'skipped' },
  })
  expect((await graph.ask('GET', '/usher/users/s1')).status).toBe(404)
  expect((await user('s2')).attributes).toMatchObject({ extensionAttribute1: 'they' })
  mapping.attributeMappings.push({ targetAttributeName: 'town', source: { expression: '[title]' } })
  const refused = await graph.ask('PUT', `${hr.at}/schema`, schema)
  expect([refused.status, refused.body.error?.message]).toEqual([400, expect.stringContaining('town')])
})

test('the guard: too many who would be disabled are held, and go when a person allows it', async () => {
  const hr = await job('Guarded')
  const keys = Array.from({ length: 20 }, (_, n) => `d${n}`)
  await hr.send(...keys.map((key) => person(key)))
  await until(
    () => hr.lines(),
    (seen) => seen.length === 20,
  )
  await hr.send(...keys.map((key) => ({ externalId: key, active: false, title: 'Left' })))
  const lines = await until(
    () => hr.lines(),
    (seen) => seen.length >= 60,
  )
  expect(lines.filter(({ provisioningAction }) => provisioningAction === 'stagedDelete')).toHaveLength(20)
  expect(await user('d1')).toMatchObject({ accountEnabled: true, attributes: { jobTitle: 'Left' } })
  const { status } = (await graph.ask('GET', hr.at)).body as { status: { code: string; quarantine: Row } }
  expect([status.code, status.quarantine['reason']]).toEqual(['Quarantine', 'TooManyDeletes'])
  await hr.send({ externalId: 'd0', active: true })
  await hr.send({ externalId: 'd0', title: 'Stays' })
  await until(
    () => user('d0'),
    (seen) => seen.attributes['jobTitle'] === 'Stays',
  )
  await graph.ask('POST', `${hr.at}/restart`, { criteria: { resetScope: 'ForceDeletes' } })
  await until(
    () => user('d1'),
    ({ accountEnabled }) => accountEnabled === false,
  )
  expect(await user('d0')).toMatchObject({ accountEnabled: true })
  expect((await hr.lines()).filter(({ provisioningAction }) => provisioningAction === 'disable')).toHaveLength(19)
})

test('a few who leave are disabled at once', async () => {
  const hr = await job('Leavers')
  await hr.send(person('l1'), person('l2'))
  await hr.send({ externalId: 'l1', active: false })
  await until(
    () => user('l1'),
    ({ accountEnabled }) => accountEnabled === false,
  )
  await hr.send({ externalId: 'l1', title: 'Still out' })
  await until(
    () => user('l1'),
    (seen) => seen.attributes['jobTitle'] === 'Still out',
  )
  expect(await user('l1')).toMatchObject({ accountEnabled: false })
})
