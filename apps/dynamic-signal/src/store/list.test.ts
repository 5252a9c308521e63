import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compileFilter, knownSchemas, parseFilter, parseSchema, rulesOf, userTypeWith, groupType } from '@usher/scim'
import { filterCases, resources, schema as json } from '../../../../test/filter-cases.ts'
import { type Fixture, openFixture, stores } from '../service-fixture.ts'
import { defaults } from '../tenant/settings.ts'
import type { Tenant } from '../tenant/tenant.ts'
import { type Lists, listsOf } from './list.ts'
import { rowOf } from './resources.ts'
import { insertAll } from './statements.ts'

const base = 'https://example.org/scim/v2'
const by = { actor: 'token:test', txn: 'test' }

describe.each(stores)('FL-18: on %s a filter finds what it finds in memory', (kind) => {
  let on: Fixture
  let lists: Lists
  let tenant: Tenant
  beforeAll(async () => {
    on = await openFixture(kind)
    lists = listsOf(on.db)
    const schema = parseSchema(json)
    const user = userTypeWith({ groups: true, extensions: [schema] })
    const { tenant_id: id } = await on.db.selectFrom('tenant').select('tenant_id').executeTakeFirstOrThrow()
    tenant = {
      id,
      name: 'default',
      isFirst: true,
      cursorKey: '',
      settings: { ...defaults, groups: true },
      rules: rulesOf('lenient'),
      types: [user, groupType],
    }
    for (const { id: resourceId, meta, schemas: _, groups: __, ...attributes } of resources) {
      const row = rowOf(tenant, user, { id: resourceId, attributes }, by)
      await insertAll(on.db, [{ ...row, paths: [] }])
      await on.db
        .updateTable('resource')
        .set({ created: meta['created'] as string, last_modified: meta['lastModified'] as string })
        .where('id', '=', resourceId)
        .execute()
    }
    const staff = rowOf(tenant, groupType, { id: 'G1', attributes: { displayName: 'Staff' } }, by)
    await insertAll(on.db, [{ ...staff, paths: [] }])
    await on.db.insertInto('member').values({ tenant_id: id, group_id: 'G1', member_id: 'ana', type: 'User' }).execute()
  })
  afterAll(() => on.close())

  const found = async (text: string, mode: 'lenient' | 'strict'): Promise<readonly string[]> => {
    const rules = rulesOf(mode)
    const [type] = tenant.types
    if (type === undefined) return []
    const filter = parseFilter(text, knownSchemas(type), rules)
    compileFilter(filter, type, rules)
    const ask = { tenant: { ...tenant, rules }, types: [type], filter, sort: null, base }
    const page = await lists.page(ask, { kind: 'offset', offset: 0, limit: 100 })
    return page.resources.map(({ id }) => id)
  }

  test.each(['lenient', 'strict'] as const)('every row of the cases, %s', async (mode) => {
    const wrong: unknown[] = []
    for (const row of filterCases) {
      if ('error' in row || (row.mode !== undefined && row.mode !== mode)) continue
      const ids = await found(row.filter, mode).catch((error: unknown) => String(error))
      if (JSON.stringify(ids) !== JSON.stringify(row.finds)) wrong.push([row.rule, row.filter, row.finds, ids])
    }
    expect(wrong).toEqual([])
  })
})
