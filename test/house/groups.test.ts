/** Groups as an administrator provisions them: a tenant that has groups, an application of one's own, the command line. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signIn, signInAs, type Activity, type Console } from './dynamic-signal.ts'
import { endAll, eventually, minute, newHouse, serving, usher } from './house.ts'

const house = await newHouse()
let console: Console

type Group = {
  readonly id: string
  readonly displayName: string
  readonly members?: readonly { readonly value: string }[]
}

const does = async (...args: readonly string[]): Promise<string> => {
  const { code, all } = await house.usher(...args)
  expect(code, `usher ${args.join(' ')}\n${all}`).toBe(0)
  return all
}
const groupOf = async (name: string): Promise<Group | null> => {
  const found = await console.scim(`/Groups?filter=${encodeURIComponent(`displayName eq "${name}"`)}`)
  const { Resources = [] } = (await found.json()) as { Resources?: readonly Group[] }
  return Resources[0] ?? null
}
const membersOf = async (name: string): Promise<number> => (await groupOf(name))?.members?.length ?? 0
const members = (name: string, wanted: number): Promise<true> =>
  eventually(`${wanted} members of ${name}`, 10_000, async () => ((await membersOf(name)) === wanted ? true : null))
const writes = (seen: readonly Activity[]): readonly string[] =>
  seen.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path.split('/')[5] ?? ''}`)

beforeAll(async () => {
  await house.start().until(serving)
  const { urls } = JSON.parse(readFileSync(house.summary, 'utf8')) as { urls: { dynamicSignal: string } }
  const first = await signIn(house.data, urls.dynamicSignal)
  const boss = { userName: 'boss', password: 'A-long-password-1' }
  const { scimApiUrl } = await first.post<{ scimApiUrl: string }>('/tenants', {
    name: 'acme', adminUser: boss.userName, adminPassword: boss.password,
  }) // prettier-ignore
  console = await signInAs({ tenant: 'acme', ...boss }, urls.dynamicSignal)
  await console.patch('/settings', { groups: true })
  const { token } = await console.post<{ token: string }>('/tokens', { label: 'Usher' })
  await does('app', 'add', 'generic', '--name', 'Acme')
  const settings = ['settings', 'Acme', '--tenant-url', scimApiUrl, '--secret-token', '-']
  expect((await usher(house.data, settings, token)).code).toBe(0)
}, 3 * minute)
afterAll(endAll)

test(
  'a group that is assigned comes with everybody in it who has an account; the others are named',
  { timeout: minute },
  async () => {
    await does('group', 'create', 'Sales')
    await does('group', 'add', 'Sales', '--all')
    await does('assign', 'Acme', 'Sales')
    const plan = await does('plan', 'Acme', '--limit', '0')
    expect(plan).toContain('would be 305 created')
    const said = await does('run', 'Acme', '--yes')
    expect(said).toContain('305 created')
    expect(said).toContain('304 added')
    expect(await membersOf('Sales')).toBe(304)
    expect(await does('log', 'Acme', '--reason', 'membersNotProvisioned')).toMatch(
      /Sales has 320 members without an account: .* is disabled in the directory; /,
    )
    expect(await does('plan', 'Acme')).toContain('would be')
  },
)

test('R-16, R-17: somebody who comes or goes is one PATCH of the group', { timeout: minute }, async () => {
  await does('group', 'create', 'Board')
  await does('assign', 'Acme', 'Board')
  await eventually('the group', 10_000, () => groupOf('Board'))
  let before = await console.last()
  await does('group', 'add', 'Board', 'emp1000@contoso.example')
  await members('Board', 1)
  expect(writes(await console.since(before))).toEqual(['PATCH Groups'])
  before = await console.last()
  await does('group', 'remove', 'Board', 'emp1000@contoso.example')
  await members('Board', 0)
  expect(writes(await console.since(before))).toEqual(['PATCH Groups'])
})

test(
  'R-14, R-18: a group that is renamed keeps its members; one that is unassigned goes, and comes back whole',
  { timeout: minute },
  async () => {
    await does('group', 'add', 'Board', 'emp1000@contoso.example', 'emp1002@contoso.example')
    await members('Board', 2)
    await does('group', 'set', 'Board', 'displayName=Directors')
    await members('Directors', 2)
    await does('unassign', 'Acme', 'Directors')
    await eventually('the group is gone', 10_000, async () => ((await groupOf('Directors')) === null ? true : null))
    await does('assign', 'Acme', 'Directors')
    await members('Directors', 2)
  },
)

test(
  'BT-19: what was changed by hand is shown, and put right when that is asked for',
  { timeout: minute },
  async () => {
    const group = await groupOf('Directors')
    const account = await console.account('emp1000@contoso.example')
    const { token } = await console.post<{ token: string }>('/tokens', { label: 'By hand' })
    const byHand = (path: string, operation: object) =>
      fetch(`${console.url}/t/acme/scim/v2${path}`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
        body: JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [operation] }),
      })
    await byHand(`/Users/${account.id}`, { op: 'replace', path: 'title', value: 'By hand' })
    await byHand(`/Groups/${group?.id}`, { op: 'remove', path: `members[value eq "${account.id}"]` })
    const shown = await does('drift', 'Acme')
    expect(shown).toContain('title: By hand →')
    expect(shown).toMatch(/1 in title/)
    expect(await membersOf('Directors')).toBe(1)
    await does('drift', 'Acme', '--apply')
    expect(await membersOf('Directors')).toBe(2)
    expect((await console.account('emp1000@contoso.example')).title).not.toBe('By hand')
    expect(await does('drift', 'Acme')).toContain('are as the mapping says')
  },
)

test('UI-13: discovery tells whose every account is', { timeout: minute }, async () => {
  const { token } = await console.post<{ token: string }>('/tokens', { label: 'By hand too' })
  await fetch(`${console.url}/t/acme/scim/v2/Users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'local-admin' }),
  })
  expect(await does('discover', 'Acme')).toMatch(
    /305 accounts.*\n.*304 assigned, 0 of people out of scope, 1 of nobody/,
  )
  expect(await does('accounts', 'Acme', '--kind', 'local')).toContain('local-admin')
  const csv = await does('accounts', 'Acme', '--kind', 'assigned', '--limit', '2', '--csv')
  expect(csv.trim().split('\n')).toHaveLength(3)
})
