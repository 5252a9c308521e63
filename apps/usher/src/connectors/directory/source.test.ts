import type { Database } from '@usher/host'
import type { Entry, Watermark } from '@usher/engine'
import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { assign, insertApplication, unassign, type Application } from '../../store/applications.ts'
import { uuids } from '../../store/bulk.ts'
import { change, touch, type Store } from '../../store/directory.ts'
import { deleteGroup } from '../../store/group-life.ts'
import { addMembers, removeMembers } from '../../store/group-members.ts'
import { createGroup, setGroup } from '../../store/groups.ts'
import { importStore } from '../../store/import-rows.ts'
import type { Tables } from '../../store/tables.ts'
import { setUser } from '../../testing/set-user.ts'
import { deleteUser, purgeExpired, purgeUser, restoreUser } from '../../store/user-life.ts'
import { kinds, newTenant, openStore, quiet } from '../../testing/stores.ts'
import { isOurs } from './feed.ts'
import { directorySource } from './source.ts'

const user = { id: '5a1c5f0e-6d8f-4b5d-9e0a-0d6f3c1b7a01', value: 'User', displayName: 'User', description: '' }
const upn = (name: string): string => `${name}@contoso.example`

type Directory = {
  readonly store: Store
  readonly app: Application
  readonly ids: Map<string, string>
  /** Ana, Bea, Cem and Dan; Ana and Bea are members of Sales; Ana manages Dan. */
  readonly sales: string
  readonly salesId: string
}

async function newDirectory(database: Database<Tables>): Promise<Directory> {
  const store = await newTenant(database)
  const ids = new Map<string, string>()
  for (const name of ['ana', 'bea', 'cem', 'dan']) {
    const made = await setUser(store, upn(name), { displayName: name, employeeId: `e-${name}` })
    ids.set(name, made.user.id)
  }
  await setUser(store, upn('dan'), { manager: upn('ana') })
  const app = await insertApplication(store, {
    displayName: 'Signal',
    templateId: 'x',
    appRoles: [user],
    requiresRole: true,
  })
  const { id: salesId } = await createGroup(store, 'Sales')
  await addMembers(store, 'Sales', [ids.get('ana') ?? '', ids.get('bea') ?? ''])
  return { store, app, ids, sales: 'Sales', salesId }
}

type Read = { readonly entries: readonly Entry[]; readonly watermark: Watermark }

async function readFeed({ store, app }: Directory, after: Watermark | null): Promise<Read> {
  const entries: Entry[] = []
  let watermark: Watermark | null = null
  for await (const page of directorySource(store, app.id).changes({ type: 'User', after })) {
    entries.push(...page.entries)
    watermark = page.watermark
  }
  if (watermark === null) throw new Error('The feed gave no page')
  return { entries, watermark }
}

function names({ ids }: Directory, entries: readonly Entry[]): readonly string[] {
  const byId = new Map([...ids].map(([name, id]) => [id, name]))
  return entries.map(({ ref }) => byId.get(ref.id) ?? ref.id).toSorted()
}

/** A transaction that has stamped somebody and is then held open. */
async function holding({ store, ids }: Directory, name: string, displayName: string) {
  const stamped = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  const id = ids.get(name) ?? ''
  const done = change(store, async (trx) => {
    await sql`update directory_user set attributes = attributes || ${JSON.stringify({ displayName })}::text::jsonb
      where tenant_id = ${store.tenant} and id = ${id}`.execute(trx)
    await touch(trx, store.tenant, uuids([id]))
    stamped.resolve()
    await gate.promise
  })
  await stamped.promise
  return {
    async commit() {
      gate.resolve()
      await done
    },
  }
}

describe.each(kinds)('the change feed on %s', (kind) => {
  let database: Database<Tables>
  let directory: Directory
  beforeAll(async () => {
    ;({ database } = await openStore(kind, inject('postgresUrl')))
  })
  beforeEach(async () => {
    directory = await newDirectory(database)
  })
  afterAll(() => database.close())

  test('the first read gives everybody once, with how many there are', async () => {
    const pages = directorySource(directory.store, directory.app.id).changes({ type: 'User', after: null })
    for await (const page of pages) {
      expect(names(directory, page.entries)).toEqual(['ana', 'bea', 'cem', 'dan'])
      expect(page.total).toBe(4)
    }
    expect.assertions(2)
  })

  test('a directory of more than one page is read whole, each person once', async () => {
    const { store } = directory
    await sql`insert into directory_user (tenant_id, user_principal_name)
      select ${store.tenant}::uuid, 'p' || n || '@contoso.example' from generate_series(1, 1100) n`.execute(store.db)
    const mark = await readFeed(directory, null)
    await change(store, (trx) =>
      touch(trx, store.tenant, sql`(select id from directory_user where tenant_id = ${store.tenant})`),
    )
    for (const after of [null, mark.watermark]) {
      const { entries } = await readFeed(directory, after)
      expect(new Set(entries.map(({ ref }) => ref.id)).size).toBe(1104)
      expect(entries).toHaveLength(1104)
    }
  })

  test('what a person is like, what they were given and by whom', async () => {
    const { store, app, ids } = directory
    await assign(store, app, 'Sales', 'User')
    await assign(store, app, upn('ana'), null)
    const [ana, dan] = await directorySource(store, app.id).read([
      { type: 'User', id: ids.get('ana') ?? '' },
      { type: 'User', id: ids.get('dan') ?? '' },
    ])
    await setUser(store, upn('ana'), { employeeHireDate: '2013-09-30' })
    const [hired] = await directorySource(store, app.id).read([{ type: 'User', id: ids.get('ana') ?? '' }])
    expect(hired?.object).toMatchObject({ employeeHireDate: '9/30/2013 12:00:00 AM' })
    expect(ana?.assignments.map(({ via }) => via.type).toSorted()).toEqual(['Group', 'User'])
    expect(dan).toMatchObject({
      object: {
        displayName: 'dan',
        employeeId: 'e-dan',
        accountEnabled: true,
        manager: { type: 'User', id: ids.get('ana') },
      },
      assignments: [],
    })
  })

  test('groups, roles and what is known of the manager are computed when somebody reads them', async () => {
    const { store, app, ids } = directory
    await assign(store, app, 'Sales', 'User')
    await assign(store, app, upn('ana'), null)
    await createGroup(store, 'Alpha')
    await addMembers(store, 'Alpha', [ids.get('ana') ?? ''])
    const reads = new Set(['memberOf', 'appRoleAssignments', 'manager.displayName', 'manager.department'])
    const source = directorySource(store, app.id, { reads, appRoles: app.appRoles })
    const refs = ['ana', 'dan'].map((name) => ({ type: 'User', id: ids.get(name) ?? '' }))
    expect((await source.read(refs)).map(({ object }) => object)).toMatchObject([
      { memberOf: ['Alpha', 'Sales'], appRoleAssignments: [{ id: user.id, value: 'User', displayName: 'User' }] },
      {
        memberOf: [],
        appRoleAssignments: [],
        'manager.displayName': 'ana',
        'manager.department': null,
        manager: { type: 'User', id: ids.get('ana') },
      },
    ])
    const plain = await directorySource(store, app.id).read(refs)
    expect(Object.keys(plain[0]?.object ?? {})).not.toContain('memberOf')
  })

  test('a change of a manager concerns the reports too, when somebody reads it', async () => {
    const { store, app } = directory
    await quiet(store)
    const { watermark } = await readFeed(directory, null)
    await setUser(store, upn('ana'), { department: 'Sales' })
    expect(names(directory, (await readFeed(directory, watermark)).entries)).toEqual(['ana'])
    const source = directorySource(store, app.id, { reads: new Set(['manager.department']), appRoles: [] })
    const entries: Entry[] = []
    for await (const page of source.changes({ type: 'User', after: watermark })) entries.push(...page.entries)
    expect(names(directory, entries)).toEqual(['ana', 'dan'])
    expect(entries.find(({ object }) => object?.['displayName'] === 'dan')?.object).toMatchObject({
      'manager.department': 'Sales',
    })
  })

  test('many reports come in pages, and nobody twice who changed too: pages are planned ahead of each other', async () => {
    const { store, app, ids } = directory
    await sql`insert into directory_user (tenant_id, user_principal_name, manager_id)
      select ${store.tenant}::uuid, 'p' || n || '@contoso.example', ${ids.get('ana')}::uuid from generate_series(1, 1100) n`.execute(
      store.db,
    )
    const { watermark } = await readFeed(directory, null)
    await change(store, (trx) =>
      touch(trx, store.tenant, sql`(select id from directory_user where tenant_id = ${store.tenant} limit 600)`),
    )
    await setUser(store, upn('ana'), { department: 'Sales' })
    const source = directorySource(store, app.id, { reads: new Set(['manager.department']), appRoles: [] })
    const pages: (readonly Entry[])[] = []
    for await (const page of source.changes({ type: 'User', after: watermark })) pages.push(page.entries)
    const found = pages.flat().map(({ ref }) => ref.id)
    expect(found).toHaveLength(new Set(found).size)
    expect(found.length).toBeGreaterThan(1100)
    expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(500)
  })

  test('SC-6: a group that is no security group gives nothing to its members', async () => {
    const { store, app, ids } = directory
    await assign(store, app, 'Sales', 'User')
    await sql`update directory_group set security_enabled = false where tenant_id = ${store.tenant}`.execute(store.db)
    const [ana] = await directorySource(store, app.id).read([{ type: 'User', id: ids.get('ana') ?? '' }])
    expect(ana?.assignments).toEqual([])
  })

  test.each([
    ['ana_contoso.com#EXT#@fabrikam.onmicrosoft.com', 'ana@contoso.com'],
    ['ana_maria_contoso.com#ext#@fabrikam.onmicrosoft.com', 'ana_maria@contoso.com'],
    ['ana#EXT#@fabrikam.onmicrosoft.com', 'ana#EXT#@fabrikam.onmicrosoft.com'],
    ['ana_maria@contoso.com', 'ana_maria@contoso.com'],
  ])('SC-13: mappings see %s as %s, and the whole form beside it', async (whole, seen) => {
    const { store, app } = directory
    const { user: guest } = await setUser(store, whole, { displayName: 'Ana', userType: 'Guest' })
    const [entry] = await directorySource(store, app.id).read([{ type: 'User', id: guest.id }])
    expect(entry?.object).toMatchObject({ userPrincipalName: seen, originalUserPrincipalName: whole })
  })

  test('somebody who was purged is an entry without an object, in the feed and when asked for', async () => {
    const { store, app, ids } = directory
    const { watermark } = await readFeed(directory, null)
    await deleteUser(store, upn('bea'))
    await purgeUser(store, upn('bea'))
    const gone = { ref: { type: 'User', id: ids.get('bea') }, object: null, assignments: [] }
    expect((await readFeed(directory, watermark)).entries).toContainEqual(gone)
    expect((await readFeed(directory, null)).entries).toContainEqual(gone)
    expect(await directorySource(store, app.id).read([gone.ref as Entry['ref']])).toEqual([gone])
  })

  test('somebody whom the directory never knew is an entry without an object', async () => {
    const { store, app } = directory
    const strangers = [
      { type: 'User', id: 'employeeId:77' },
      { type: 'User', id: randomUUID() },
    ]
    const entries = await directorySource(store, app.id).read(strangers)
    expect(entries.map(({ object }) => object)).toEqual([null, null])
  })

  test('a watermark of this database is ours; one of another database or server is not', async () => {
    const { watermark } = await readFeed(directory, null)
    const mark = JSON.parse(watermark) as Record<string, string>
    expect(await isOurs(directory.store, watermark)).toBe(true)
    for (const foreign of [{ system: '1' }, { database: '1' }]) {
      expect(await isOurs(directory.store, JSON.stringify({ ...mark, ...foreign }) as Watermark)).toBe(false)
    }
  })

  describe('who is looked at again', () => {
    type Row = readonly [
      what: string,
      act: (on: Directory) => Promise<unknown>,
      who: readonly string[],
      before?: (on: Directory) => Promise<unknown>,
    ]
    const id = (on: Directory, name: string): string => on.ids.get(name) ?? ''
    const given = (on: Directory) => assign(on.store, on.app, on.sales, 'User')
    const deleted = (on: Directory) => deleteUser(on.store, upn('ana'))
    const staged = (row: number, name: string, attributes: Record<string, string>, managerKey: string | null = null) => ({
      row, line: row + 1, key: `e-${name}`, attributes: { userPrincipalName: upn(name), ...attributes }, managerKey,
    }) // prettier-ignore
    const imported = async (on: Directory, ...rows: readonly ReturnType<typeof staged>[]) => {
      const into = importStore(on.store, { managers: true })
      const one = await into.begin('people.csv')
      await into.stage(one, rows)
      for await (const applied of into.apply(one)) expect(applied.map(({ result }) => result)).not.toContain('refused')
      for await (const settled of into.managers(one)) expect(settled.every(({ found }) => found)).toBe(true)
      await into.end(one)
    }
    const rows: readonly Row[] = [
      ['an attribute is set', (on) => setUser(on.store, upn('ana'), { department: 'Sales' }), ['ana']],
      ['an attribute is set to what it is', (on) => setUser(on.store, upn('ana'), { displayName: 'ana' }), []],
      ['a manager is set', (on) => setUser(on.store, upn('cem'), { manager: upn('ana') }), ['cem']],
      ['a person is deleted', deleted, ['ana']],
      ['a person is restored', (on) => restoreUser(on.store, upn('ana')), ['ana'], deleted],
      ['a manager is purged', (on) => purgeUser(on.store, upn('ana')), ['ana', 'dan'], deleted],
      ['people expire', (on) => purgeExpired(on.store, '2999-01-01T00:00:00Z'), ['ana', 'dan'], deleted],
      ['a group is made', (on) => createGroup(on.store, 'Legal'), ['a new group']],
      ['a group is given another name', (on) => setGroup(on.store, on.sales, { displayName: 'Selling' }), ['Sales']],
      ['a group is given the name it has', (on) => setGroup(on.store, on.sales, { displayName: 'Sales' }), []],
      ['a group that gives nothing is no security group any more', (on) => setGroup(on.store, on.sales, { securityEnabled: false }), ['Sales']],
      ['SC-7: an assigned group is no security group any more', (on) => setGroup(on.store, on.sales, { securityEnabled: false }), ['Sales', 'ana', 'bea'], given],
      ['members are added, one of them known', (on) => addMembers(on.store, on.sales, [id(on, 'ana'), id(on, 'cem')]), ['cem']],
      ['everybody is added', (on) => addMembers(on.store, on.sales, 'all'), ['cem', 'dan']],
      ['members are removed, one of them none', (on) => removeMembers(on.store, on.sales, [id(on, 'ana'), id(on, 'cem')]), ['ana']],
      ['a group is deleted', (on) => deleteGroup(on.store, on.sales), ['Sales', 'ana', 'bea']],
      ['the application is given to a person', (on) => assign(on.store, on.app, upn('cem'), 'User'), ['cem']],
      ['the application is given to a group', given, ['Sales', 'ana', 'bea']],
      ['the application is given to a group again', given, [], given],
      ['the application is taken from a group', (on) => unassign(on.store, on.app, on.sales), ['Sales', 'ana', 'bea'], given],
      ['the application is taken from one member', (on) => unassign(on.store, on.app, upn('ana'), { fromGroups: true }), ['ana'], given],
      ['an import brings what is known', (on) => imported(on, staged(1, 'ana', { displayName: 'ana' })), []],
      ['an import changes one of two', (on) => imported(on, staged(1, 'ana', {}), staged(2, 'cem', { displayName: 'Cem' })), ['cem']],
      ['an import names another manager', (on) => imported(on, staged(1, 'cem', {}, 'e-ana')), ['cem']],
      ['an import names the manager of before', (on) => imported(on, staged(1, 'dan', {}, 'e-ana')), []],
    ] // prettier-ignore

    test.each(rows.map(([what, act, who, before]) => ({ what, act, who, before })))(
      '$what',
      async ({ act, who, before }) => {
        await before?.(directory)
        const stamps = await stampsOf(directory.store)
        await act(directory)
        const changed = [...(await stampsOf(directory.store))].filter(([key, xid]) => stamps.get(key) !== xid)
        const byId = new Map([...directory.ids, ['Sales', directory.salesId]].map(([name, key]) => [key, name]))
        expect(changed.map(([key]) => byId.get(key) ?? 'a new group').toSorted()).toEqual(who)
      },
    )
  })
})

async function stampsOf(store: Store): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; xid: string }>`
    select object_id as id, xid::text as xid from directory_change where tenant_id = ${store.tenant} and object_type <> 'UserLife'`.execute(
    store.db,
  )
  return new Map(rows.map(({ id, xid }) => [id, xid]))
}

describe('the change feed under concurrent writers on PostgreSQL', () => {
  let database: Database<Tables>
  let url = ''
  let directory: Directory
  beforeAll(async () => {
    const opened = await openStore('postgres', inject('postgresUrl'))
    database = opened.database
    url = opened.url ?? ''
  })
  beforeEach(async () => {
    directory = await newDirectory(database)
  })
  afterAll(() => database.close())

  const nameOf = (entries: readonly Entry[], name: string) =>
    entries.find(({ ref }) => ref.id === directory.ids.get(name))?.object?.['displayName']

  test('a change whose transaction ends after later ones were read is seen when it ends', async () => {
    const first = await readFeed(directory, null)
    const held = await holding(directory, 'ana', 'Ana late')
    await setUser(directory.store, upn('bea'), { displayName: 'Bea at once' })

    const second = await readFeed(directory, first.watermark)
    expect(nameOf(second.entries, 'bea')).toBe('Bea at once')
    expect(nameOf(second.entries, 'ana') ?? 'ana').toBe('ana')

    await held.commit()
    const third = await readFeed(directory, second.watermark)
    expect(nameOf(third.entries, 'ana')).toBe('Ana late')
  })

  test('many readings while a transaction stays open lose nothing of it', async () => {
    let { watermark } = await readFeed(directory, null)
    const held = await holding(directory, 'ana', 'Ana late')
    for (const turn of [1, 2, 3]) {
      await setUser(directory.store, upn('bea'), { displayName: `Bea ${turn}` })
      const read = await readFeed(directory, watermark)
      expect(nameOf(read.entries, 'bea')).toBe(`Bea ${turn}`)
      watermark = read.watermark
    }
    await held.commit()
    expect(nameOf((await readFeed(directory, watermark)).entries, 'ana')).toBe('Ana late')
  })

  test('the first read of all loses nothing that was open meanwhile', async () => {
    const held = await holding(directory, 'ana', 'Ana late')
    await setUser(directory.store, upn('bea'), { displayName: 'Bea at once' })
    const first = await readFeed(directory, null)
    await held.commit()
    expect(nameOf((await readFeed(directory, first.watermark)).entries, 'ana')).toBe('Ana late')
  })

  test('a stamp that goes to an older transaction after a younger one was read is seen', async () => {
    const { store, ids } = directory
    const { watermark } = await readFeed(directory, null)
    const id = ids.get('ana') ?? ''
    const begun = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    // The older transaction has its number before the younger one, and touches Ana after it.
    const older = change(store, async (trx) => {
      await sql`select pg_current_xact_id()`.execute(trx)
      begun.resolve()
      await gate.promise
      await sql`update directory_user set attributes = '{"displayName": "older"}' where tenant_id = ${store.tenant} and id = ${id}`.execute(
        trx,
      )
      await touch(trx, store.tenant, uuids([id]))
    })
    await begun.promise
    await setUser(store, upn('ana'), { displayName: 'younger' })
    const between = await readFeed(directory, watermark)
    expect(nameOf(between.entries, 'ana')).toBe('younger')
    gate.resolve()
    await older
    expect(nameOf((await readFeed(directory, between.watermark)).entries, 'ana')).toBe('older')
  })

  test('A-57: a transaction open in a foreign database holds nothing back and loses nothing', async () => {
    const stranger = new Client({ connectionString: inject('postgresUrl') })
    await stranger.connect()
    try {
      const first = await readFeed(directory, null)
      await stranger.query('begin')
      await stranger.query('select pg_current_xact_id()')
      await setUser(directory.store, upn('bea'), { displayName: 'Bea at once' })

      const second = await readFeed(directory, first.watermark)
      expect(nameOf(second.entries, 'bea')).toBe('Bea at once')
      // Looked at again, harmlessly, until the stranger ends.
      const third = await readFeed(directory, second.watermark)
      expect(nameOf(third.entries, 'bea')).toBe('Bea at once')

      await stranger.query('commit')
      await setUser(directory.store, upn('cem'), { displayName: 'Cem' })
      expect(nameOf((await readFeed(directory, third.watermark)).entries, 'cem')).toBe('Cem')
    } finally {
      await stranger.end()
    }
  })

  test('when nobody is open any more the feed moves on: what was read is not read again', async () => {
    await expect
      .poll(async () => (await readFeed(directory, (await readFeed(directory, null)).watermark)).entries, {
        timeout: 15_000,
      })
      .toEqual([])
  })

  test('a transaction that is rolled back shows nothing', async () => {
    const first = await readFeed(directory, null)
    await change(directory.store, async (trx) => {
      await touch(trx, directory.store.tenant, uuids([directory.ids.get('cem') ?? '']))
      throw new Error('no')
    }).catch(() => undefined)
    const stamps = await readFeed(directory, first.watermark)
    expect(nameOf(stamps.entries, 'cem') ?? 'cem').toBe('cem')
    await setUser(directory.store, upn('cem'), { displayName: 'Cem' })
    expect(nameOf((await readFeed(directory, stamps.watermark)).entries, 'cem')).toBe('Cem')
  })

  const people = ['ana', 'bea', 'cem', 'dan']
  const writing = fc.record({
    who: fc.uniqueArray(fc.constantFrom(...people), { minLength: 1, maxLength: 3 }),
    // Milliseconds from the transaction's number to the stamp, and from the stamp to the end.
    before: fc.nat(6),
    after: fc.nat(10),
    rollBack: fc.boolean(),
  })
  const scripts = fc.record({
    writers: fc.array(fc.array(writing, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 5 }),
    pauses: fc.array(fc.nat(8), { minLength: 3, maxLength: 12 }),
    stranger: fc.option(fc.nat(30)),
  })

  test('whoever writes, however long they hold, whenever one reads: every change is seen after it was committed', async () => {
    const stranger = new Client({ connectionString: url })
    await stranger.connect()
    try {
      await fc.assert(
        fc.asyncProperty(scripts, async (script) => {
          const on = await newDirectory(database)
          expect(await unseen(on, script, stranger)).toEqual([])
        }),
        { numRuns: 40 },
      )
    } finally {
      await stranger.end()
    }
  }, 120_000)
})

type Writing = {
  readonly who: readonly string[]
  readonly before: number
  readonly after: number
  readonly rollBack: boolean
}
type Script = {
  readonly writers: readonly (readonly Writing[])[]
  readonly pauses: readonly number[]
  readonly stranger: number | null
}

/** Lets writers write while one reader follows the feed; whose last version the reader did not see in the end. */
async function unseen(
  on: Directory,
  { writers, pauses, stranger }: Script,
  client: Client,
): Promise<readonly string[]> {
  const seen = new Map<string, number>()
  let { watermark } = await readFeed(on, null)
  const follow = async (): Promise<void> => {
    const read = await readFeed(on, watermark)
    for (const { ref, object } of read.entries) seen.set(ref.id, Number(object?.['version'] ?? 0))
    watermark = read.watermark
  }
  const strange = async (): Promise<void> => {
    if (stranger === null) return
    await client.query('begin')
    await client.query('select pg_current_xact_id()')
    await sleep(stranger)
    await client.query('commit')
  }
  const write = async (list: readonly Writing[]): Promise<void> => {
    for (const one of list) await version(on, one)
  }
  const read = async (): Promise<void> => {
    for (const pause of pauses) {
      await follow()
      await sleep(pause)
    }
  }
  await Promise.all([read(), strange(), ...writers.map(write)])
  await follow()
  const { rows } = await sql<{ id: string; version: number }>`
    select id, coalesce((attributes ->> 'version')::int, 0) as version from directory_user where tenant_id = ${on.store.tenant}`.execute(
    on.store.db,
  )
  return rows.filter(({ id, version: last }) => last > 0 && seen.get(id) !== last).map(({ id }) => id)
}

/** One transaction: each of these people gets a next version. */
async function version({ store, ids }: Directory, { who, before, after, rollBack }: Writing): Promise<void> {
  const wanted = who.map((name) => ids.get(name) ?? '').toSorted()
  await change(store, async (trx) => {
    await sql`select pg_current_xact_id()`.execute(trx)
    await sleep(before)
    for (const id of wanted) {
      await sql`update directory_user
        set attributes = attributes || jsonb_build_object('version', coalesce((attributes ->> 'version')::int, 0) + 1)
        where tenant_id = ${store.tenant} and id = ${id}`.execute(trx)
    }
    await touch(trx, store.tenant, uuids(wanted))
    await sleep(after)
    if (rollBack) throw new RollBack()
  }).catch((error: unknown) => {
    if (!(error instanceof RollBack)) throw error
  })
}

class RollBack extends Error {}
