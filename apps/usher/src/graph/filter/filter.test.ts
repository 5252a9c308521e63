import type { Database } from '@usher/host'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../../testing/stores.ts'
import type { Tables } from '../../store/tables.ts'
import { GraphFault } from '../wire/fault.ts'
import { parseFilter } from './parse.ts'
import { filterSql, type Fields } from './to-sql.ts'

const fields: Fields = {
  id: { sql: sql`t.one ->> 'id'`, type: 'guid' },
  displayName: { sql: sql`t.one ->> 'displayName'`, type: 'text' },
  accountEnabled: { sql: sql`t.one ->> 'accountEnabled'`, type: 'boolean' },
  age: { sql: sql`t.one ->> 'age'`, type: 'integer' },
  createdDateTime: { sql: sql`t.one ->> 'createdDateTime'`, type: 'instant' },
  action: { sql: sql`t.one ->> 'action'`, type: 'text', exact: true },
  'servicePrincipal/id': { sql: sql`t.one ->> 'sp'`, type: 'guid' },
  groupTypes: { sql: sql`t.one -> 'groupTypes'`, type: 'text', each: 'text' },
  identities: { sql: sql`t.one -> 'identities'`, type: 'text', each: { issuer: 'text', issuerAssignedId: 'text' } },
}
const a = '0f8fad5b-d9cb-469f-a165-70867728950e'
const things = [
  { name: 'a', id: a, displayName: "O'Hara", accountEnabled: true, age: 30, createdDateTime: '2023-07-30T10:00:00Z', action: 'create', sp: a, groupTypes: ['Unified'] },
  { name: 'b', id: 'b', displayName: 'Ana', accountEnabled: false, age: 40, createdDateTime: '2023-08-30T10:00:00Z', action: 'Create', groupTypes: [],
    identities: [{ issuer: 'x', issuerAssignedId: '1' }, { issuer: 'y', issuerAssignedId: '2' }] },
  { name: 'c', id: 'c' },
] // prettier-ignore

let database: Database<Tables>
beforeAll(async () => {
  ;({ database } = await openStore('pglite', ''))
})
afterAll(() => database.close())

async function find(text: string): Promise<string> {
  const holds = filterSql(parseFilter(text), fields, 'Thing')
  const { rows } = await sql<{ name: string }>`
    select one ->> 'name' as name from jsonb_array_elements(${JSON.stringify(things)}::text::jsonb) as t(one)
    where ${holds} order by 1`.execute(database.db)
  return rows.map(({ name }) => name).join('')
}

test.each([
  ["displayName eq 'ana'", 'b'],
  ["displayName eq 'O''Hara'", 'a'],
  ["displayName ne 'Ana'", 'ac'],
  ['displayName eq null', 'c'],
  ['displayName ne null', 'ab'],
  ["startsWith(displayName,'o')", 'a'],
  ["startswith(displayName,'o') eq false", 'bc'],
  ["not(startsWith(displayName,'o'))", 'bc'],
  ["endsWith(displayName,'NA')", 'b'],
  ["contains(displayName,'har')", 'a'],
  ["displayName in ('Ana','o''hara')", 'ab'],
  [`id eq ${a}`, 'a'],
  [`id eq '${a.toUpperCase()}'`, 'a'],
  ['accountEnabled eq true', 'a'],
  ['accountEnabled ne true', 'bc'],
  ['age ge 40', 'b'],
  ['createdDateTime gt 2023-07-30 and createdDateTime lt 2023-07-31', 'a'],
  ['createdDateTime ge 2023-07-30T10:00:00Z', 'ab'],
  ["action eq 'create'", 'a'],
  ["tolower(action) eq 'create'", 'ab'],
  ["(contains(tolower(servicePrincipal/id), '0f8f') or age eq 40) and accountEnabled eq false", 'b'],
  ["groupTypes/any(c:c eq 'unified')", 'a'],
  ["NOT groupTypes/any(c:c eq 'Unified')", 'bc'],
  ['groupTypes/any()', 'a'],
  ['groupTypes/$count eq 0', 'bc'],
  ["identities/any(c:c/issuerAssignedId eq '2' and c/issuer eq 'y')", 'b'],
  ["identities/any(c:c/issuerAssignedId eq '1' and c/issuer eq 'y')", ''],
  ["identities/all(c:c/issuer ne 'z')", 'abc'],
])('%s', async (text, found) => {
  expect(await find(text)).toBe(found)
})

test.each([
  ["shoeSize eq '4'", "property 'shoeSize' of resource 'Thing'"],
  ["identities/any(c:c/secret eq 'x')", "property 'secret' of resource 'Thing.identities'"],
  ['displayName eq', 'it ends too early'],
  ["displayName like 'x'", 'it cannot be read from "like'],
  ["displayName eq 'x' and", 'it ends too early'],
  ["displayName eq 'x') or (1 eq 1", 'it cannot be read from ")'],
  ['age eq true', 'is of type integer'],
  ["accountEnabled eq 'maybe'", 'is of type boolean'],
  ["createdDateTime gt 'yesterday'", 'is of type instant'],
  ["contains(age,'4')", 'is of type integer'],
])('%s is refused with a sentence', async (text, says) => {
  await expect(find(text)).rejects.toMatchObject({ status: 400, message: expect.stringContaining(says) as string })
})

test('a hostile filter is refused before it costs anything', () => {
  for (const text of [
    `${'('.repeat(2000)}a eq 1`,
    'not '.repeat(2000),
    `a eq '${'x'.repeat(9000)}'`,
    'a eq 1 or '.repeat(700) + 'a eq 1',
  ])
    expect(() => parseFilter(text)).toThrow(GraphFault)
})
