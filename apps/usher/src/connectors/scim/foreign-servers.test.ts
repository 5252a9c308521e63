/** The whole life of people and groups in servers that nobody here wrote, in every dialect they take. */
import type { AttributeChange, Capabilities, Exchange, Target, TargetObject } from '@usher/engine'
import { parsePath, readPath, urns, type Json } from '@usher/scim'
import { afterEach, expect, test } from 'vitest'
import { betterAuthServer } from '../../../../../test/servers/better-auth.ts'
import { scimPatchServer } from '../../../../../test/servers/scim-patch.ts'
import { scimmyServer } from '../../../../../test/servers/scimmy.ts'
import { token, type ForeignServer } from '../../../../../test/servers/serving.ts'
import { httpSend } from '../../edge/http.ts'
import { withBearer } from '../../edge/oauth.ts'
import { pacer } from '../../edge/pace.ts'
import type { Dialect } from '../../gallery/template.ts'
import { bulkOf } from './able.ts'
import { caller } from './call.ts'
import { dialects } from './dialects/dialects.ts'
import { discover } from './discover.ts'
import { usualOffers } from './offers.ts'
import { testConnection } from './probe.ts'
import { scimTarget } from './target.ts'
import { thrown } from './test-target.ts'

const servers: Readonly<Record<string, () => Promise<ForeignServer>>> = {
  scimmy: scimmyServer,
  'better-auth': betterAuthServer,
  'scim-patch': scimPatchServer,
}
const all: readonly Dialect[] = ['rfc', 'entra', 'entra+062020']
type Life = 'people' | 'managers'
/**
 * What a server does not take of Entra's dialects, which are for servers that know them: scimmy refuses a manager as a
 * text and, without the flag, Booleans as texts; scim-patch keeps either as it comes.
 */
const beyond: Readonly<Record<string, readonly Life[]>> = {
  'scimmy, entra': ['people', 'managers'],
  'scimmy, entra+062020': ['managers'],
  'scim-patch, entra': ['people', 'managers'],
  'scim-patch, entra+062020': ['managers'],
}
const pairs = Object.keys(servers).flatMap((name) => all.map((dialect) => [name, dialect] as const))
const taking = (life: Life) => pairs.filter(([name, dialect]) => beyond[`${name}, ${dialect}`]?.includes(life) !== true)
const able: Capabilities = {
  delete: true, deleteGroups: true, softDelete: true, groups: true, membersPerRequest: 100, list: true, pageSize: 2, parallel: 8,
} // prettier-ignore

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function targetOf(name: string, dialect: Dialect) {
  const start = servers[name]
  if (start === undefined) throw new Error(`There is no server ${name}`)
  const { tenantUrl, close } = await start()
  const http = httpSend()
  open.push(http.close, close)
  const send = pacer({ requestsInFlight: { start: 8, most: 8 } }).lane(withBearer(http.send, token))
  const connection = { tenantUrl, send, credential: 'token', dialect: dialects[dialect] } as const
  const call = caller(connection)
  await testConnection(call, { path: 'userName', groups: true, nobody: () => crypto.randomUUID() })
  const offers = dialect === 'rfc' ? await discover(call, { known: null }) : usualOffers
  const limits = { ...able, requestsInFlight: { start: 8, most: 8 } }
  const bulk = bulkOf(limits, offers, () => undefined)
  return { offers, target: scimTarget(connection, { able, offers, bulk }) }
}

const manager = `${urns.enterpriseUser}:manager`
const department = `${urns.enterpriseUser}:department`
const workMail = 'emails[type eq "work"].value'

/** Writes a change as the engine would plan it from what is there now, and gives what is there then. */
async function write(target: Target, id: string, values: Readonly<Record<string, Json>>, trace: Exchange[]) {
  const now = (await target.get({ type: 'User', id }, trace)) as TargetObject
  const patch = Object.entries(values).map(([path, to]): AttributeChange => {
    const from = readPath(now.attributes, parsePath(path))
    const kind = path === manager ? 'reference' : 'value'
    if (to === null) return { op: 'remove', path, kind, ...(from !== undefined && { from }) }
    return { op: from === undefined ? 'add' : 'replace', path, kind, to, ...(from !== undefined && { from }) }
  })
  await target.update('User', now, patch, trace)
  const then = (await target.get({ type: 'User', id }, trace)) as TargetObject
  return (path: string) => readPath(then.attributes, parsePath(path))
}

const trace: Exchange[] = []
const person = (userName: string) => ({
    userName: `${userName}@contoso.example`, externalId: userName, active: true, displayName: userName,
    name: { givenName: userName, familyName: 'Silva' },
    emails: [{ type: 'work', value: `${userName}@contoso.example` }],
  }) // prettier-ignore

test.each(taking('people'))(
  '%s, %s: people are found, made, changed, disabled, enabled and deleted',
  async (name, dialect) => {
    const { target } = await targetOf(name, dialect)
    const by = (path: string, value: string) => target.find('User', [{ path, value }], trace)
    expect(await by('userName', 'ana@contoso.example')).toEqual([])
    const [ana, bob] = await Promise.all([
      target.create('User', person('ana'), trace),
      target.create('User', person('bob'), trace),
    ])
    expect((await by('userName', 'ana@contoso.example')).map(({ id }) => id)).toEqual([ana.id])
    expect((await by('externalId', 'bob')).map(({ id }) => id)).toEqual([bob.id])
    expect(await thrown(target.create('User', person('ana'), trace))).toMatchObject({
      error: { code: 'EntryConflict' },
    })

    const changed = await write(
      target,
      ana.id,
      { displayName: 'Ana Silva', 'name.givenName': 'Ana', [workMail]: 'ana.silva@contoso.example' },
      trace,
    )
    expect([changed('displayName'), changed('name.givenName'), changed('name.familyName'), changed(workMail)]).toEqual([
      'Ana Silva', 'Ana', 'Silva', 'ana.silva@contoso.example',
    ]) // prettier-ignore

    expect((await write(target, ana.id, { active: false }, trace))('active')).toBe(false)
    expect((await by('userName', 'ana@contoso.example')).map(({ id }) => id)).toEqual([ana.id])
    expect((await write(target, ana.id, { active: true }, trace))('active')).toBe(true)

    await target.delete({ type: 'User', id: bob.id }, trace)
    expect(await target.get({ type: 'User', id: bob.id }, trace)).toBeNull()
    await target.delete({ type: 'User', id: bob.id }, trace)
  },
)

test.each(taking('managers'))(
  '%s, %s: an enterprise attribute and a manager come, change and go',
  async (name, dialect) => {
    const { target } = await targetOf(name, dialect)
    const [ana, bob] = await Promise.all([
      target.create('User', person('ana'), trace),
      target.create('User', person('bob'), trace),
    ])
    const eve = await target.create(
      'User',
      { ...person('eve'), [urns.enterpriseUser]: { department: 'HR', manager: { value: ana.id } } },
      trace,
    )
    const then = await write(target, eve.id, { [department]: 'Sales' }, trace)
    expect([then(department), then(`${manager}.value`)]).toEqual(['Sales', ana.id])
    expect((await write(target, eve.id, { [manager]: bob.id }, trace))(`${manager}.value`)).toBe(bob.id)
    expect((await write(target, eve.id, { [manager]: null }, trace))(`${manager}.value`) ?? '').toBe('')
  },
)

test.each(pairs)('%s, %s: groups are made, renamed, filled, emptied and deleted', async (name, dialect) => {
  const { target } = await targetOf(name, dialect)
  const people = await Promise.all(['ana', 'bob', 'eve'].map((one) => target.create('User', person(one), trace)))
  const [ana = '', bob = '', eve = ''] = people.map(({ id }) => id)
  const group = await target.create('Group', { displayName: 'Staff', externalId: 'g-1' }, trace)
  const rename: AttributeChange = {
    op: 'replace',
    path: 'displayName',
    kind: 'value',
    from: 'Staff',
    to: 'All staff',
  }
  await target.update('Group', group, [rename], trace)
  expect(
    (await target.find('Group', [{ path: 'displayName', value: 'All staff' }], trace)).map(({ id }) => id),
  ).toEqual([group.id])
  const members = async () => [...((await target.members(group.id, trace)) ?? ['gone'])].toSorted()
  await target.changeMembers(group.id, { add: [ana, bob], remove: [] }, trace)
  expect(await members()).toEqual([ana, bob].toSorted())
  // Who is there already, and who is not any more.
  await target.changeMembers(group.id, { add: [bob, eve], remove: [] }, trace)
  await target.changeMembers(group.id, { add: [], remove: [ana] }, trace)
  await target.changeMembers(group.id, { add: [], remove: [ana, bob] }, trace)
  expect(await members()).toEqual([eve])
  await target.delete({ type: 'Group', id: group.id }, trace)
  expect(await target.members(group.id, trace)).toBeNull()
})

test.each(pairs)('%s, %s: everybody is listed, page by page', async (name, dialect) => {
  const { target } = await targetOf(name, dialect)
  const made = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((one) => target.create('User', person(one), trace)))
  const ids: string[] = []
  for await (const { objects } of target.list('User', ['userName'], trace)) ids.push(...objects.map(({ id }) => id))
  expect(ids.toSorted()).toEqual(made.map(({ id }) => id).toSorted())
})

test.each(['scimmy'])('%s refuses what it does not take of a dialect, and the sentence says what', async (name) => {
  const { target } = await targetOf(name, 'entra')
  const { id } = await target.create('User', person('ana'), trace)
  expect(await thrown(write(target, id, { active: false }, trace))).toMatchObject({
    error: {
      code: 'UnprocessableEntity',
      message: expect.stringContaining("'active' expected value type 'boolean'") as string,
    },
  })
})
