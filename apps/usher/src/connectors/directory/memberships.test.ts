import type { Database } from '@usher/host'
import type { Entry, Membership, Source, Watermark } from '@usher/engine'
import type { Ref } from '@usher/scim'
import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { assign, insertApplication, type Application } from '../../store/applications.ts'
import type { Store } from '../../store/directory.ts'
import { deleteGroup } from '../../store/group-life.ts'
import { addMembers, removeMembers } from '../../store/group-members.ts'
import { createGroup, setGroup } from '../../store/groups.ts'
import type { Tables } from '../../store/tables.ts'
import { deleteUser, purgeUser, restoreUser } from '../../store/user-life.ts'
import { setUser } from '../../testing/set-user.ts'
import { kinds, newTenant, openStore, quiet } from '../../testing/stores.ts'
import { nothingComputed } from './computed.ts'
import { directorySource } from './source.ts'

const role = { id: '5a1c5f0e-6d8f-4b5d-9e0a-0d6f3c1b7a01', value: 'User', displayName: 'User', description: '' }
const upn = (name: string): string => `${name}@contoso.example`

describe.each(kinds)('groups and memberships on %s', (kind) => {
  let database: Database<Tables>
  let store: Store
  let app: Application
  let ids: Map<string, string>
  beforeAll(async () => {
    ;({ database } = await openStore(kind, inject('postgresUrl')))
  })
  // Company holds Sales and Cem; Sales holds Ana and Bea; Legal holds Dan.
  beforeEach(async () => {
    store = await newTenant(database)
    ids = new Map()
    for (const name of ['ana', 'bea', 'cem', 'dan'])
      ids.set(name, (await setUser(store, upn(name), { displayName: name })).user.id)
    for (const name of ['company', 'sales', 'legal']) ids.set(name, (await createGroup(store, name)).id)
    app = await insertApplication(store, {
      displayName: 'Signal',
      templateId: 'x',
      appRoles: [role],
      requiresRole: false,
    })
    await add('sales', 'ana', 'bea')
    await add('company', 'sales', 'cem')
    await add('legal', 'dan')
  })
  afterAll(() => database.close())

  const id = (name: string): string => ids.get(name) ?? name
  const group = (name: string) => ({ type: 'Group', id: id(name) })
  const add = (to: string, ...who: readonly string[]) => addMembers(store, to, who.map(id))
  const remove = (from: string, ...who: readonly string[]) => removeMembers(store, from, who.map(id))
  const names = (some: readonly string[]): readonly string[] => {
    const byId = new Map([...ids].map(([name, key]) => [key, name]))
    return some.map((one) => byId.get(one) ?? one).toSorted()
  }
  const source = (nested = false) => directorySource(store, app.id, nothingComputed, { nested }) as Required<Source>
  const mark = async (): Promise<Watermark> => {
    await quiet(store)
    for await (const { watermark } of source().changes({ type: 'User', after: null })) return watermark
    throw new Error('no page')
  }
  const entries = async (type: string, after: Watermark | null, nested = false): Promise<readonly Entry[]> => {
    const found: Entry[] = []
    for await (const page of source(nested).changes({ type, after })) found.push(...page.entries)
    return found
  }
  const members = async (of: string, nested = false): Promise<readonly string[]> => {
    const found: string[] = []
    for await (const page of source(nested).members(group(of)))
      found.push(...page.map((one) => `${one.type}/${one.id}`))
    expect(new Set(found).size).toBe(found.length)
    return names(found.map((one) => one.replace(/^.*\//, '')))
  }
  const came = async (after: Watermark, nested = false): Promise<readonly Membership[]> => {
    const found: Membership[] = []
    for await (const page of source(nested).memberships(after)) found.push(...page)
    return found
  }
  /** Which memberships are fed, and whether they exist. */
  const fed = async (after: Watermark, nested = false): Promise<readonly string[]> => {
    const found = await came(after, nested)
    const exist = await source(nested).present(found)
    const say = (ref: Ref): string => names([ref.id]).join('')
    return found.map((one, at) => `${exist[at] === true ? '+' : '-'} ${say(one.group)}/${say(one.member)}`).toSorted()
  }
  const looked = async (after: Watermark) => names((await entries('User', after)).map(({ ref }) => ref.id))
  const vias = async (name: string, nested: boolean) => {
    const [entry] = await source(nested).read([{ type: 'User', id: id(name) }])
    return names(entry?.assignments.map(({ via }) => via.id) ?? [])
  }

  test('a service principal in a group is nobody whom an application could know', async () => {
    const before = await mark()
    await add('legal', app.id, 'ana')
    for (const nested of [false, true]) {
      expect(await members('legal', nested)).toEqual(['ana', 'dan'])
      expect((await came(before, nested)).map(({ member }) => member.id)).toEqual([id('ana')])
    }
    expect(await remove('legal', app.id)).toBe(1)
    expect((await came(before)).map(({ member }) => member.id)).toEqual([id('ana')])
  })

  test('a group is an entry with what it is like and the roles that were given to it', async () => {
    await setGroup(store, 'sales', { description: 'Sellers', mailNickname: 'sales', mail: 'sales@contoso.example' })
    await assign(store, app, 'sales', 'User')
    const [sales, company] = await source().read([group('sales'), group('company')])
    expect(sales).toEqual({
      ref: group('sales'),
      object: {
        objectId: id('sales'),
        displayName: 'sales',
        description: 'Sellers',
        mailNickname: 'sales',
        mail: 'sales@contoso.example',
        securityEnabled: true,
      },
      assignments: [{ appRoleId: role.id, via: group('sales') }],
    })
    expect(company).toEqual({
      ref: group('company'),
      object: { objectId: id('company'), displayName: 'company', securityEnabled: true },
      assignments: [],
    })
  })

  test('SC-7: a group that is no security group any more has no assignment, nor have its members; and again when it is one', async () => {
    await assign(store, app, 'sales', 'User')
    await setGroup(store, 'sales', { securityEnabled: false })
    const refs = [group('sales'), { type: 'User', id: id('ana') }]
    expect((await source().read(refs)).map(({ assignments }) => assignments)).toEqual([[], []])
    await setGroup(store, 'sales', { securityEnabled: true })
    expect((await source().read(refs)).map(({ assignments }) => assignments.length)).toEqual([1, 1])
  })

  test('a deleted group is gone at once, and an unknown one was never there', async () => {
    await deleteGroup(store, 'sales')
    const gone = { ref: group('sales'), object: null, assignments: [] }
    expect(await entries('Group', null)).toContainEqual(gone)
    for (const other of [group('sales'), { type: 'Group', id: randomUUID() }, { type: 'Group', id: 'x' }])
      expect(await source().read([other])).toEqual([{ ...gone, ref: other }])
    expect(await members('sales')).toEqual([])
  })

  test('people and groups are read together, each as what it is', async () => {
    const refs = [group('sales'), { type: 'User', id: id('ana') }, { type: 'User', id: 'employeeId:7' }]
    const found = await source().read(refs)
    expect(
      new Map(found.map(({ ref, object }) => [`${ref.type} ${names([ref.id])[0]}`, object?.['displayName']])),
    ).toEqual(
      new Map([['Group sales', 'sales'], ['User ana', 'ana'], ['User employeeId:7', undefined]]), // prettier-ignore
    )
  })

  test('the feed of groups gives all at first, then those that changed; members coming and going are no change of a group', async () => {
    expect(names((await entries('Group', null)).map(({ ref }) => ref.id))).toEqual(['company', 'legal', 'sales'])
    const after = await mark()
    await add('legal', 'ana')
    expect(await entries('Group', after)).toEqual([])
    await setGroup(store, 'legal', { displayName: 'law' })
    await assign(store, app, 'sales', 'User')
    expect(names((await entries('Group', after)).map(({ ref }) => ref.id))).toEqual(['legal', 'sales'])
    expect(await looked(after)).toEqual(['ana', 'bea'])
  })

  test('members of a group are people and groups; with nested groups they are all the people below', async () => {
    expect(await members('company')).toEqual(['cem', 'sales'])
    expect(await members('company', true)).toEqual(['ana', 'bea', 'cem'])
    expect(await members('sales', true)).toEqual(['ana', 'bea'])
  })

  test('who comes and who goes is fed, and whether they are there now is asked', async () => {
    const after = await mark()
    await add('sales', 'dan')
    await remove('sales', 'ana', 'cem')
    await add('legal', 'sales')
    expect(await fed(after)).toEqual(['+ legal/sales', '+ sales/dan', '- sales/ana'])
    expect(await fed(after, true)).toEqual(
      ['+ company/dan', '+ legal/bea', '+ legal/dan', '+ sales/dan', '- company/ana', '- sales/ana'], // prettier-ignore
    )
    expect(await looked(after)).toEqual(['ana', 'bea', 'dan'])
  })

  test('what exists is told for every membership that is asked about, whatever it names', async () => {
    const asked = [
      { group: group('sales'), member: { type: 'User', id: id('ana') } },
      { group: group('company'), member: { type: 'User', id: id('ana') } },
      { group: group('company'), member: group('sales') },
      { group: group('legal'), member: { type: 'User', id: 'employeeId:7' } },
      { group: { type: 'Group', id: 'x' }, member: { type: 'User', id: id('ana') } },
    ]
    expect(await source().present(asked)).toEqual([true, false, true, false, false])
    expect(await source(true).present(asked)).toEqual([true, true, false, false, false])
    expect(await source().present([])).toEqual([])
  })

  test('A-17, SC-6: whoever is in a group in an assigned group has nothing by that, unless nested groups count', async () => {
    await assign(store, app, 'company', 'User')
    expect([await vias('cem', false), await vias('ana', false), await vias('dan', false)]).toEqual([
      ['company'],
      [],
      [],
    ])
    expect([await vias('cem', true), await vias('ana', true), await vias('dan', true)]).toEqual([
      ['company'],
      ['company'],
      [],
    ])
  })

  test('BT-15: groups that are in each other in a circle are harmless', async () => {
    await assign(store, app, 'legal', 'User')
    const after = await mark()
    await add('legal', 'company')
    await add('sales', 'legal')
    expect(await looked(after)).toEqual(['ana', 'bea', 'cem', 'dan'])
    for (const name of ['company', 'sales', 'legal'])
      expect(await members(name, true)).toEqual(['ana', 'bea', 'cem', 'dan'])
    expect(await vias('ana', true)).toEqual(['legal'])
    await deleteGroup(store, 'sales')
    expect(await members('legal', true)).toEqual(['cem', 'dan'])
  })

  test('no group is a member of itself', async () => {
    expect(await add('sales', 'sales')).toBe(0)
    expect(await members('sales')).toEqual(['ana', 'bea'])
  })

  test('of two changes in a row both ends are fed: the group above left first, then the people below', async () => {
    await add('legal', 'company')
    const after = await mark()
    await remove('legal', 'company')
    await remove('company', 'sales')
    expect(await fed(after, true)).toEqual(
      ['- company/ana', '- company/bea', '- legal/ana', '- legal/bea', '- legal/cem'], // prettier-ignore
    )
    expect(await looked(after)).toEqual(['ana', 'bea', 'cem'])
  })

  test('a group deleted in the middle takes what it held together with it', async () => {
    await assign(store, app, 'company', 'User')
    const after = await mark()
    await deleteGroup(store, 'sales')
    expect(await fed(after)).toEqual(['- company/sales', '- sales/ana', '- sales/bea'])
    expect(await fed(after, true)).toEqual(
      ['- company/ana', '- company/bea', '- sales/ana', '- sales/bea'], // prettier-ignore
    )
    expect(await looked(after)).toEqual(['ana', 'bea'])
  })

  test('who is in a group twice leaves it when both ways are gone', async () => {
    await add('company', 'ana')
    const after = await mark()
    await remove('company', 'ana')
    expect(await fed(after, true)).toEqual(['+ company/ana'])
    await remove('sales', 'ana')
    expect(await fed(after, true)).toEqual(['- company/ana', '- sales/ana'])
  })

  test('an assignment, or its end, concerns everybody below', async () => {
    const after = await mark()
    await assign(store, app, 'company', 'User')
    expect(await looked(after)).toEqual(['ana', 'bea', 'cem'])
    const second = await mark()
    await setGroup(store, 'company', { securityEnabled: false })
    expect(await looked(second)).toEqual(['ana', 'bea', 'cem'])
  })

  test('A-10: somebody in the recycle bin is still a member; somebody deleted for good is none', async () => {
    const after = await mark()
    await deleteUser(store, upn('ana'))
    expect(await members('sales')).toEqual(['ana', 'bea'])
    await restoreUser(store, upn('ana'))
    expect(await fed(after, true)).toEqual([])
    await deleteUser(store, upn('ana'))
    await purgeUser(store, upn('ana'))
    expect(await fed(after)).toEqual(['- sales/ana'])
    expect(await fed(after, true)).toEqual(['- company/ana', '- sales/ana'])
    expect(await members('company', true)).toEqual(['bea', 'cem'])
  })

  test('the new name of a group concerns its members where the names of their groups are read, and nobody twice', async () => {
    await setUser(store, upn('bea'), { manager: upn('ana') })
    await add('legal', 'ana', 'bea')
    const after = await mark()
    await setGroup(store, 'sales', { displayName: 'selling' })
    await setGroup(store, 'legal', { displayName: 'law' })
    await setUser(store, upn('ana'), { department: 'Sales' })
    const reading = async (...reads: readonly string[]) => {
      const on = directorySource(store, app.id, { reads: new Set(reads), appRoles: [] })
      const found: string[] = []
      for await (const page of on.changes({ type: 'User', after })) found.push(...page.entries.map(({ ref }) => ref.id))
      return names(found)
    }
    expect(await reading()).toEqual(['ana'])
    expect(await reading('memberOf')).toEqual(['ana', 'bea', 'dan'])
    expect(await reading('memberOf', 'manager.department')).toEqual(['ana', 'bea', 'dan'])
  })

  test('thousands of members are read in pages, each once', async () => {
    await sql`insert into directory_user (tenant_id, user_principal_name)
      select ${store.tenant}::uuid, 'p' || n || '@contoso.example' from generate_series(1, 2500) n`.execute(store.db)
    const after = await mark()
    expect(await addMembers(store, 'company', 'all')).toBe(2503)
    expect(await members('company', true)).toHaveLength(2504)
    expect(await members('company')).toHaveLength(2505)
    const direct = await came(after)
    expect(direct).toHaveLength(2503)
    expect(new Set(direct.map(({ member }) => member.id)).size).toBe(2503)
    await add('legal', 'company')
    const nested = await came(after, true)
    expect(new Set(nested.map((one) => `${one.group.id}/${one.member.id}`)).size).toBe(nested.length)
    expect(nested.filter((one) => one.group.id === id('legal'))).toHaveLength(2504)
  })

  test('a change of one membership is found by index, however many there are', async () => {
    await sql`insert into membership_change (tenant_id, group_id, member_id, nested, member_type, xid)
      select ${store.tenant}::uuid, ${id('sales')}::uuid, gen_random_uuid(), false, 'User', '3'::xid8 from generate_series(1, 5000)`.execute(
      store.db,
    )
    await sql`analyze membership_change`.execute(store.db)
    const { xmin } = JSON.parse(await mark()) as { xmin: string }
    const { rows } = await sql<
      Record<string, string>
    >`explain select * from membership_change c where c.tenant_id = ${store.tenant}
      and c.xid >= ${xmin}::text::xid8 and (c.xid, c.group_id, c.member_id) > (${xmin}::text::xid8, ${id('sales')}::uuid, ${id('sales')}::uuid)
      and not c.nested order by c.xid, c.group_id, c.member_id limit 1000`.execute(store.db)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toContain('membership_change_feed')
    expect(plan).not.toContain('Seq Scan')
  })
})
