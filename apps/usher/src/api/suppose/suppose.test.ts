/** What would happen, and then what did: the requests are the same. */
import { expect, test } from 'vitest'
import { withApplications } from '../test-applications.ts'

const at = withApplications('generic', ['ana', 'bea', 'cem', 'dan', 'eve', 'fay'])
type Would = { requests: { method: string; path: string; body: unknown }[]; plan: { action: string; reason: string } }

async function given(name: string): Promise<string> {
  const who = `${name}@contoso.example`
  await at.ask('PATCH', `${at.app}/settings`, { tenantUrl: at.provider.tenantUrl, secretToken: 'x' })
  await at.ask('POST', '/usher/groups', { displayName: at.name })
  await at.ask('POST', `/usher/groups/${encodeURIComponent(at.name)}/members`, { members: [who] })
  await at.ask('POST', `${at.app}/assignments`, { who: at.name })
  await at.ask('PATCH', at.app, { requiresRole: false })
  await at.ask('POST', `${at.app}/run`, { yes: true })
  return who
}

async function supposed(who: string, suppose: object): Promise<Would> {
  const answer = await at.ask('POST', `${at.app}/suppose`, { who, suppose })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body as unknown as Would
}

test.each([
  ['ana', 'is disabled', { event: 'disable' }, (who: string) => at.ask('PATCH', `/usher/users/${who}`, { accountEnabled: false })],
  ['bea', 'is deleted', { event: 'delete' }, (who: string) => at.ask('DELETE', `/usher/users/${who}`)],
  ['cem', 'leaves a group', { event: 'leaveGroup' }, (who: string) => at.ask('POST', `/usher/groups/${encodeURIComponent(at.name)}/members/remove`, { members: [who] })],
  ['dan', 'gets another name', { event: 'change', attributes: { displayName: 'Daniel' } }, (who: string) => at.ask('PATCH', `/usher/users/${who}`, { displayName: 'Daniel' })],
] as const)('%s %s: the application is sent what was said', async (name, _, suppose, done) => {
  const who = await given(name)
  const before = at.provider.arrived.length
  const would = await supposed(who, suppose.event === 'leaveGroup' ? { ...suppose, group: at.name } : suppose)
  expect(would.plan.action).toBe(suppose.event === 'change' ? 'update' : 'disable')
  expect(would.requests.length).toBeGreaterThan(0)
  expect(at.provider.arrived.slice(before).filter(({ method }) => method !== 'GET'), 'nothing was written').toEqual([])
  await done(who)
  await at.ask('POST', `${at.app}/run`, { yes: true })
  // The group that the application has loses its member by a request of its own.
  const written = at.provider.arrived.slice(before).filter(({ method, path }) => method !== 'GET' && path.startsWith('Users')) // prettier-ignore
  expect(written.map(({ method, path, body }) => ({ method, path, body }))).toEqual(would.requests)
}) // prettier-ignore

test('who is unassigned of everything, or gone for good, is told too; the person stays as they are', async () => {
  const who = await given('eve')
  expect((await supposed(who, { event: 'unassign' })).plan).toMatchObject({ action: 'disable' })
  expect(await supposed(who, { event: 'purge' })).toMatchObject({ plan: { action: 'delete' }, requests: [{ method: 'DELETE' }] }) // prettier-ignore
  expect(await supposed(who, { event: 'nothing' })).toMatchObject({ plan: { action: 'none' }, requests: [] })
  expect((await at.ask('GET', `/usher/users/${who}`)).body).toMatchObject({ accountEnabled: true, deletedDateTime: null }) // prettier-ignore
})

test('who has no account yet would be created, in the dialect of the application', async () => {
  const who = await given('fay')
  await at.ask('PATCH', `${at.app}/settings`, { scope: 'all' })
  const would = await supposed('ana@contoso.example', { event: 'enable' })
  expect(would).toMatchObject({ plan: { action: 'create' }, requests: [{ method: 'POST', path: 'Users', body: { userName: 'ana@contoso.example' } }] }) // prettier-ignore
  expect((await at.ask('POST', `${at.app}/suppose`, { who, suppose: { event: 'change', attributes: { deprtment: 'x' } } })).body.error?.message).toContain('Did you mean department?') // prettier-ignore
  expect((await at.ask('POST', `${at.app}/suppose`, { who: at.name, suppose: { event: 'disable' } })).status).toBe(400)
})

test('the matrix names the settings that there are, and marks what is set', async () => {
  const { body } = await at.ask('GET', `${at.app}/deprovisioning`)
  expect(body).toMatchObject({ application: at.name, disables: true, deletes: true, settings: [{ id: 'now', isNow: true }, ...Array(6).fill({ isNow: false })] }) // prettier-ignore
})

test.each([
  'about',
  'mail',
  'webhooks',
  'deliveries',
  'directories',
  'sign-in-provider',
  'why?who=ana@contoso.example',
])('/usher/%s answers as its shape says', async (path) => {
  expect((await at.ask('GET', `/usher/${path}`)).status).toBe(200)
})
