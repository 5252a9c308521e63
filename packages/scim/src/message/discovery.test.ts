import { expect, test } from 'vitest'
import type { Attributes, Json } from '../resource.ts'
import { groupType } from '../schema/group-type.ts'
import { userTypeWith } from '../schema/user-type.ts'
import { discover, usualAbilities } from './discover.ts'
import { bearerTokenScheme, schemaDocument, serviceProviderConfig } from './discovery.ts'
import { listResponse } from './list-response.ts'

const baseUrl = 'https://example.org/scim/v2'
const userType = userTypeWith({ groups: true })
const provider = { types: [userType, groupType], abilities: usualAbilities, baseUrl }
const nothing = new URLSearchParams()

test('DC-2, PG-9: the configuration says what can be done', () => {
  const abilities = {
    ...usualAbilities,
    bulk: { maxOperations: 5, maxPayloadSize: 10 },
    pagination: { cursor: true, defaultPageSize: 10, maxPageSize: 20, cursorTimeout: 3600 },
    documentationUri: 'https://example.org/help',
    authenticationSchemes: [bearerTokenScheme],
  }
  expect(serviceProviderConfig(abilities, baseUrl)).toMatchObject({
    documentationUri: 'https://example.org/help',
    bulk: { supported: true, maxOperations: 5, maxPayloadSize: 10 },
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: 10,
      maxPageSize: 20,
      cursorTimeout: 3600,
    },
    authenticationSchemes: [{ type: 'oauthbearertoken', primary: true }],
    meta: { resourceType: 'ServiceProviderConfig' },
  })
})

test('DC-2: the limits of bulk stand there even without it', () => {
  expect(serviceProviderConfig(usualAbilities, baseUrl)['bulk']).toEqual({
    supported: false,
    maxOperations: 0,
    maxPayloadSize: 0,
  })
})

test('DC-3, DC-4, DC-8: types and schemas are listed, and found by name', () => {
  expect(discover('/ResourceTypes', provider, nothing)).toMatchObject({ totalResults: 2 })
  expect(discover('ResourceTypes/Group', provider, nothing)).toMatchObject({ endpoint: '/Groups' })
  expect(discover('/Schemas/', provider, nothing)).toMatchObject({ totalResults: 3 })
  const urn = groupType.schema.id
  expect(discover(`/Schemas/${urn.toUpperCase()}`, provider, nothing)).toMatchObject({ id: urn })
  expect(discover('/ServiceProviderConfig', provider, nothing)).toMatchObject({ patch: { supported: true } })
})

test.each(['/Schemas/urn:x', '/ResourceTypes/Car', '/Nothing', '/', '/ServiceProviderConfig/x', '/Schemas/a/b'])(
  'DC-9: %s is not found',
  (path) => {
    expect(() => discover(path, provider, nothing)).toThrow(expect.objectContaining({ status: 404 }) as Error)
  },
)

test('DC-1: a filter is refused with 403, other parameters are ignored', () => {
  expect(() => discover('/Schemas', provider, new URLSearchParams('filter=id pr'))).toThrow(
    expect.objectContaining({ status: 403 }) as Error,
  )
  expect(discover('/Schemas', provider, new URLSearchParams('count=1&sortBy=id'))).toMatchObject({ totalResults: 3 })
})

test('DC-5: nowhere is null, and every description says something', () => {
  const documents = ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'].map((path) =>
    discover(path, provider, nothing),
  )
  const faults: string[] = []
  const look = (value: Json | undefined, at: string): void => {
    if (value === null || value === undefined) faults.push(at)
    else if (typeof value === 'object')
      for (const [name, member] of Object.entries(value)) {
        if (name === 'description' && member === '') faults.push(`${at}.description`)
        look(member, `${at}.${name}`)
      }
  }
  for (const [index, document] of documents.entries()) look(document, String(index))
  expect(faults).toEqual([])
})

test('DC-5: each attribute has all its characteristics', () => {
  const keys = [
    'name',
    'type',
    'multiValued',
    'description',
    'required',
    'caseExact',
    'mutability',
    'returned',
    'uniqueness',
  ]
  const schemas = [userType.schema, groupType.schema, ...userType.extensions.map(({ schema }) => schema)]
  const all = schemas.flatMap(({ attributes }) => attributes)
  for (const definition of [...all, ...all.flatMap(({ subAttributes }) => subAttributes ?? [])]) {
    expect(Object.keys(definition)).toEqual(expect.arrayContaining(keys))
    expect(definition.type === 'complex').toBe(definition.subAttributes !== undefined)
  }
})

test('DC-6: externalId is listed only when that is wanted', () => {
  const names = (document: Attributes): readonly Json[] =>
    (document['attributes'] as readonly Attributes[]).flatMap(({ name }) => name ?? [])
  expect(names(schemaDocument(userType.schema, baseUrl))).not.toContain('externalId')
  const listed = names(schemaDocument(userType.schema, baseUrl, { listExternalId: true }))
  expect(listed).toContain('externalId')
  expect(listed).not.toContain('id')
})

test('QY-1, FL-16: a list says how many there are, even none', () => {
  expect(listResponse({ resources: [], totalResults: 0, startIndex: 5 })).toMatchObject({
    totalResults: 0,
    startIndex: 5,
    itemsPerPage: 0,
    Resources: [],
  })
})

test('PG-5: a page by cursor has no startIndex, and a next cursor unless it is the last', () => {
  const first = listResponse({ resources: [{}], totalResults: 2, cursors: { next: 'n' } })
  expect(first).toMatchObject({ totalResults: 2, itemsPerPage: 1, nextCursor: 'n' })
  expect(first).not.toHaveProperty('startIndex')
  expect(first).not.toHaveProperty('previousCursor')
  const last = listResponse({ resources: [], cursors: { previous: 'p' } })
  expect(last).toMatchObject({ previousCursor: 'p' })
  for (const absent of ['nextCursor', 'totalResults', 'startIndex']) expect(last).not.toHaveProperty(absent)
})
