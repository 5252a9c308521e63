import { beforeEach, expect, test } from 'vitest'
import { withApplications } from '../test-applications.ts'
import type { Answer } from '../test-service.ts'

const at = withApplications('generic', ['ana', 'bea', 'cem'])
const { ask } = at
beforeEach(async () => {
  await ask('PATCH', `${at.app}/settings`, { tenantUrl: at.provider.tenantUrl, secretToken: 'x', scope: 'all' })
})

const keep = async (body: unknown = {}): Promise<Record<string, unknown> & { id: string }> =>
  (await ask('POST', `${at.app}/plans`, body)).body['plan'] as Record<string, unknown> & { id: string }
const accounts = () =>
  [...at.provider.users.values()].map(({ userName }) => String(userName).replace(/@.*/, '')).toSorted()

test('Dry start: nothing begins over the API either without a yes, and nothing is written', async () => {
  const refused = await ask('POST', `${at.app}/run`, {})
  expect(refused).toMatchObject({
    status: 409,
    body: { error: { message: expect.stringContaining('never started') as string } },
  })
  expect((await ask('POST', `${at.app}/restart`, {})).status).toBe(409)
  await ask('PATCH', `/usher/users/ana@contoso.example`, { department: 'Sales' })
  expect(at.provider.asked.filter((one) => !one.startsWith('GET'))).toEqual([])
  expect((await ask('POST', `${at.app}/run`, { yes: true })).body['summary']).toMatchObject({ created: 3 })
})

test('BT-3: a plan is kept, shown page by page and by part, approved in part, and applied before the first start', async () => {
  const plan = await keep()
  expect(plan).toMatchObject({
    state: 'open',
    total: 3,
    approved: 0,
    counts: { actions: { create: 3 }, attributes: { userName: 3 } },
  })
  const first = (await ask('GET', `${at.app}/plans/${plan.id}?limit=2`)).body
  expect(first['changes']).toHaveLength(2)
  const rest = (await ask('GET', `${at.app}/plans/${plan.id}?limit=2&after=${String(first['next'])}`)).body
  expect([rest['changes'], rest['next']]).toMatchObject([[{ action: 'create' }], null])
  const some = (await ask('GET', `${at.app}/plans/${plan.id}?name=EA&attribute=userName`)).body
  expect(some['changes']).toMatchObject([{ displayName: 'bea' }])
  expect(JSON.stringify([first, rest])).not.toContain('basis')

  const nothing = await ask('POST', `${at.app}/plans/${plan.id}/apply`)
  expect(nothing).toMatchObject({
    status: 409,
    body: { error: { message: expect.stringContaining('Nothing of the plan') as string } },
  })
  expect(await ask('POST', `${at.app}/plans/${plan.id}/approve`, {})).toMatchObject({ status: 400 })
  expect(await ask('POST', `${at.app}/plans/${plan.id}/approve`, { who: ['nobody'] })).toMatchObject({ status: 404 })
  expect((await ask('POST', `${at.app}/plans/${plan.id}/approve`, { all: true })).body).toMatchObject({ changed: 3 })
  expect((await ask('GET', '/usher/audit?limit=1')).body).toMatchObject({
    entries: [{ activity: 'Approve plan', details: { count: 3 }, changes: [] }],
  })
  expect(
    (await ask('POST', `${at.app}/plans/${plan.id}/approve`, { who: ['cem'], withdraw: true })).body,
  ).toMatchObject({
    changed: 1,
  })
  const applied = await ask('POST', `${at.app}/plans/${plan.id.slice(0, 8)}/apply`)
  expect(applied.body['applied']).toMatchObject({ stopped: false, plan: { outcomes: { success: 2 } } })
  expect(applied.lines.some((line) => 'progress' in line)).toBe(true)
  expect(accounts()).toEqual(['ana', 'bea'])
  expect((await ask('GET', `${at.app}/status`)).body).toMatchObject({ job: { state: 'Disabled' } })
  expect((await ask('GET', `${at.app}/plans`)).body['plans']).toMatchObject([{ id: plan.id, outcomes: { success: 2 } }])

  expect((await ask('POST', `${at.app}/undo`, { plan: plan.id })).body['counts']).toEqual({ objects: 2, putBack: 0, disabled: 2, asBefore: 0, left: 0 }) // prettier-ignore
  expect((await ask('POST', `${at.app}/undo`, { plan: plan.id, yes: true })).body['undone']).toMatchObject({
    disabled: 2,
    failed: 0,
  })
  expect((await ask('GET', `${at.app}/undone`)).body['undone']).toHaveLength(2)
  expect((await ask('POST', `${at.app}/undone`, { who: ['ana'] })).body).toEqual({ lifted: 1 })
})

test('BT-4: the plan of mappings that are not saved yet is shown as such, and can be applied once they are', async () => {
  const { body: schema } = await ask('GET', `${at.app}/schema`)
  const proposed = JSON.parse(JSON.stringify(schema).replaceAll('"Add, Update, Delete"', '"Add, Update"').replaceAll('"Add,Update,Delete"', '"Add,Update"')) as Body & { note?: string } // prettier-ignore
  proposed['note'] = 'mine'
  const plan = await keep({ schema: proposed })
  expect(plan).toMatchObject({ state: 'unsaved', proposed: 'schema', total: 3 })
  expect(await ask('POST', `${at.app}/plans/${plan.id}/approve`, { all: true })).toMatchObject({
    status: 200,
    body: { changed: 3, plan: { state: 'unsaved' } },
  })
  expect(await ask('POST', `${at.app}/plans/${plan.id}/apply`)).toMatchObject({
    status: 409,
    body: { error: { message: expect.stringContaining('that are not saved. Save them') as string } },
  })
  expect(accounts()).toEqual([])
  await ask('PUT', `${at.app}/schema`, proposed)
  expect((await ask('GET', `${at.app}/plans`)).body['plans']).toMatchObject([{ state: 'open', approved: 3 }])
  await ask('POST', `${at.app}/plans/${plan.id}/apply`)
  expect(accounts()).toEqual(['ana', 'bea', 'cem'])
})

test('an approval that changes nothing says why', async () => {
  await ask('POST', '/usher/users', {
    userPrincipalName: 'dan@contoso.example',
    displayName: 'Dan',
    accountEnabled: false,
  })
  const { id } = await keep()
  const approve = async (body: unknown) => (await ask('POST', `${at.app}/plans/${id}/approve`, body)).body
  expect(await approve({ who: ['dan', 'ana'] })).toMatchObject({ changed: 1, absent: ['Dan'], unchanged: {} })
  expect(await approve({ who: ['ana'] })).toMatchObject({ changed: 0, absent: [], unchanged: { already: 1 } })
  expect(await approve({ action: 'delete' })).toMatchObject({ changed: 0, absent: [], unchanged: {} })
  await ask('POST', `${at.app}/plans/${id}/apply`)
  expect(await approve({ all: true })).toMatchObject({ changed: 2, unchanged: { carriedOut: 1 } })
  await ask('DELETE', '/usher/users/dan@contoso.example')
})

test('BT-4: what settings would do to everybody is told before they are saved, and of others nothing is asked', async () => {
  await ask('POST', `${at.app}/run`, { yes: true })
  const before = at.provider.asked.length
  const harmless = await ask('POST', `${at.app}/settings/plan?limit=0`, {
    interval: 15,
    notificationEmail: 'ops@contoso.example',
  })
  expect([harmless.lines, at.provider.asked.length]).toEqual([[{ decides: false }], before])
  const deciding = await ask('POST', `${at.app}/settings/plan?limit=0`, { scope: 'assigned' })
  expect(deciding.body['plan']).toMatchObject({ disable: 3 })
  expect((await ask('GET', `${at.app}/settings`)).body).toMatchObject({ scope: 'all', interval: 40 })
  expect(await keep({ settings: { scope: 'assigned' } })).toMatchObject({
    counts: { actions: { disable: 3 } },
    proposed: 'settings',
  })
})

test('BT-26: on demand for several people in several jobs, dry first', async () => {
  await ask('POST', `${at.app}/jobs`, { name: 'Second' })
  const dry = await ask('POST', `${at.app}/provision`, { who: ['ana', 'bea'] })
  expect((dry.body['results'] as readonly Answer["body"][]).map(({ job, result }) => `${String(job)} ${String(result)}`)).toEqual([
    'Provisioning planned', 'Provisioning planned', 'Second failure', 'Second failure',
  ]) // prettier-ignore
  expect(accounts()).toEqual([])
  await ask('POST', `${at.app}/provision?job=Provisioning`, { who: ['ana', 'bea'], write: true })
  expect(accounts()).toEqual(['ana', 'bea'])
  expect(await ask('POST', `${at.app}/provision`, { who: [] })).toMatchObject({ status: 400 })
  expect(await ask('POST', `${at.app}/provision`, { who: ['ana'], members: ['bea'] })).toMatchObject({ status: 400 })
  expect(await ask('POST', `${at.app}/undo?job=Second`, {})).toMatchObject({ status: 400 })
})
