import { expect, test } from 'vitest'
import { grouped } from './grouped.ts'

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const badge = 'urn:example:params:scim:schemas:extension:badge:2.0:User'

test('attributes stand under what they are about, those of other schemas under their schema', () => {
  const paths = [`${badge}:number`, `${enterprise}:department`, 'emails', 'name.givenName', 'userName', 'shoeSize']
  const groups = grouped(paths.map((path) => ({ path, value: 'x', from: null })))
  expect(groups.map(({ title, rows }) => [title, rows.map(({ name }) => name)])).toEqual([
    ['Identity', ['userName']],
    ['Name', ['name.givenName']],
    ['Contact', ['emails']],
    ['Organization', ['department']],
    [badge, ['number']],
    ['Other', ['shoeSize']],
  ])
})
