import { parsePath, userTypeWith, type AttributeDefinition } from '@usher/scim'
import { expect, test } from 'vitest'
import { schema } from './schema.ts'

test('the default mapping of Dynamic Signal has the 22 rows of users, and nobody else', () => {
  const mappings = schema.synchronizationRules.flatMap(({ objectMappings }) => objectMappings)
  expect(mappings.map(({ sourceObjectName, flowTypes }) => [sourceObjectName, flowTypes])).toEqual([
    ['User', 'Add, Update'],
  ])
  expect(mappings[0]?.attributeMappings).toHaveLength(22)
})

test('every target attribute of Dynamic Signal is one that it offers', () => {
  const { schema: core, extensions } = userTypeWith({})
  const names = (attributes: readonly AttributeDefinition[]): ReadonlyMap<string, AttributeDefinition> =>
    new Map(attributes.map((one) => [one.name, one]))
  const known = new Map([
    ['', names(core.attributes)],
    ...extensions.map((one) => [one.schema.id, names(one.schema.attributes)] as const),
  ])
  const offered = schema.directories[1]?.objects[0]?.attributes ?? []
  expect(offered.length).toBeGreaterThan(30)
  for (const { name, multivalued = false } of offered.filter(
    (one) => one.anchor !== true && one.name !== 'externalId',
  )) {
    const { urn = '', attribute, filter, sub } = parsePath(name)
    const definition = known.get(urn)?.get(attribute)
    expect(definition, name).toBeDefined()
    expect(definition?.multiValued === true, name).toBe(multivalued || filter !== undefined)
    if (sub !== undefined)
      expect(
        definition?.subAttributes?.map((one) => one.name),
        name,
      ).toContain(sub)
  }
})
