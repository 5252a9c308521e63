import type { AttributeDefinition } from '@usher/engine'
import { expect, test } from 'vitest'
import { comparesOtherwise } from './definitions.ts'

const schema = (...attributes: readonly AttributeDefinition[]) => ({
  directories: [{ name: 'There', objects: [{ name: 'User', attributes }] }],
  synchronizationRules: [],
})
const title: AttributeDefinition = { name: 'title', type: 'String', caseExact: false }

test.each<readonly [string, AttributeDefinition, boolean]>([
  ['the same', title, false],
  ['exact case', { ...title, caseExact: true }, true],
  ['several values', { ...title, multivalued: true }, true],
  ['another type', { ...title, type: 'Boolean' }, true],
  ['required', { ...title, required: true }, false],
  ['another name', { ...title, name: 'nickName' }, false],
])('an attribute with %s is compared otherwise: %s', (_, after, expected) => {
  expect(comparesOtherwise(schema(title), schema(after))).toBe(expected)
})
