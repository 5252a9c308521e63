import { expect, test } from 'vitest'
import { groupsGet } from './groups-get.ts'

const mapping = (sourceObjectName: string, enabled: boolean) => ({
  name: '',
  enabled,
  flowTypes: 'Add',
  sourceObjectName,
  targetObjectName: sourceObjectName,
  attributeMappings: [],
})
const schema = (...objectMappings: ReturnType<typeof mapping>[]) => ({
  directories: [],
  synchronizationRules: [{ name: '', sourceDirectoryName: '', targetDirectoryName: '', objectMappings }],
})

test('SC-6: an application without a mapping of groups takes none, and the direct members of a group get accounts', () => {
  expect(groupsGet('Dynamic Signal', schema(mapping('User', true)), false)).toBe(
    'Dynamic Signal takes no groups: a group that is assigned is not made there; its direct members get accounts, and members of groups in it do not.',
  )
})

test('SC-9: a group is made where the mapping of groups is enabled, and not where it is disabled', () => {
  expect(groupsGet('Contoso HR', schema(mapping('User', true), mapping('Group', true)), false)).toMatch(
    /^A group that is assigned is made in Contoso HR/,
  )
  expect(groupsGet('Contoso HR', schema(mapping('Group', false)), false)).toMatch(/^The mapping of groups is disabled/)
})

test('where nested groups count, the members of groups in a group get accounts too', () => {
  expect(groupsGet('Dynamic Signal', schema(), true)).toContain('get accounts, and the members of groups in it.')
})
