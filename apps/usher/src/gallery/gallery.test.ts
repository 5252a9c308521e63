import { checkSchema } from '@usher/engine'
import { parsePath, userTypeWith, type AttributeDefinition } from '@usher/scim'
import { expect, test } from 'vitest'
import { shapeOf } from '../schema/shape.ts'
import { dynamicSignal } from './dynamic-signal/template.ts'
import { gallery } from './gallery.ts'

test.each(gallery.map((template) => [template.displayName, template] as const))(
  'the schema of %s could be saved as it is, without a warning',
  (_, { schema, settings }) => {
    expect(shapeOf(schema)).toEqual({ schema })
    expect(checkSchema(schema, settings)).toEqual([])
  },
)

test('every target attribute of Dynamic Signal is one that it offers', () => {
  const { schema, extensions } = userTypeWith({})
  const names = (attributes: readonly AttributeDefinition[]): ReadonlyMap<string, AttributeDefinition> =>
    new Map(attributes.map((one) => [one.name, one]))
  const known = new Map([
    ['', names(schema.attributes)],
    ...extensions.map((one) => [one.schema.id, names(one.schema.attributes)] as const),
  ])
  const offered = dynamicSignal.schema.directories[1]?.objects[0]?.attributes ?? []
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
