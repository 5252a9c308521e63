import { describe, expect, test } from 'vitest'
import type { Json } from '../resource.ts'
import { lenient, strict } from '../rules.ts'
import { groupType } from '../schema/group-type.ts'
import { userType } from '../schema/user-type.ts'
import { parseProjectionOf, parseQuery } from './query.ts'
import type { Query } from './query.ts'

const limits = { defaultCount: 100, maxCount: 1000 }

function ask(search: string, rules = lenient): Query {
  return parseQuery(new URLSearchParams(search), userType, rules, limits)
}

function search(body: Json, rules = lenient): Query {
  return parseQuery(body, userType, rules, limits)
}

function refusal(scimType: string): Error {
  return expect.objectContaining({ status: 400, scimType }) as Error
}

test('EP-5, PG-8: without parameters, and with unknown ones, the first page is asked for by index', () => {
  const everything = { filter: null, sort: null, page: { kind: 'index', startIndex: 1, count: 100 } }
  expect(ask('')).toMatchObject(everything)
  expect(ask('aadOptscim062020&x=1')).toMatchObject(everything)
})

const pages: readonly (readonly [string, string, Query['page']])[] = [
  ['PG-1', 'startIndex=5', { kind: 'index', startIndex: 5, count: 100 }],
  ['PG-1', 'startIndex=0', { kind: 'index', startIndex: 1, count: 100 }],
  ['PG-1', 'startIndex=-3&count= 7 ', { kind: 'index', startIndex: 1, count: 7 }],
  ['PG-2', 'count=-1', { kind: 'index', startIndex: 1, count: 0 }],
  ['PG-2', 'count=0', { kind: 'index', startIndex: 1, count: 0 }],
  ['PG-2', 'count=5000', { kind: 'index', startIndex: 1, count: 1000 }],
  ['PG-2', 'count=&startIndex=', { kind: 'index', startIndex: 1, count: 100 }],
  ['PG-4', 'cursor', { kind: 'cursor', cursor: '', count: 100 }],
  ['PG-4', 'cursor=', { kind: 'cursor', cursor: '', count: 100 }],
  ['PG-4', 'cursor=abc.def&count=10', { kind: 'cursor', cursor: 'abc.def', count: 10 }],
  ['PG-7', 'cursor=&count=5000', { kind: 'cursor', cursor: '', count: 1000 }],
  ['PG-7', 'cursor=&count=-5', { kind: 'cursor', cursor: '', count: 0 }],
]

test.each(pages)('%s: the page of "%s"', (_rule, parameters, page) => {
  expect(ask(parameters).page).toEqual(page)
})

const refused: readonly (readonly [string, string, string])[] = [
  ['PG-1', 'startIndex=x', 'invalidValue'],
  ['PG-1', 'startIndex=1.5', 'invalidValue'],
  ['PG-1', 'startIndex=99999999999999999999', 'invalidValue'],
  ['PG-2', 'count=ten', 'invalidValue'],
  ['PG-7', 'cursor=&count=ten', 'invalidCount'],
  ['PG-8', 'cursor=&startIndex=1', 'invalidValue'],
  ['FL-15', 'filter=', 'invalidFilter'],
  ['FL-15', 'filter=title pr&filter=title pr', 'invalidFilter'],
  ['FL-15', 'filter=title', 'invalidFilter'],
  ['QY-8', 'sortBy=title&sortOrder=upwards', 'invalidValue'],
]

test.each(refused)('%s: "%s" is refused with %s', (_rule, parameters, scimType) => {
  expect(() => ask(parameters)).toThrow(refusal(scimType))
})

const sorts: readonly (readonly [string, Query['sort']])[] = [
  ['sortBy=userName', { path: { attribute: 'userName' }, descending: false }],
  ['sortBy=NAME.familyname&sortOrder=Descending', { path: { attribute: 'name', sub: 'familyName' }, descending: true }],
  ['sortBy=emails', { path: { attribute: 'emails', sub: 'value' }, descending: false }],
  ['sortBy=meta.created&sortOrder=ascending', { path: { attribute: 'meta', sub: 'created' }, descending: false }],
  ['sortBy=', null],
]

test.each(sorts)('QY-8: the order of "%s"', (parameters, sort) => {
  expect(ask(parameters).sort).toEqual(sort)
  expect(ask(parameters, strict).sort).toEqual(sort)
})

test.each(['shoeSize', 'name', 'a..b', 'urn:x:y:z'])('QY-8: nobody can sort by %s', (path) => {
  expect(ask(`sortBy=${path}`).sort).toBeNull()
  expect(() => ask(`sortBy=${path}`, strict)).toThrow(refusal('invalidValue'))
})

test('QY-3: attributes can be repeated; with both lists given, attributes counts or both are refused', () => {
  const { projection } = ask('attributes=userName&attributes=emails.value,%20title')
  expect(projection).toMatchObject({ kind: 'only' })
  expect(projection.kind === 'default' ? [] : [...projection.names.keys()]).toEqual(['userName', 'emails', 'title'])
  expect(ask('attributes=id&excludedAttributes=title').projection.kind).toBe('only')
  expect(() => ask('attributes=id&excludedAttributes=title', strict)).toThrow(refusal('invalidValue'))
  const parameters = new URLSearchParams('excludedAttributes=title')
  expect(parseProjectionOf(parameters, userType, lenient)).toMatchObject({ kind: 'without' })
})

test('EP-7: + is a space, and so is %20', () => {
  expect(ask('filter=title+eq+%22a%20b%22').filter).toMatchObject({ op: 'eq', value: 'a b' })
})

describe('QY-7: the body of a search', () => {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:SearchRequest']

  test('asks what the parameters of a GET ask', () => {
    const body = {
      schemas,
      attributes: ['userName', 'title'],
      filter: 'title pr',
      sortBy: 'title',
      sortOrder: 'descending',
      startIndex: 2,
      count: 3,
    }
    expect(search(body, strict)).toEqual(
      ask('attributes=userName,title&filter=title pr&sortBy=title&sortOrder=descending&startIndex=2&count=3'),
    )
    expect(search({ schemas, cursor: '', count: null }).page).toEqual({ kind: 'cursor', cursor: '', count: 100 })
  })

  test('may lack its schemas or spell its members otherwise when lenient', () => {
    expect(search({ STARTINDEX: '2', Attributes: 'title' }).page).toMatchObject({ startIndex: 2 })
    expect(() => search({ filter: 'title pr' }, strict)).toThrow(refusal('invalidSyntax'))
    expect(() => search({ schemas: ['urn:x'] }, strict)).toThrow(refusal('invalidSyntax'))
  })

  const wrong: readonly (readonly [Json, string])[] = [
    [[], 'invalidSyntax'],
    ['x', 'invalidSyntax'],
    [{ filter: 1 }, 'invalidFilter'],
    [{ count: 'x' }, 'invalidValue'],
    [{ count: 1.5 }, 'invalidValue'],
    [{ cursor: '', count: true }, 'invalidCount'],
    [{ sortBy: [] }, 'invalidValue'],
    [{ attributes: [1] }, 'invalidValue'],
    [{ cursor: 1 }, 'invalidValue'],
  ]

  test.each(wrong)('%j is refused with %s', (body, scimType) => {
    expect(() => search(body)).toThrow(refusal(scimType))
  })
})

test('EP-1: a query at the root names attributes of several resource types', () => {
  const parameters = new URLSearchParams('attributes=members,userName&sortBy=displayName&filter=displayName pr')
  const { projection, sort } = parseQuery(parameters, [userType, groupType], lenient, limits)
  expect(projection.kind === 'default' ? [] : [...projection.names.keys()]).toEqual(['members', 'userName'])
  expect(sort?.path).toEqual({ attribute: 'displayName' })
})
