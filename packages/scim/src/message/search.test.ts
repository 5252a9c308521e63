import { expect, test } from 'vitest'
import type { Attributes } from '../resource.ts'
import { represent } from '../schema/represent.ts'
import { userType } from '../schema/user-type.ts'
import { parseQuery } from './query.ts'
import { search } from './search.ts'

const people = ['ana', 'Ben', 'cyr'].map((userName, index) =>
  represent(userType, { userName, active: index !== 1, title: 'x' }, { id: String(index), baseUrl: 'https://x' }),
)

function find(parameters: string): Attributes {
  return search(userType, people, parseQuery(new URLSearchParams(parameters), userType))
}

test('PG-1, PG-2, PG-3: a page is cut from all that is found', () => {
  expect(find('startIndex=2&count=1')).toMatchObject({ totalResults: 3, startIndex: 2, itemsPerPage: 1 })
  expect(find('startIndex=9')).toMatchObject({ totalResults: 3, startIndex: 9, Resources: [] })
  expect(find('count=0')).toMatchObject({ totalResults: 3, Resources: [] })
})

test('QY-2, QY-4, QY-8: what is found is sorted and shows what is asked for', () => {
  const { Resources } = find('filter=title pr&sortBy=userName&sortOrder=descending&attributes=userName')
  expect(Resources).toMatchObject([{ userName: 'cyr' }, { userName: 'Ben' }, { userName: 'ana' }])
  expect((Resources as readonly Attributes[])[0]).not.toHaveProperty('title')
})

test('FL-16: nothing found is an empty list', () => {
  expect(find('filter=userName eq "nobody"')).toMatchObject({ totalResults: 0, Resources: [] })
})
