import type { Instant } from '@usher/engine'
import type { Database } from '@usher/host'
import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { dynamicSignal } from '../gallery/dynamic-signal/template.ts'
import { kinds, newTenant, openStore } from '../testing/stores.ts'
import { uuidIn } from './bulk.ts'
import { insertApplication } from './applications.ts'
import type { Store } from './directory.ts'
import { createGroup } from './groups.ts'
import { insertJob } from './jobs.ts'
import { listConnections, readConnection, relink, removeConnection, whichObject, type ConnectionQuery } from './object-connections.ts' // prettier-ignore
import type { Tables } from './tables.ts'
import { setUser } from '../testing/set-user.ts'

describe.each(kinds)('object connections on %s', (kind) => {
  let database: Database<Tables>
  let store: Store
  let job = ''
  const ids = new Map<string, string>()
  beforeAll(async () => {
    ;({ database } = await openStore(kind, inject('postgresUrl')))
  })
  beforeEach(async () => {
    store = await newTenant(database)
    const app = await insertApplication(store, { ...dynamicSignal, templateId: dynamicSignal.id })
    job = (await insertJob(store, app, dynamicSignal)).id
    for (const name of ['Ana', 'Bea', 'Cem'])
      ids.set(name, (await setUser(store, `${name.toLowerCase()}@contoso.example`, { displayName: name })).user.id)
    ids.set('Sales', (await createGroup(store, 'Sales')).id)
    ids.set('gone', randomUUID())
    await link('Ana', 'a1')
    await link('Bea', 'b1', 'released')
    await link('gone', 'g1')
    await link('Sales', 's1', 'managed', 'Group')
  })
  afterAll(() => database.close())

  const id = (name: string): string => ids.get(name) ?? name
  const person = (name: string) => ({ type: 'User', id: id(name) })
  const link = (name: string, target: string | null, state = 'managed', type = 'User') =>
    sql`insert into link (tenant_id, job_id, object_type, object_id, target_id, joined_by, state, active)
      values (${store.tenant}, ${job}, ${type}, ${id(name)}, ${target}, ${target === null ? '{"path": "userName", "value": "c"}' : null}::text::jsonb, ${state}, ${state === 'managed'})`.execute(
      store.db,
    )
  const listed = async (query: Partial<ConnectionQuery>) => {
    const { connections, total } = await listConnections(store, job, { limit: 10, ...query })
    expect(total).toBe(connections.length)
    const byId = new Map([...ids].map(([name, key]) => [key, name]))
    return connections.map(({ sourceAnchor }) => byId.get(sourceAnchor) ?? sourceAnchor).toSorted()
  }
  const relinked = (name: string, target: string, active = true) =>
    relink(store, job, {
      ref: person(name),
      target: { id: target, active },
      now: '2026-01-01T00:00:00.000Z' as Instant,
    })
  const looks = async () => {
    const { rows } = await sql<{ line: string }>`select why || ' ' || object_id as line from look
      where tenant_id = ${store.tenant} and next <= now() order by 1`.execute(store.db)
    return rows.map(({ line }) => line)
  }

  test.each<[string, Partial<ConnectionQuery>, readonly string[]]>([
    ['all of them', {}, ['Ana', 'Bea', 'Sales', 'gone']],
    ['by part of a name', { search: 'AN' }, ['Ana']],
    ['by part of a userPrincipalName', { search: 'bea@' }, ['Bea']],
    ['by the name of a group', { search: 'sale' }, ['Sales']],
    ['by the id of the account', { search: 'g1' }, ['gone']],
    ['by a text that is a pattern elsewhere', { search: '%' }, []],
    ['by state', { state: 'released' }, ['Bea']],
    ['by type', { type: 'Group' }, ['Sales']],
    ['by type and state, with none left', { type: 'Group', state: 'released' }, []],
  ])('are listed %s', async (_, query, names) => {
    expect(await listed(query)).toEqual(names)
  })

  test('one whose create was never answered is pending', async () => {
    await link('Cem', null)
    expect(await listed({ state: 'pending' })).toEqual(['Cem'])
    expect(await readConnection(store, job, person('Cem'))).toMatchObject({ state: 'pending', targetAnchor: null })
  })

  test('are read page by page, each once', async () => {
    const found: string[] = []
    let after: { type: string; id: string } | undefined
    for (let page = 0; page < 4; page += 1) {
      const { connections, total } = await listConnections(store, job, { limit: 1, after })
      expect(total).toBe(4)
      for (const one of connections) {
        found.push(one.sourceAnchor)
        after = { type: one.objectTypeName, id: one.sourceAnchor }
      }
    }
    expect(new Set(found).size).toBe(4)
    expect((await listConnections(store, job, { limit: 1, after })).connections).toEqual([])
  })

  test('names are found by index, however many people there are', async () => {
    await sql`insert into directory_user (tenant_id, user_principal_name)
      select ${store.tenant}::uuid, 'p' || n || '@contoso.example' from generate_series(1, 3000) n`.execute(store.db)
    await sql`analyze directory_user`.execute(store.db)
    await sql`analyze link`.execute(store.db)
    const { rows } = await sql<Record<string, string>>`explain select l.object_id, u.user_principal_name from link l
      left join directory_user u on l.object_type = 'User' and u.tenant_id = l.tenant_id
        and u.id = ${uuidIn('l.object_id')}
      where l.tenant_id = ${store.tenant} and l.job_id = ${job}`.execute(store.db)
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('directory_user_pkey')
  })

  test('whoever is meant is found by a name, by an id, and by the id of somebody who is gone', async () => {
    expect(await whichObject(store, job, 'ana@contoso.example')).toEqual(person('Ana'))
    expect(await whichObject(store, job, 'sales')).toEqual({ type: 'Group', id: id('Sales') })
    expect(await whichObject(store, job, id('gone'))).toEqual(person('gone'))
    await expect(whichObject(store, job, randomUUID())).rejects.toMatchObject({ code: 'notFound' })
  })

  test('CY-25: a removed one is gone, the next cycle looks at the object again, and removing it once more does nothing', async () => {
    expect(await removeConnection(store, job, person('Ana'))).toBe(true)
    expect(await readConnection(store, job, person('Ana'))).toBeNull()
    expect(await looks()).toEqual([`due ${id('Ana')}`])
    expect(await removeConnection(store, job, person('Ana'))).toBe(false)
    expect(await listed({})).toEqual(['Bea', 'Sales', 'gone'])
  })

  test('another account takes the place of the one before; whoever refers to it is looked at again', async () => {
    await sql`insert into reference_use (tenant_id, job_id, object_type, object_id, path, of_type, of_id, written)
      values (${store.tenant}, ${job}, 'User', ${id('Cem')}, 'manager', 'User', ${id('Bea')}, 'b1')`.execute(store.db)
    await relinked('Bea', 'b2')
    expect(await readConnection(store, job, person('Bea'))).toMatchObject({
      targetAnchor: 'b2',
      state: 'managed',
      active: true,
    })
    expect(await looks()).toEqual([`due ${id('Bea')}`, `referenceChanged ${id('Cem')}`])
  })

  test('a group that is linked anew is read whole, and whoever is linked anew is put into their groups again', async () => {
    await sql`insert into member_link (tenant_id, job_id, group_id, member_type, member_id, group_target, member_target, sure, reported)
      values (${store.tenant}, ${job}, ${id('Sales')}, 'User', ${id('Ana')}, 's1', 'a1', true, false)`.execute(store.db)
    const due = async () =>
      (await sql`select from member_link where tenant_id = ${store.tenant} and next is not null`.execute(store.db)).rows
        .length
    await relinked('Bea', 'b2')
    expect(await due()).toBe(0)
    await relinked('Ana', 'a2')
    expect(await due()).toBe(1)
    await relink(store, job, {
      ref: { type: 'Group', id: id('Sales') },
      target: { id: 's2', active: true },
      now: '2026-01-01T00:00:00.000Z' as Instant,
    })
    expect(await looks()).toContain(`membersUnread ${id('Sales')}`)
  })

  test('somebody without an account is linked with one that there is', async () => {
    await relinked('Cem', 'c1', false)
    expect(await readConnection(store, job, person('Cem'))).toMatchObject({ targetAnchor: 'c1', active: false })
  })

  test('an account that somebody has is nobody else’s', async () => {
    await expect(relinked('Cem', 'a1')).rejects.toMatchObject({
      code: 'conflict',
      message: `The account a1 is linked with Ana (${id('Ana')}). Remove that link first.`,
    })
    await relinked('Ana', 'a1')
  })
})
