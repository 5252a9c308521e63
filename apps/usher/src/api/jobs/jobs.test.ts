import { beforeEach, describe, expect, test } from 'vitest'
import { startProvider } from '../../testing/provider.ts'
import { withApplications } from '../test-applications.ts'

const at = withApplications('dynamic-signal', ['ana', 'bea'])
const { ask } = at
const connect = (job = '') =>
  ask('PATCH', `${at.app}/settings${job}`, { tenantUrl: at.provider.tenantUrl, secretToken: 'x', scope: 'all' })
const stop = () => ask('POST', `${at.app}/stop`)

test('an application has one job at first, and more when they are made; each is meant by name', async () => {
  expect(await ask('POST', `${at.app}/jobs`, { name: 'Contractors' })).toMatchObject({ status: 200, body: { name: 'Contractors' } }) // prettier-ignore
  const { body } = await ask('GET', `${at.app}/jobs`)
  expect(body['jobs']).toMatchObject([
    { name: at.name, job: { name: 'Provisioning' } },
    { name: at.name, job: { name: 'Contractors' } },
  ])
  expect(await ask('GET', `${at.app}/settings`)).toMatchObject({
    status: 409,
    body: {
      error: { message: `${at.name} has more than one job: "Provisioning", "Contractors". Say which: --job NAME.` },
    },
  })
  await ask('PATCH', `${at.app}/settings?job=Contractors`, { interval: 7 })
  expect((await ask('GET', `${at.app}/settings?job=Contractors`)).body).toMatchObject({
    interval: 7,
    job: 'Contractors',
  })
  expect((await ask('GET', `${at.app}/settings?job=Provisioning`)).body).toMatchObject({ interval: 40 })
  const schema = (await ask('GET', `${at.app}/schema?job=Contractors`)).body
  expect(await ask('PUT', `${at.app}/schema?job=Contractors`, { ...schema, mine: 1 })).toMatchObject({
    body: { saved: true },
  })
  expect((await ask('GET', `${at.app}/schema?job=Provisioning`)).body['mine']).toBeUndefined()
  const why = (await ask('GET', `/usher/why?who=ana@contoso.example&app=${encodeURIComponent(at.name)}`)).body
  expect(why['applications']).toMatchObject([{ jobName: 'Provisioning' }, { jobName: 'Contractors' }])
  const status = (await ask('GET', '/usher/status')).body['applications'] as { name: string }[]
  expect(status.filter((one) => one.name === at.name)).toHaveLength(2)
  expect(await ask('DELETE', `${at.app}/jobs/Provisioning`)).toMatchObject({
    body: { name: 'Provisioning', active: 0 },
  })
  expect((await ask('GET', `${at.app}/settings`)).body).toMatchObject({ interval: 7 })
})

test('settings are saved whole or not at all: no secret is stored when something beside it is refused', async () => {
  const before = (await ask('GET', `${at.app}/settings`)).body
  const refused = await ask('PATCH', `${at.app}/settings`, { tenantUrl: at.provider.tenantUrl, secretToken: 'x', deleteAfterDays: 3 }) // prettier-ignore
  expect(refused).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining('does not support delete') as string } } }) // prettier-ignore
  expect((await ask('GET', `${at.app}/settings`)).body).toEqual(before)
})

test('a removed job leaves accounts and log as they are', async () => {
  await connect()
  await ask('POST', `${at.app}/run`, { yes: true })
  expect(at.provider.users.size).toBe(2)
  expect(await ask('DELETE', `${at.app}/jobs/provisioning`)).toMatchObject({ body: { active: 2 } })
  expect([...at.provider.users.values()].map(({ active }) => active)).toEqual([true, true])
  expect(await ask('GET', `${at.app}/status`)).toMatchObject({ status: 404, body: { error: { message: `${at.name} has no job. usher job add "${at.name}" NAME makes one.` } } }) // prettier-ignore
})

describe('a restart', () => {
  test('says what it forgets and how many accounts are taken away first', async () => {
    await connect()
    await ask('POST', `${at.app}/run`, { yes: true })
    await stop()
    await ask('PATCH', `${at.app}/settings`, { scope: 'assigned' })
    const done = await ask('POST', `${at.app}/restart`, { resetScope: 'Full' })
    expect(done.body).toMatchObject({
      resetScope: ['Watermark', 'Escrows', 'QuarantineState', 'ConnectorDataStore'],
      says: 'everybody is read and compared again; failures are forgotten; quarantine is lifted; links are forgotten, so that accounts are matched again',
      leavers: 2,
    })
    await expect
      .poll(async () => (await ask('GET', `${at.app}/status`)).body['job'], { timeout: 15_000 })
      .toMatchObject({ state: 'Active', linked: 0, active: 0 })
    expect([...at.provider.users.values()].map(({ active }) => active)).toEqual([false, false])
  })

  test('without a scope is that of the console; with a wrong one nothing happens', async () => {
    await connect()
    await ask('POST', `${at.app}/run`, { yes: true })
    expect((await ask('POST', `${at.app}/restart`)).body['resetScope']).toEqual([
      'QuarantineState',
      'Watermark',
      'Escrows',
    ])
    expect(await ask('POST', `${at.app}/restart`, { resetScope: 'All' })).toMatchObject({ status: 400 })
    expect(await ask('GET', `${at.app}/object-connections?type=bogus`)).toMatchObject({ status: 400 })
  })

  test('of a job that was never started is refused', async () => {
    expect(await ask('POST', `${at.app}/restart`)).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('was never started') } },
    })
  })
})

describe('object connections', () => {
  const ana = () => `${at.app}/object-connections/ana@contoso.example`
  beforeEach(async () => {
    await connect()
    await ask('POST', `${at.app}/run`, { yes: true })
  })
  const accounts = () => [...at.provider.users].map(([id, { userName }]) => ({ id, userName: String(userName) }))
  const accountOf = (who: string) => accounts().find(({ userName }) => userName.startsWith(who))?.id ?? ''

  test('CY-25: while the job runs they can be read and searched, not changed', async () => {
    expect((await ask('GET', `${at.app}/object-connections?search=ana`)).body).toMatchObject({
      total: 1,
      next: null,
      connections: [{ displayName: 'ana', targetAnchor: accountOf('ana'), state: 'managed', active: true }],
    })
    const first = (await ask('GET', `${at.app}/object-connections?limit=1`)).body
    expect(first['next']).toMatch(/^User\//)
    const second = await ask(
      'GET',
      `${at.app}/object-connections?limit=2&after=${encodeURIComponent(String(first['next']))}`,
    )
    expect(second.body).toMatchObject({ total: 2, next: null, connections: [{}] })
    expect((await ask('GET', ana())).body).toMatchObject({ targetAnchor: accountOf('ana') })
    const busy = { status: 409, body: { error: { message: `Provisioning of ${at.name} runs. Stop it first: usher stop "${at.name}"; usher run goes on with it afterwards.` } } } // prettier-ignore
    expect(await ask('DELETE', ana())).toMatchObject(busy)
    expect(await ask('PUT', ana(), { targetAnchor: accountOf('ana') })).toMatchObject(busy)
  })

  test('CY-25: a removed one is gone; the next cycle matches again, though nothing changed', async () => {
    await stop()
    expect((await ask('DELETE', ana())).body).toMatchObject({ removed: true, targetAnchor: accountOf('ana') })
    expect((await ask('DELETE', ana())).body).toMatchObject({ removed: false })
    expect(await ask('GET', ana())).toMatchObject({ status: 404 })
    expect(at.provider.users.size).toBe(2)
    const before = at.provider.asked.filter((one) => !one.startsWith('GET')).length
    await ask('POST', `${at.app}/run`, { yes: true })
    expect((await ask('GET', ana())).body).toMatchObject({ targetAnchor: accountOf('ana') })
    expect(at.provider.asked.filter((one) => !one.startsWith('GET'))).toHaveLength(before)
  })

  test('another account is linked when it exists and is nobody’s; the next cycle makes it what it should be', async () => {
    await stop()
    at.provider.users.set('second', { schemas: [], userName: 'old@contoso.example', active: false })
    expect(await ask('PUT', ana(), { targetAnchor: 'nowhere' })).toMatchObject({
      status: 404,
      body: { error: { message: `${at.name} has no User with the id nowhere. Copy the id from its own console.` } },
    })
    expect(await ask('PUT', ana(), { targetAnchor: accountOf('bea') })).toMatchObject({ status: 409 })
    const before = accountOf('ana')
    expect((await ask('PUT', ana(), { targetAnchor: 'second' })).body).toMatchObject({
      targetAnchor: 'second',
      active: false,
    })
    at.provider.users.delete(before)
    await ask('POST', `${at.app}/run`, { yes: true })
    expect(at.provider.users.get('second')).toMatchObject({ userName: 'ana@contoso.example', active: true })
    expect(at.provider.users.size).toBe(2)
  })

  test('of somebody who is nowhere there is none', async () => {
    for (const method of ['GET', 'DELETE'])
      expect(await ask(method, `${at.app}/object-connections/eve`)).toMatchObject({ status: 404 })
  })
})

test('whether a role is required is set for the application, and who is in scope for the job', async () => {
  expect((await ask('PATCH', at.app, { requiresRole: false })).body).toMatchObject({ requiresRole: false })
  expect((await ask('GET', at.app)).body).toMatchObject({ requiresRole: false })
  expect(await ask('PATCH', at.app, { color: 'red' })).toMatchObject({ status: 400 })
  expect((await ask('PATCH', `${at.app}/settings`, { scope: 'all', nestedGroups: true })).body).toMatchObject({ scope: 'all', nestedGroups: true }) // prettier-ignore
  expect((await ask('GET', `${at.app}/settings`)).body).toMatchObject({ scope: 'all', nestedGroups: true })
})

test('a ceiling of requests is set, said with what else holds, and taken back', async () => {
  const settings = `${at.app}/settings`
  expect((await ask('GET', settings)).body).toMatchObject({ pace: { perSecond: null, atOnce: null } })
  expect((await ask('PATCH', settings, { pace: { perSecond: 4 } })).body).toMatchObject({
    pace: { perSecond: 4, atOnce: null },
    paceInForce: expect.stringMatching(/^at most \d+ at once; .*all: 4 in 1 s$/) as string,
  })
  expect((await ask('PATCH', settings, { pace: { atOnce: 2, perSecond: null } })).body).toMatchObject({
    pace: { perSecond: null, atOnce: 2 },
    paceInForce: expect.stringMatching(/^at most 2 at once/) as string,
  })
  expect(await ask('PATCH', settings, { pace: { perSecond: 0 } })).toMatchObject({ status: 400 })
})

test('why, log and plan are asked about a group as about a person', async () => {
  await ask('POST', '/usher/groups', { displayName: 'Asked' })
  const { body } = await ask('GET', `/usher/why?who=asked&app=${encodeURIComponent(at.name)}`)
  expect(body).toMatchObject({
    user: null,
    group: { displayName: 'Asked' },
    applications: [{ problem: 'Groups are not provisioned here: its mappings have none of groups that is enabled.' }],
  })
  const own = `Own ${at.name}`
  await ask('POST', '/usher/apps', { template: 'generic', name: own })
  await ask('PATCH', `/usher/apps/${encodeURIComponent(own)}/settings`, { tenantUrl: at.provider.tenantUrl, secretToken: 'x' }) // prettier-ignore
  await ask('POST', `/usher/apps/${encodeURIComponent(own)}/assignments`, { who: 'Asked' })
  const asked = await ask('GET', `/usher/why?who=asked&app=${encodeURIComponent(own)}`)
  expect(asked.body).toMatchObject({ applications: [{ inScope: true, plan: { action: 'create' }, problem: null }] })
  expect((await ask('GET', `/usher/log?who=asked&app=${encodeURIComponent(own)}`)).body).toEqual({
    entries: [],
    next: null,
  })
  const plan = await ask('GET', `/usher/apps/${encodeURIComponent(own)}/plan?who=asked`)
  expect(plan.body).toMatchObject({ plan: { create: 1, read: 1 } })
  await ask('POST', '/usher/groups/Asked/members', { members: ['ana@contoso.example', 'bea@contoso.example'] })
  const members = await ask('GET', `/usher/apps/${encodeURIComponent(own)}/plan`)
  expect(members.body).toMatchObject({ plan: { create: 3, update: 0, members: { added: 2, removed: 0 } } })
  await ask('PATCH', '/usher/groups/Asked', { securityEnabled: false })
  const given = await ask('GET', `/usher/apps/${encodeURIComponent(own)}/assignments`)
  expect(given.body).toMatchObject({ assignments: [{ displayName: 'Asked', effective: false }] })
})

test('a group is made, set and put into a group; who is meant may be a group', async () => {
  const made = await ask('POST', '/usher/groups', { displayName: 'Inner', securityEnabled: false, description: 'x' })
  expect(made.body).toMatchObject({ displayName: 'Inner', securityEnabled: false, description: 'x', members: 0 })
  expect((await ask('PATCH', '/usher/groups/Inner', { securityEnabled: true, description: null })).body).toMatchObject({
    result: 'updated',
    group: { securityEnabled: true, description: null },
  })
  await ask('POST', '/usher/groups', { displayName: 'Outer' })
  expect((await ask('POST', '/usher/groups/Outer/members', { members: ['Inner', 'ana@contoso.example'] })).body).toEqual({ added: 2 }) // prettier-ignore
  expect(await ask('POST', '/usher/groups/Outer/members', { members: ['Outer'] })).toMatchObject({
    status: 400,
    body: { error: { message: 'The group "Outer" cannot be a member of itself. Nobody was added.' } },
  })
  expect((await ask('GET', '/usher/groups/Outer/members')).body).toMatchObject({
    members: [{ userPrincipalName: 'ana@contoso.example' }],
    groups: [{ displayName: 'Inner' }],
  })
  expect((await ask('POST', '/usher/groups/Outer/members/remove', { members: ['Inner'] })).body).toEqual({ removed: 1 })
  expect(await ask('PATCH', '/usher/groups/Inner', { color: 'red' })).toMatchObject({ status: 400 })
})

describe('an application of one’s own', () => {
  const own = (path = ''): string => `/usher/apps/${encodeURIComponent(`Own ${at.name}`)}${path}`
  const assign = (who: string) => ask('POST', own('/assignments'), { who })
  const whyOf = async (who: string) => {
    const { body } = await ask('GET', `/usher/why?who=${who}&app=${encodeURIComponent(`Own ${at.name}`)}`)
    return (body['applications'] as Record<string, { action?: string; advice?: string }>[])[0] ?? {}
  }
  beforeEach(async () => {
    await ask('POST', '/usher/apps', { template: 'generic', name: `Own ${at.name}` })
    await ask('PATCH', own('/settings'), { tenantUrl: at.provider.tenantUrl, secretToken: 'x' })
  })

  test('why tells who is missing as things are now, not as they were once', async () => {
    await ask('PATCH', '/usher/users/ana@contoso.example', { manager: 'bea@contoso.example' })
    await assign('ana@contoso.example')
    await ask('POST', own('/run'), { yes: true })
    const without = 'has no manager in the application: bea is not assigned to the application'
    expect(await whyOf('ana')).toMatchObject({ notes: [without] })
    await assign('bea@contoso.example')
    await ask('POST', own('/run'))
    expect(await whyOf('ana')).toMatchObject({ notes: [] })
    await ask('PATCH', '/usher/users/ana@contoso.example', { manager: null })
  })

  test('a plan calls a manager without an account by name', async () => {
    const empty = await startProvider()
    await ask('PATCH', own('/settings'), { tenantUrl: empty.tenantUrl, secretToken: 'another' })
    await ask('PATCH', '/usher/users/ana@contoso.example', { manager: 'bea@contoso.example' })
    for (const who of ['ana', 'bea']) await assign(`${who}@contoso.example`)
    const { plan } = await whyOf('ana')
    expect(JSON.stringify(plan)).toContain('"(the account of bea, once there is one)"')
    await empty.close()
    await ask('PATCH', '/usher/users/ana@contoso.example', { manager: null })
  })

  test('no role is advised where there is none, and a group is called a group', async () => {
    expect((await whyOf('ana'))['plan']?.advice).toBe('Assign the person, or a group they belong to: usher assign APP WHO.') // prettier-ignore
    await ask('POST', '/usher/groups', { displayName: 'Mail', securityEnabled: false })
    expect((await whyOf('Mail'))['plan']?.advice).toMatch(/^It is no security group, so it cannot be assigned: /)
    await ask('PATCH', '/usher/groups/Mail', { securityEnabled: true })
    expect((await whyOf('Mail'))['plan']?.advice).toBe('Assign the group: usher assign APP WHO.')
    expect(await ask('POST', own('/assignments'), { who: 'Mail', role: 'User' })).toMatchObject({
      status: 400,
      body: { error: { message: `Own ${at.name} has no roles: leave --role away.` } },
    })
  })
})

test('BT-5, BT-14: what fails is listed with its next attempt; a quarantine stands in status, why and run, and is gone when it is put right', async () => {
  // Nobody else's job writes here.
  const own = await startProvider()
  await ask('PATCH', `${at.app}/settings`, { tenantUrl: own.tenantUrl, secretToken: 'x', scope: 'all' })
  own.instead = ({ method }) => (method === 'POST' ? { status: 400, body: { detail: 'no licence left' } } : null)
  await ask('PATCH', `${at.app}/settings`, { quarantine: { least: 2 }, retries: { after: [5], every: 60, days: 2 } })
  expect((await ask('GET', `${at.app}/settings`)).body).toMatchObject({
    quarantine: { least: 2, percent: 40, after: [360, 720, 1440] },
    retries: { after: [5], every: 60, days: 2 },
    preventMassChanges: { enabled: true, emptyThreshold: 500 },
  })
  expect((await ask('POST', `${at.app}/run`, { yes: true })).body).toMatchObject({ summary: { failed: 2 } })
  const { job } = (await ask('GET', `${at.app}/status`)).body as { job: Record<string, unknown> }
  expect(job).toMatchObject({
    code: 'Quarantine',
    failed: 2,
    quarantine: {
      reason: 'EncounteredEscrowProportionThreshold',
      evidence: { failures: 2, request: 'POST /scim/v2/Users' },
    },
    lastExecution: { countEscrowed: 2 },
  })
  const { failures } = (await ask('GET', `${at.app}/failures`)).body as { failures: { since: string; next: string }[] }
  expect(failures).toMatchObject([{ attempts: 1, code: 'UnprocessableEntity', expired: false }, { attempts: 1 }])
  expect(failures.map(({ since, next }) => Date.parse(next) - Date.parse(since))).toEqual([300_000, 300_000])
  const why = (await ask('GET', `/usher/why?who=ana@contoso.example&app=${encodeURIComponent(at.name)}`)).body
  expect(why['applications']).toMatchObject([{ quarantine: { evidence: { failures: 2 } }, looks: [{ why: 'failed' }] }])

  own.instead = () => null
  expect((await ask('POST', `${at.app}/restart`, {})).status).toBe(200)
  await expect
    .poll(async () => (await ask('GET', `${at.app}/status`)).body, { timeout: 10_000 })
    .toMatchObject({ job: { code: 'Active', failed: 0, quarantine: null, lastExecution: { countEscrowed: 0 } } })
  expect((await ask('GET', `${at.app}/failures`)).body).toEqual({ failures: [] })
  await stop()
  await own.close()
})
