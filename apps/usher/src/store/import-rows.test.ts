import type { Database } from '@usher/host'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import type { AppliedRow, ImportStore, SettledManager, SettledRemovals, SupersededRow } from '../import/import-store.ts'
import { kinds, newTenant, openStore } from '../testing/stores.ts'
import type { Store } from './directory.ts'
import { importStore } from './import-rows.ts'
import type { Tables } from './tables.ts'
import { findUser, listUsers } from './users.ts'
import { setUser } from '../testing/set-user.ts'
import { deleteUser } from './user-life.ts'

type Row = readonly [key: string, attributes: Record<string, string | boolean | null>, managerKey?: string]
type Done = {
  readonly superseded: readonly SupersededRow[]
  readonly applied: readonly AppliedRow[]
  readonly removals: SettledRemovals
  readonly managers: readonly SettledManager[]
  readonly absent: number
}
const named = (name: string, rest: Record<string, string | boolean | null> = {}) => ({
  userPrincipalName: `${name}@x`,
  displayName: name,
  ...rest,
})

describe.each(kinds)('imported rows on %s', (kind) => {
  let database: Database<Tables>
  let store: Store
  beforeAll(async () => {
    ;({ database } = await openStore(kind, inject('postgresUrl')))
  })
  beforeEach(async () => {
    store = await newTenant(database)
  })
  afterAll(() => database.close())

  async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
    const all: T[] = []
    for await (const page of pages) all.push(...page)
    return all
  }
  const imported = (...rows: readonly Row[]): Promise<Done> => importedBy(importStore(store, { managers: true }), rows)
  async function importedBy(into: ImportStore, rows: readonly Row[]): Promise<Done> {
    const id = await into.begin('people.csv')
    await into.stage(
      id,
      rows.map(([key, attributes, managerKey], n) => ({
        row: n + 1,
        line: n + 2,
        key,
        attributes,
        managerKey: managerKey ?? null,
      })),
    )
    const superseded = await collect(into.superseded(id))
    const applied = await collect(into.apply(id))
    const removals = await into.removals(id)
    const managers = await collect(into.managers(id))
    const absent = await into.absent(id)
    await into.end(id)
    return { superseded, applied, removals, managers, absent }
  }
  const results = ({ applied }: Done) => Object.fromEntries(applied.map(({ key, result }) => [key, result]))

  test('new people are made with what the file says', async () => {
    expect(
      results(await imported(['1', named('ana', { accountEnabled: false, city: 'Porto', department: null })])),
    ).toEqual({ 1: 'created' })
    expect(await findUser(store, 'ana@x')).toMatchObject({
      employeeId: '1',
      accountEnabled: false,
      attributes: { displayName: 'ana', city: 'Porto' },
    })
  })

  test('the same file again changes nobody', async () => {
    const rows: readonly Row[] = [['1', named('ana'), '2'], ['2', named('bea'), '9']] // prettier-ignore
    await imported(...rows)
    expect(results(await imported(...rows))).toEqual({ 1: 'unchanged', 2: 'unchanged' })
  })

  test('of several rows of one person the last one counts, and each earlier one is told with what replaced it', async () => {
    const done = await imported(['1', named('old')], ['2', named('bea')], ['1', named('older')], ['1', named('ana')])
    expect(results(done)).toEqual({ 1: 'created', 2: 'created' })
    expect(done.superseded).toEqual([
      { row: 1, key: '1', byRow: 4 },
      { row: 3, key: '1', byRow: 4 },
    ])
    expect(await findUser(store, '1')).toMatchObject({ userPrincipalName: 'ana@x' })
  })

  test('a null clears, what the file does not name stays', async () => {
    await imported(['1', named('ana', { city: 'Porto', department: 'Sales' })])
    await setUser(store, 'ana@x', { mobile: '1' })
    expect(results(await imported(['1', named('ana', { city: null })]))).toEqual({ 1: 'updated' })
    expect((await findUser(store, '1')).attributes).toEqual({ displayName: 'ana', department: 'Sales', mobile: '1' })
  })

  test('a file that would disable too many disables nobody, writes the rest, and does so when a person has agreed', async () => {
    const people = (accountEnabled: boolean, rest = {}): Row[] =>
      Array.from({ length: 30 }, (_, n) => [`k${n}`, named(`p${n}`, { accountEnabled, ...rest })] as const)
    await imported(...people(true))
    const held = await imported(...people(false, { city: 'Porto' }))
    expect([held.removals.held.length, held.removals.disabled.length, held.removals.limit]).toEqual([30, 0, 10])
    expect(await findUser(store, 'k1')).toMatchObject({ accountEnabled: true, attributes: { city: 'Porto' } })
    const some = await imported(...people(false).slice(0, 9))
    expect(some.removals.disabled.map(({ key }) => key)).toHaveLength(9)
    expect(await findUser(store, 'k1')).toMatchObject({ accountEnabled: false })
    const agreed = await importedBy(importStore(store, { managers: true, limits: null }), people(false))
    expect([agreed.removals.held.length, agreed.removals.disabled.length]).toEqual([0, 21])
    const again = await imported(...people(false))
    expect([...new Set(Object.values(results(again)))]).toEqual(['unchanged'])
  })

  test('of a complete file whoever is absent is disabled; a file that is cut off disables nobody', async () => {
    const people = Array.from({ length: 40 }, (_, n): Row => [`k${n}`, named(`p${n}`)])
    await imported(...people)
    await setUser(store, 'guest@x', {})
    const complete = () => importStore(store, { managers: true, complete: true })
    const cut = await importedBy(complete(), people.slice(0, 20))
    expect([cut.removals.held.length, cut.removals.disabled.length]).toEqual([20, 0])
    const whole = await importedBy(complete(), people.slice(3))
    expect(whole.removals.disabled.map(({ key }) => key).toSorted()).toEqual(['k0', 'k1', 'k2'])
    expect(await findUser(store, 'guest@x')).toMatchObject({ accountEnabled: true })
  })

  test('a manager who comes later in the file, or in a later file, is settled when they are there', async () => {
    const first = await imported(['1', named('ana'), '2'], ['2', named('bea'), '3'])
    expect(first.managers.map(({ key, managerKey, found }) => [key, managerKey, found])).toEqual([['1', '2', true], ['2', '3', false]]) // prettier-ignore
    const bea = await findUser(store, '2')
    expect(await findUser(store, '1')).toMatchObject({ managerId: bea.id, managerKey: null })
    expect(bea).toMatchObject({ managerId: null, managerKey: '3' })
    await imported(['3', named('cem')])
    expect(await findUser(store, '2')).toMatchObject({ managerId: (await findUser(store, '3')).id, managerKey: null })
  })

  test('an empty manager takes the manager away', async () => {
    await imported(['1', named('ana'), '2'], ['2', named('bea')])
    await imported(['1', named('ana')], ['2', named('bea')])
    expect(await findUser(store, '1')).toMatchObject({ managerId: null, managerKey: null })
  })

  test('nobody becomes their own manager', async () => {
    await imported(['1', named('ana'), '1'])
    expect((await findUser(store, '1')).managerId).toBeNull()
  })

  test('a name that belongs to somebody else is refused, and the others go on', async () => {
    await setUser(store, 'ana@x', { displayName: 'Ana by hand' })
    const done = await imported(
      ['1', named('ANA')],
      ['2', named('bea')],
      ['3', named('bea')],
      ['4', { displayName: 'nameless' }],
    )
    expect(results(done)).toEqual({ 1: 'refused', 2: 'created', 3: 'refused', 4: 'refused' })
    expect(done.applied.flatMap((one) => (one.result === 'refused' ? [one.reason] : []))).toEqual([
      'The userPrincipalName ANA@x belongs to another person.',
      'The userPrincipalName bea@x belongs to another person.',
      'There is no userPrincipalName, and a new person needs one.',
    ])
  })

  test('a known person whose row has no name keeps theirs', async () => {
    await imported(['1', named('ana')])
    expect(results(await imported(['1', { city: 'Porto' }]))).toEqual({ 1: 'updated' })
    expect(await findUser(store, 'ana@x')).toMatchObject({ attributes: { city: 'Porto' } })
  })

  test('whoever the file does not name is left alone and counted; people without an employeeId are not', async () => {
    await imported(['1', named('ana')], ['2', named('bea')])
    await setUser(store, 'guest@x', {})
    expect((await imported(['2', named('bea')])).absent).toBe(1)
    expect((await listUsers(store, { limit: 9 })).total).toBe(3)
  })

  test('a deleted person who is in the file again is a new person', async () => {
    await imported(['1', named('ana')])
    const before = await deleteUser(store, '1')
    expect(results(await imported(['1', named('ana')]))).toEqual({ 1: 'created' })
    expect((await findUser(store, '1', 'live')).id).not.toBe(before.id)
  })

  test('more people than fit into one page are all made, each once, with their managers', async () => {
    const rows = Array.from({ length: 2500 }, (_, n): Row => [`k${n}`, named(`p${n}`), `k${2499 - n}`])
    const done = await imported(...rows, ...rows)
    expect(new Set(done.applied.map(({ result }) => result))).toEqual(new Set(['created']))
    expect(done.applied).toHaveLength(2500)
    expect(done.superseded).toHaveLength(2500)
    expect(done.managers.every(({ found }) => found)).toBe(true)
    expect((await listUsers(store, { limit: 1 })).total).toBe(2500)
  })
})
